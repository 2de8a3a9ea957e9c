"""Places in a text: stretches that a rule leaves alone, and lines with where they begin."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

TITLE = re.compile(r"《[^《》\n]{1,120}(?:《[^《》\n]{1,80}》[^《》\n]{0,60})?》|〈[^〈〉\n]{1,80}〉")


class Spans:
    """Stretches of a text, not overlapping; `place in spans` asks whether a place lies in one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = [end for _, end in ordered]

    def __contains__(self, place: object) -> bool:
        if not isinstance(place, int):
            return False
        index = bisect_right(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]

    def __bool__(self) -> bool:
        return True


def titles(text: str) -> Spans:
    """Return where titles in 《》 stand, marks included."""
    return Spans(match.span() for match in TITLE.finditer(text))


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield every line that is not empty, without the blanks around it, and where its first character stands."""
    start = 0
    for line in text.split("\n"):
        stripped = line.strip(" \t\r\u3000\u00a0")
        if stripped:
            yield start + line.index(stripped[0]), stripped
        start += len(line) + 1
