"""全周期解读: each policy has a slot for the draft, the release and the implementation; the calendar shows what is missing (R170)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation.models import Interpretation, Unconsulted
from gongkai.proactive.interpretation.queries import neighbours
from gongkai.proactive.interpretation.queries.lists import ON_ITS_WAY, titles, wanting
from gongkai.proactive.interpretation.rules import STAGE_NAMES, Stage, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.proactive.documents.models import Document


@dataclass(frozen=True)
class Slot:
    """One stage of one policy. `state`: public, under-way, missing, ahead (its time has not come), over (no longer), none."""

    stage: str
    state: str
    interpretations: Sequence[Interpretation] = ()
    word: str = ""
    why: str = ""

    @property
    def name(self) -> str:
        return STAGE_NAMES[self.stage]


@dataclass(frozen=True)
class Cycle:
    """One policy with its three slots. `day` is when it was issued, None while it is drafted."""

    document: Document
    title: str
    day: dt.date | None
    slots: Sequence[Slot]

    @property
    def missing(self) -> list[str]:
        return [slot.stage for slot in self.slots if slot.state == "missing"]


def cycles(by: Acting, *, year: int, today: dt.date, agency: str = "", missing: str = "") -> list[Cycle]:
    """Return the policies of a year with what stands in each slot; those being drafted belong to the present year."""
    agencies = agencies_where(by, Permission.DOCUMENTS_READ)
    if agency:
        agencies = agencies.filter(Q(code=agency) | Q(lineage__contains=f"/{agency}/"))
    documents = wanting(neighbours.documents().filter(item__agency__in=agencies.values("pk")))
    of_year = Q(status=Stand.PUBLISHED, issued_on__year=year)
    if year == today.year:
        of_year |= Q(status__in=ON_ITS_WAY)
    rows = list(documents.filter(of_year).select_related("item__agency", "item__release", "drafting_agency"))
    written: dict[int, list[Interpretation]] = {}
    standing = Interpretation.objects.filter(policy__in=[one.pk for one in rows]).exclude(
        status__in=[Status.ABANDONED, Status.WITHDRAWN]
    )
    for one in standing.select_related("item").order_by("pk"):
        written.setdefault(one.policy_id, []).append(one)
    names = titles([*(one.pk for one in rows), *(one.pk for several in written.values() for one in several)])
    none = dict(Unconsulted.objects.filter(policy__in=[one.pk for one in rows]).values_list("policy", "reason"))
    found = [
        _cycle(document, written.get(document.pk, []), names, today, none.get(document.pk, "")) for document in rows
    ]
    if missing in STAGE_NAMES:
        found = [one for one in found if missing in one.missing]
    return sorted(found, key=lambda one: (one.day or dt.date.max, one.document.pk), reverse=True)


def _cycle(
    document: Document, written: list[Interpretation], names: dict[int, str], today: dt.date, unconsulted: str
) -> Cycle:
    for one in written:
        one.title = names.get(one.pk, "")  # type: ignore[attr-defined]
    slots = [_slot(stage, document, [one for one in written if one.stage == stage], today) for stage in Stage]
    if unconsulted and slots[0].state == "missing":
        slots[0] = Slot(Stage.DRAFT, "none", word="没有公开征询", why=unconsulted)
    day = document.issued_on if document.status == Stand.PUBLISHED else None
    return Cycle(document, names.get(document.pk, ""), day, slots)


def _slot(stage: Stage, document: Document, written: list[Interpretation], today: dt.date) -> Slot:
    if any(one.status == Status.PUBLISHED for one in written):
        return Slot(stage, "public", written)
    if written:
        return Slot(stage, "under-way", written)
    if stage is Stage.IMPLEMENTATION:
        begins = document.effective_on or document.issued_on
        if document.status != Stand.PUBLISHED or begins is None or begins > today:
            return Slot(stage, "ahead", word=f"{begins.month}月{begins.day}日施行后" if begins else "施行后")
        if _ended(document, today):
            return Slot(stage, "over", word="文件已失效或者废止")
    return Slot(stage, "missing")


def _ended(document: Document, today: dt.date) -> bool:
    release = getattr(document.item, "release", None)
    repealed = release.repealed_on if release is not None else None
    expires = document.expires_on
    return bool((repealed and repealed <= today) or (expires and expires < today))
