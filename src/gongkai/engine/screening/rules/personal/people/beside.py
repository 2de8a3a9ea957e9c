"""Whether somebody is named close to a place, by likelihood alone: what the checks ask that names themselves are found by."""

from __future__ import annotations

from bisect import bisect_left

from gongkai.engine.screening.rules.personal.people.finding import candidates
from gongkai.engine.screening.rules.personal.people.office import in_office, is_contact

LIKELY = 6.0  # logarithm of the odds
REACH, BEHIND = 16, 4


def named_beside(half: str, start: int, end: int, reach: int = REACH) -> bool:
    """Whether a likely name, not of somebody in office, stands at most `reach` characters before the place or close behind."""
    people = candidates(half)
    first = max(half.rfind("\n", 0, start) + 1, start - reach)
    line_end = half.find("\n", end)
    last = min(line_end if line_end >= 0 else len(half), end + BEHIND)
    for place in range(bisect_left(people, first, key=lambda one: one.start), len(people)):
        one = people[place]
        if one.start > last:
            return False
        if one.odds >= LIKELY and (one.end <= start or one.start >= end) and not _in_office(half, one.start, one.end):
            return True
    return False


def _in_office(half: str, start: int, end: int) -> bool:
    first = half.rfind("\n", 0, start) + 1
    last = half.find("\n", end)
    line = half[first : last if last >= 0 else len(half)]
    return in_office(line, start - first, end - first) or is_contact(line, start - first)
