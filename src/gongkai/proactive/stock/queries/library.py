"""The normative register and the library of plans, for the desk and for the public."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import KINDS, Validity, validity
from gongkai.proactive.stock.models import NormativeEntry, NormativeHint, PlanEntry
from gongkai.proactive.stock.queries.rounds import latest
from gongkai.proactive.stock.rules import LEVELS, NORMATIVE, VERDICT_NAMES, PlanState, plan_state

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release


@dataclass(frozen=True)
class Line:
    """One normative document as it stands on a chosen day."""

    release: Release
    number: str
    conclusion: str
    concluded_on: dt.date | None
    state: Validity
    on: dt.date

    @property
    def url(self) -> str:
        return KINDS[self.release.kind].path(self.release.key)

    @property
    def year(self) -> int:
        day = self.release.issued_on or self.release.formed_on or timezone.localdate(self.release.published_at)
        return day.year

    @property
    def conclusion_word(self) -> str:
        return VERDICT_NAMES.get(self.conclusion, "")


def _state(release: Release, on: dt.date) -> Validity:
    return validity(
        on,
        effective_on=release.effective_on,
        expires_on=release.expires_on,
        repealed_on=release.repealed_on,
        amended=release.amended,
    )


def normative_lines(site: Site | None, on: dt.date) -> list[Line]:
    """Return every public normative document with its state on that day, newest number first. Two queries.

    What was first issued after the chosen day is not on the list: on that day it did not exist.
    """
    rows = publishing.public_releases(site).filter(kind="document", category=NORMATIVE).select_related("item")
    known = {
        item: (number, conclusion, day)
        for item, number, conclusion, day in NormativeEntry.objects.values_list(
            "item_id", "number", "conclusion", "concluded_on"
        )
    }
    lines = []
    for release in rows.order_by("-issued_on", "-item_id"):
        born = release.issued_on or release.formed_on or timezone.localdate(release.first_published_at)
        if born > on:
            continue
        number, conclusion, day = known.get(release.item_id, ("", "", None))
        told = bool(day and day <= on)
        lines.append(Line(release, number, conclusion if told else "", day if told else None, _state(release, on), on))
    return lines


def narrowed(lines: list[Line], asked: dict[str, str]) -> list[Line]:
    """Keep what fits: agency (code), theme, validity, year, q (title, number or unified number)."""
    words = asked.get("q", "").split()
    return [
        line
        for line in lines
        if asked.get("agency", "") in {"", line.release.agency.code}
        and (not asked.get("theme") or asked["theme"] in line.release.themes)
        and asked.get("validity", "") in {"", line.state.value}
        and asked.get("year", "") in {"", str(line.year)}
        and all(word in f"{line.release.title} {line.release.doc_number} {line.number}" for word in words)
    ]


def hints(by: Acting) -> QuerySet[NormativeHint]:
    rows = NormativeHint.objects.select_related("item__release", "agency").filter(item__release__isnull=False)
    if by.system:
        return rows
    return rows.filter(agency__in=agencies_where(by, Permission.DOCUMENTS_READ).values("pk"))


def open_hints(by: Acting) -> QuerySet[NormativeHint]:
    """Return what nobody has judged, and what is normative and still not in the register."""
    return hints(by).filter(Q(judgement="") | Q(judgement="yes")).exclude(item__release__category=NORMATIVE)


def expiring(by: Acting, until: dt.date) -> list[Release]:
    """Return normative documents of one's agencies whose term ends up to that day, soonest first."""
    rows = publishing.public_releases().filter(
        kind="document",
        category=NORMATIVE,
        expires_on__gte=timezone.localdate(),
        expires_on__lte=until,
        repealed_on=None,
    )
    if not by.system:
        rows = rows.filter(agency__in=agencies_where(by, Permission.DOCUMENTS_READ).values("pk"))
    return list(rows.order_by("expires_on"))


def plan_model() -> type[PlanEntry]:
    return PlanEntry


def plans_for(by: Acting) -> QuerySet[PlanEntry]:
    rows = PlanEntry.objects.select_related("item__agency", "checked_by")
    if not by.system:
        rows = rows.filter(item__agency__in=agencies_where(by, Permission.DOCUMENTS_READ).values("pk"))
    return rows.annotate(title=latest("title", "item_id"))


@dataclass(frozen=True)
class Plan:
    release: Release
    entry: PlanEntry
    state: PlanState

    @property
    def url(self) -> str:
        return KINDS[self.release.kind].path(self.release.key)


def plan_shelves(site: Site | None, today: dt.date, asked: dict[str, str]) -> list[dict[str, Any]]:
    """Return the public plans by period, newest period first, each with its state. Two queries."""
    entries = {entry.item_id: entry for entry in PlanEntry.objects.all()}
    rows = publishing.public_releases(site).filter(item__in=list(entries))
    plans = []
    for release in rows.order_by("-issued_on", "-item_id"):
        entry = entries[release.item_id]
        ended = _state(release, today) in {Validity.REPEALED, Validity.EXPIRED}
        plans.append(Plan(release, entry, plan_state(today.year, entry.first_year, entry.last_year, ended=ended)))
    chosen = [
        plan
        for plan in plans
        if asked.get("level", "") in {"", plan.entry.level} and asked.get("state", "") in {"", plan.state.value}
    ]
    shelves: dict[tuple[int, str], list[Plan]] = {}
    for plan in chosen:
        shelves.setdefault((plan.entry.first_year or 0, plan.entry.period or "未注明规划期"), []).append(plan)
    order = {level: place for place, level in enumerate(LEVELS)}
    return [
        {"name": name, "plans": sorted(found, key=lambda plan: order.get(plan.entry.level, len(order)))}
        for (_, name), found in sorted(shelves.items(), key=lambda pair: pair[0], reverse=True)
    ]
