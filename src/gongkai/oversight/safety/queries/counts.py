"""A year in figures, without a name or a text: what an annual report on a site may carry."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.oversight.safety.models import Drill, Incident
from gongkai.oversight.safety.rules import KIND_NAMES, DrillState, State

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Site


@dataclass(frozen=True, slots=True)
class YearCounts:
    """`by_kind` holds Chinese names; what turned out to be no incident is not counted."""

    incidents: int
    closed: int
    by_kind: tuple[tuple[str, int], ...]
    drills: int


def year_counts(*, year: int, agency: Agency, site: Site | None = None) -> YearCounts:
    """Count the incidents detected and drills held in a year, of one site or of everything an agency answers for."""
    rows = Incident.objects.filter(detected_at__year=year).exclude(state=State.DISMISSED)
    rows = rows.filter(site=site) if site is not None else rows.filter(agency=agency)
    found = list(rows.values_list("kind", "state"))
    kinds = Counter(kind for kind, _ in found)
    held = Drill.objects.filter(agency=agency, state=DrillState.HELD, held_on__year=year).count()
    named = tuple((KIND_NAMES[kind], count) for kind, count in kinds.most_common())
    return YearCounts(len(found), sum(state == State.REVIEWED for _, state in found), named, held)
