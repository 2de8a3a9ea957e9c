"""Figures about interpretation, each with the cases behind it: coverage, diversified share, synchronisation, content."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation.models import Interpretation
from gongkai.proactive.interpretation.queries import neighbours
from gongkai.proactive.interpretation.queries.clocks import Pair, synchronisations
from gongkai.proactive.interpretation.queries.lists import titles, wanting
from gongkai.proactive.interpretation.rules import FACT_KINDS, FORMS, Status
from gongkai.proactive.interpretation.rules.diversity import DIVERSIFIED
from gongkai.proactive.interpretation.rules.kinds import parts_of
from gongkai.proactive.interpretation.rules.substance import Material, form_lacking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

    from gongkai.base.organisations.models import Agency
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document

T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """What a report is about: two days, both included, and an agency with everything below it ("" for all in sight)."""

    by: Acting
    since: dt.date
    until: dt.date
    agency: str = ""

    def agencies(self) -> QuerySet[Agency]:
        found = agencies_where(self.by, Permission.DOCUMENTS_READ)
        if self.agency:
            found = found.filter(Q(code=self.agency) | Q(lineage__contains=f"/{self.agency}/"))
        return found


@dataclass
class Share:
    """One agency's line: how many of how many."""

    name: str
    code: str
    total: int = 0
    fit: int = 0

    @property
    def rate(self) -> float:
        return round(100 * self.fit / self.total, 1) if self.total else 0.0


@dataclass(frozen=True)
class Policy:
    """A policy that had to be interpreted, with what interprets it in public."""

    document: Document
    title: str
    interpretations: list[Interpretation]
    pairs: list[Pair] = field(default_factory=list)

    @property
    def covered(self) -> bool:
        return bool(self.interpretations)


def policies(scope: Scope) -> list[Policy]:
    """Return what became public in the period and had to be interpreted (应解读), newest first."""
    rows = wanting(
        neighbours.documents().filter(item__agency__in=scope.agencies().values("pk"), status=Stand.PUBLISHED)
    )
    rows = rows.filter(
        item__release__first_published_at__date__gte=scope.since,
        item__release__first_published_at__date__lte=scope.until,
    )
    documents = list(
        rows.select_related("item__agency", "item__release").order_by("-item__release__first_published_at")
    )
    written: dict[int, list[Interpretation]] = {}
    public = Interpretation.objects.filter(policy__in=[one.pk for one in documents], status=Status.PUBLISHED)
    for one in public.select_related("item__release"):
        written.setdefault(one.policy_id, []).append(one)
    names = titles(one.pk for one in documents)
    return [Policy(one, names.get(one.pk, ""), written.get(one.pk, [])) for one in documents]


def timed(found: list[Policy]) -> list[Policy]:
    """Return the same with their three pairs of moments."""
    pairs = synchronisations([one.document.item for one in found])
    return [Policy(one.document, one.title, one.interpretations, pairs[one.document.pk]) for one in found]


def interpreted(scope: Scope) -> list[Interpretation]:
    """Return what became public in the period, newest first, each with its `title` and why it is `hollow`."""
    rows = Interpretation.objects.filter(
        status=Status.PUBLISHED,
        drafting_agency__in=scope.agencies().values("pk"),
        item__release__first_published_at__date__gte=scope.since,
        item__release__first_published_at__date__lte=scope.until,
    )
    found = list(
        rows.select_related("item__release__edition", "drafting_agency", "policy").order_by(
            "-item__release__published_at"
        )
    )
    names = titles(one.policy_id for one in found)
    hollow = hollow_of(one.item.release.edition for one in found)
    for one in found:
        one.hollow = hollow.get(one.pk, "")  # type: ignore[attr-defined]
        one.title = one.item.release.title  # type: ignore[attr-defined]
        one.of_title = names.get(one.policy_id, "")  # type: ignore[attr-defined]
    return found


def hollow_of(editions: Iterable[Edition]) -> dict[int, str]:
    """Return, by item, what the form of a public edition promises and its content does not hold. One query for the files."""
    rows = list(editions)
    roles: dict[int, set[str]] = {}
    attached = neighbours.editions().filter(pk__in=[one.pk for one in rows]).values_list("pk", "files__role")
    for edition, role in attached:
        roles.setdefault(edition, set()).add(role or "")
    return {one.item_id: "；".join(form_lacking(_material(one, roles.get(one.pk, set())))) for one in rows}


def _material(edition: Edition, roles: set[str]) -> Material:
    facts = edition.snapshot
    return Material(
        form=facts["form"], html=str(facts.get("html") or ""), points=facts.get("points") or {},
        transcript=str(facts.get("transcript") or ""), facts=facts.get("facts") or (), roles=roles,
        held_on=facts.get("held_on"), speakers=str(facts.get("speakers") or ""),
    )  # fmt: skip


def shares(rows: Iterable[T], agency: Callable[[T], Agency], fits: Callable[[T], bool]) -> list[Share]:
    """Return one line an agency, most cases first."""
    found: dict[str, Share] = {}
    for row in rows:
        home = agency(row)
        line = found.setdefault(home.code, Share(home.label, home.code))
        line.total += 1
        line.fit += fits(row)
    return sorted(found.values(), key=lambda line: (-line.total, line.name))


def is_diversified(one: Interpretation) -> bool:
    """Return whether it is more than plain text, and really bears what its form promises (`hollow` of `interpreted`)."""
    return one.form in DIVERSIFIED and not getattr(one, "hollow", "")


def by_form(rows: Iterable[Interpretation]) -> list[tuple[str, str, int, bool]]:
    """Return every form: key, name, how many, whether the form counts as diversified."""
    counted = Counter(one.form for one in rows)
    return [(key, form.name, counted[key], form.diversified) for key, form in FORMS.items()]


@dataclass(frozen=True)
class Content:
    """How an interpretation is filled: parts written, said not to apply, and marked facts, figures, cases."""

    one: Interpretation
    present: int
    absent: int
    parts: int
    told: dict[str, int]


def content_of(one: Interpretation) -> Content:
    parts = parts_of(one.layout)
    states = Counter((one.elements.get(key) or {}).get("state") for key in parts)
    told = Counter(fact.get("kind") for fact in one.facts)
    return Content(
        one, states["present"], states["absent"], len(parts), {name: told[key] for key, name in FACT_KINDS.items()}
    )
