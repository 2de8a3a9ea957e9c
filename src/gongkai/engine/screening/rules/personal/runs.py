"""Rows of figures that may be one number, however they are divided: by blanks, hyphens, dots, or a broken line."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from gongkai.engine.screening.rules.personal.plain import plain

_SIGN = r"[\-‐‑–—·•._/]"
# One sign between figures, with a blank on each side at most; two blanks or a tab begin the next column of a table.
_SEP = rf"(?:[ ]?{_SIGN}[ ]?|[ \u2000-\u200d\ufeff\u00ad]|\n)?+"
MASKING = r"*＊×●○■□"
LONGEST_RUN = 60
RUN = re.compile(
    rf"(?:(?<![0-9A-Za-z{MASKING}])|(?<=[Tt][Ee][Ll])|(?<=ID)|(?<=[^0-9A-Za-z][GL]))"
    rf"[0-9](?:{_SEP}[0-9]){{6,{LONGEST_RUN}}}+(?:{_SEP}[Xx](?![A-Za-z]))?+(?![0-9A-WYZa-wyz{MASKING}])"
)
# One figure in each box of a form, or in each cell of a row.
BOXED = re.compile(
    r"(?<![0-9])(?<![0-9][|│\t；])[0-9](?:[ ]?[|│\t；][ ]?[0-9]){10,16}(?:[ ]?[|│\t；][ ]?[0-9Xx])?(?![ ]?[|│\t；]?[ ]?[0-9])"
)
COUNTRY = re.compile(r"(?:00)?86(?=1[3-9][0-9]{9}$)|0(?=1[3-9][0-9]{9}$)")


@dataclass(frozen=True, slots=True)
class Number:
    """A part of a run that begins and ends where a group does. `groups` are the lengths of its groups."""

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]
    is_decimal: bool
    crosses_line: bool


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    start: int
    end: int
    digits: str
    places: tuple[int, ...]
    edges: tuple[int, ...]

    def numbers(self, shortest: int, longest: int) -> Iterator[Number]:
        """Yield the numbers in the run with so many digits, the longer ones first at each place."""
        for place, first in enumerate(self.edges):
            upto = bisect_right(self.edges, first + longest)
            for last in reversed(self.edges[place + 1 : upto]):
                if last - first >= shortest:
                    yield self._number(first, last)

    def _number(self, first: int, last: int) -> Number:
        cuts = self.edges[bisect_left(self.edges, first) : bisect_right(self.edges, last)]
        start, end = self.places[first], self.places[last - 1] + 1
        text = self.text
        decimal_after = text[end : end + 1] == "." and text[end + 1 : end + 2].isdigit()
        decimal_before = text[start - 1 : start] == "." and text[max(0, start - 2) : start - 1].isdigit()
        groups = tuple(b - a for a, b in pairwise(cuts))
        return Number(
            self.digits[first:last], start, end, groups, decimal_after or decimal_before, "\n" in text[start:end]
        )


@lru_cache(maxsize=8)
def runs(text: str) -> tuple[Run, ...]:
    """Return the runs of a text (as it was given; they are looked for in `plain(text)`)."""
    half = plain(text)
    return tuple(_run(half, match) for pattern in (RUN, BOXED) for match in pattern.finditer(half))


def _run(text: str, match: re.Match[str]) -> Run:
    start = match.start()
    places = tuple(start + place for place, c in enumerate(match.group()) if c.isalnum())
    digits = "".join(text[place] for place in places).upper()
    edges = [0, *(n for n in range(1, len(places)) if places[n] != places[n - 1] + 1), len(places)]
    for first, last in pairwise(tuple(edges)):
        country = COUNTRY.match(digits[first:last])
        if country:
            edges.append(first + country.end())
    return Run(text, start, match.end(), digits, places, tuple(sorted(set(edges))))
