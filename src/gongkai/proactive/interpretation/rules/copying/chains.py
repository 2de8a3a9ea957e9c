"""Passages of one bare text that stand in another: by seeds carried on across small differences, then by whole clauses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from gongkai.proactive.interpretation.rules.copying.bare import Bare

SEED = 5  # characters that must agree exactly for a run to begin
RESUME = 3  # characters that must agree exactly for a run to go on after a difference
GAP = 4  # characters that may differ, be missing or be put in at one place of a run
SMALL_GAP = 2  # a difference up to here is a respelling, and counted with the run
DENSITY = 0.7  # share of a run that must agree
MOST_PLACES = 8  # places of the policy tried for one seed: keeps repetitive texts linear
CLAUSE = 6  # characters of a clause that counts when it stands whole in the policy, and its neighbour too
_MARKS = re.compile(r"[，。；：、！？,.;:!?\n（）()]|</(?:p|li|div|td|h[1-6])>")


@dataclass
class Chain:
    """Pieces (place in mine, place in theirs, length) that follow one another in both texts."""

    pieces: list[tuple[int, int, int]]

    @property
    def matched(self) -> int:
        return sum(piece[2] for piece in self.pieces)

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][0] + self.pieces[-1][2]

    def dense(self) -> bool:
        return self.matched >= DENSITY * (self.end - self.start)

    def counted(self) -> Iterator[int]:
        """Yield the places that agree, and those of small differences between them."""
        for place, _, length in self.pieces:
            yield from range(place, place + length)
        for (place, _, length), (following, _, _) in pairwise(self.pieces):
            if following - place - length <= SMALL_GAP:
                yield from range(place + length, following)


def chains(mine: Bare, theirs: Bare, shortest: int) -> list[Chain]:
    """Return the passages in their order; they do not overlap."""
    seeds: dict[str, list[int]] = defaultdict(list)
    for place in range(len(theirs.text) - SEED + 1):
        known = seeds[theirs.text[place : place + SEED]]
        if len(known) < MOST_PLACES:
            known.append(place)
    found = list(_passages(mine.text, theirs.text, seeds, shortest))
    covered = bytearray(len(mine.text))
    for chain in found:
        covered[chain.start : chain.end] = b"\1" * (chain.end - chain.start)
    found += _clauses(mine, theirs.text, seeds, covered, shortest)
    return sorted(found, key=lambda chain: chain.start)


def _passages(mine: str, theirs: str, seeds: dict[str, list[int]], shortest: int) -> Iterator[Chain]:
    at, past = 0, 0
    while at <= len(mine) - SEED:
        best: Chain | None = None
        for place in seeds.get(mine[at : at + SEED], ()):
            chain = _carried(mine, theirs, at, place, past)
            if best is None or chain.matched > best.matched:
                best = chain
        if best is not None and best.matched >= shortest and best.dense():
            yield best
            at = past = best.end
        else:
            at += 1


def _clauses(
    mine: Bare, theirs: str, seeds: dict[str, list[int]], covered: bytearray, shortest: int
) -> Iterator[Chain]:
    """Find short clauses taken over whole, in any order: each beside another copied one, together long enough."""
    beside: list[Chain] = []
    length = 0
    for start, end in [*_bounds(mine), (len(mine.text), len(mine.text))]:
        copied = covered[start:end].count(1) * 2 > end - start
        place = -1 if copied or end - start < CLAUSE else _whole(mine.text[start:end], theirs, seeds)
        if copied or place >= 0:
            length += end - start
            beside += [Chain([(start, place, end - start)])] if place >= 0 else []
            continue
        if length >= shortest:
            yield from beside
        beside, length = [], 0


def _bounds(mine: Bare) -> list[tuple[int, int]]:
    """Return where clauses begin and end in the bare text."""
    marks = [match.start() for match in _MARKS.finditer(mine.given)]
    found, start, n = [], 0, 0
    for index, place in enumerate(mine.places):
        if n < len(marks) and marks[n] < place:
            while n < len(marks) and marks[n] < place:
                n += 1
            if index > start:
                found.append((start, index))
            start = index
    return [*found, (start, len(mine.places))]


def _whole(clause: str, theirs: str, seeds: dict[str, list[int]]) -> int:
    return next((place for place in seeds.get(clause[:SEED], ()) if theirs.startswith(clause, place)), -1)


def _carried(mine: str, theirs: str, a: int, b: int, past: int) -> Chain:
    """Follow one seed to the left as far as it agrees, and to the right across small differences."""
    back = 0
    while a - back > past and b - back > 0 and mine[a - back - 1] == theirs[b - back - 1]:
        back += 1
    a, b = a - back, b - back
    pieces = []
    while True:
        length = _agreeing(mine, theirs, a, b)
        pieces.append((a, b, length))
        onward = _resumed(mine, theirs, a + length, b + length)
        if onward is None:
            return Chain(pieces)
        a, b = onward


def _agreeing(mine: str, theirs: str, a: int, b: int) -> int:
    """Return how many characters agree from here on, in growing strides."""
    length, stride = 0, 16
    while stride:
        one = mine[a + length : a + length + stride]
        if len(one) == stride and one == theirs[b + length : b + length + stride]:
            length += stride
            stride *= 2
        else:
            stride //= 2
    return length


_STEPS = sorted(
    ((i, j) for i in range(GAP + 1) for j in range(GAP + 1) if i or j),
    key=lambda one: (one[0] + one[1], abs(one[0] - one[1])),
)


def _resumed(mine: str, theirs: str, a: int, b: int) -> tuple[int, int] | None:
    for i, j in _STEPS:
        want = mine[a + i : a + i + RESUME]
        if len(want) < RESUME:
            continue
        if theirs.startswith(want, b + j):
            return a + i, b + j
    return None
