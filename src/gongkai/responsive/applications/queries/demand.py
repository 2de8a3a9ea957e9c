"""The same information asked for by several applicants of one agency: a list for judging, with no names in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.law.months import add_months
from gongkai.responsive.applications.models import Applicant, Application
from gongkai.responsive.applications.queries.likeness import likeness, pairs
from gongkai.responsive.applications.queries.lists import readable
from gongkai.responsive.applications.rules.challenges import ConversionState
from gongkai.responsive.applications.rules.demand import MANY_APPLICANTS, MOST_COMPARED, SAME, SAME_MONTHS
from gongkai.responsive.applications.rules.outcomes import GIVES

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Conversion

SETTLED = (ConversionState.ELIGIBLE, ConversionState.PUBLIC)


@dataclass
class Same:
    """Cases of one agency that ask for much the same; `applicants` is how many different ones."""

    leader: frozenset[str]
    cases: list[Application] = field(default_factory=list)
    prints: set[str] = field(default_factory=set)

    @property
    def applicants(self) -> int:
        return len(self.prints)

    @property
    def title(self) -> str:
        return Counter(one.title for one in self.cases).most_common(1)[0][0]

    @property
    def conversions(self) -> list[Conversion]:
        return [one.conversion for one in self.cases if hasattr(one, "conversion")]

    @property
    def proposed(self) -> Conversion | None:
        """The review that waits, if one does."""
        return next((one for one in self.conversions if one.state == ConversionState.PROPOSED), None)


def prints_of(submissions: Iterable[int]) -> dict[int, set[str]]:
    """Return by form the marks by which the same person is known again; who left no number of identity has none."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Applicant.objects.filter(submission__in=set(submissions)).exclude(fingerprint="")
    for submission, mark in rows.values_list("submission", "fingerprint"):
        found[submission].add(mark)
    return found


def asked_by_many(by: Acting, *, today: dt.date) -> list[Same]:
    """Return what several applicants got or were shown and nobody decided to open yet, the most asked for first."""
    rows = readable(by).filter(outcome__in=GIVES, closed_on__gte=add_months(today, -SAME_MONTHS))
    cases = list(rows.select_related("agency", "conversion").order_by("-closed_on", "-pk")[:MOST_COMPARED])
    marks = prints_of(one.submission_id for one in cases)
    groups: dict[int, list[Same]] = defaultdict(list)
    for one in cases:
        words = pairs(one.title)
        near = ((likeness(words, group.leader), group) for group in groups[one.agency_id])
        share, group = max(near, key=lambda pair: pair[0], default=(0.0, None))
        if group is None or share < SAME:
            group = Same(words)
            groups[one.agency_id].append(group)
        group.cases.append(one)
        group.prints |= marks.get(one.submission_id, set())
    found = [group for rows in groups.values() for group in rows if group.applicants >= MANY_APPLICANTS]
    waiting = [one for one in found if not any(each.state in SETTLED for each in one.conversions)]
    return sorted(waiting, key=lambda one: (-one.applicants, -len(one.cases), one.title))
