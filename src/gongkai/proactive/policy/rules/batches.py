"""Many profiles at once: a set of profiles is one long number, a bit for each, so that «all» is one «and».

The answers are those of `conditions.evaluate`, bit by bit; a property test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongkai.proactive.policy.rules.conditions import (
    Answer,
    AtLeast,
    Either,
    Every,
    Free,
    Node,
    Not,
    Profile,
    Test,
    Value,
    holds,
    may_hold,
)
from gongkai.proactive.policy.rules.facts import FACTS, Sort


@dataclass(frozen=True)
class Answers:
    """Bit i says of profile i: surely yes, or at least possible (yes or depends)."""

    yes: int
    possible: int

    def of(self, number: int) -> Answer:
        if self.yes >> number & 1:
            return Answer.YES
        return Answer.DEPENDS if self.possible >> number & 1 else Answer.NO


@dataclass
class Column:
    """One fact of all profiles: for each value the profiles that have it, and those that say anything."""

    known: int
    groups: list[tuple[Value, int]]


@dataclass
class Batch:
    profiles: Sequence[Profile]
    columns: dict[str, Column] = field(default_factory=dict)
    tested: dict[tuple[str, str, float, frozenset[str], bool], Answers] = field(default_factory=dict)

    @property
    def everybody(self) -> int:
        return (1 << len(self.profiles)) - 1

    def answers(self, node: Node) -> Answers:
        match node:
            case Test():
                return self._tested(node)
            case Free():
                return Answers(0, self.everybody)
            case Not(part=part):
                inner = self.answers(part)
                return Answers(self.everybody & ~inner.possible, self.everybody & ~inner.yes)
            case Every(parts=parts):
                yes = possible = self.everybody
                for one in parts:
                    found = self.answers(one)
                    yes, possible = yes & found.yes, possible & found.possible
                return Answers(yes, possible)
            case Either(parts=parts):
                yes = possible = 0
                for one in parts:
                    found = self.answers(one)
                    yes, possible = yes | found.yes, possible | found.possible
                return Answers(yes, possible)
            case AtLeast(count=count, parts=parts):
                several = [self.answers(one) for one in parts]
                return Answers(
                    self._counted(count, [one.yes for one in several]),
                    self._counted(count, [one.possible for one in several]),
                )

    def _counted(self, count: int, sets: Iterable[int]) -> int:
        """Return who stands in at least `count` of the sets: level k holds whoever was in k of them so far."""
        levels = [self.everybody] + [0] * count
        for one in sets:
            for level in range(count, 0, -1):
                levels[level] |= levels[level - 1] & one
        return levels[count]

    def _tested(self, test: Test) -> Answers:
        key = (test.fact, test.op, test.number, test.values, test.flag)
        found = self.tested.get(key)
        if found is None:
            column = self._column(test.fact)
            yes = self._passing(column, test)
            vague = 0
            if test.about.sort is Sort.PLACE:
                vague = _union([who for value, who in column.groups if may_hold(test, value)])
            found = self.tested[key] = Answers(yes, yes | vague | (self.everybody & ~column.known))
        return found

    def _passing(self, column: Column, test: Test) -> int:
        if test.about.sort is not Sort.NUMBER:
            return _union([who for value, who in column.groups if holds(test, value)])
        # Groups of numbers are kept in order with those up to and including each: one look-up gives all below.
        rising = column.groups
        begin, end = 0, len(rising)
        while begin < end:
            middle = (begin + end) // 2
            if _below(rising[middle][0], test):
                begin = middle + 1
            else:
                end = middle
        below = rising[begin - 1][1] if begin else 0
        return below if test.op in {"le", "lt"} else column.known & ~below

    def _column(self, key: str) -> Column:
        found = self.columns.get(key)
        if found is None:
            found = self.columns[key] = self._made(key)
        return found

    def _made(self, key: str) -> Column:
        who: dict[Value, list[int]] = {}
        for number, profile in enumerate(self.profiles):
            if key in profile:
                who.setdefault(profile[key], []).append(number)
        groups = [(value, _bits(numbers, len(self.profiles))) for value, numbers in who.items()]
        known = _union([bits for _, bits in groups])
        if FACTS[key].sort is not Sort.NUMBER:
            return Column(known, groups)
        rising: list[tuple[Value, int]] = []
        below = 0
        for value, bits in sorted(groups, key=lambda one: float(one[0])):  # type: ignore[arg-type]
            below |= bits
            rising.append((value, below))
        return Column(known, rising)


def _below(value: Value, test: Test) -> bool:
    """Tell whether a number lies on the lower side of the threshold of a test."""
    assert isinstance(value, int | float)
    return value <= test.number if test.op in {"le", "gt"} else value < test.number


def _bits(numbers: Sequence[int], size: int) -> int:
    row = bytearray(size // 8 + 1)
    for number in numbers:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")


def _union(sets: Iterable[int]) -> int:
    found = 0
    for one in sets:
        found |= one
    return found
