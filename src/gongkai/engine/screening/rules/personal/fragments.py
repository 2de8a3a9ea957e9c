"""Masked numbers as fragments: the same person masked differently in two texts gives the whole number away (rules 11.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.engine.screening.rules.personal.plain import plain
from gongkai.engine.screening.rules.personal.runs import MASKING

HIDDEN = "*"
KINDS = {18: "身份证号码", 15: "身份证号码", 11: "手机号码"}
# A number of 11, 15 or 18 places of which some are hidden; single blanks and hyphens inside are how it was written.
WRITTEN = re.compile(
    rf"(?<![0-9A-Za-z{MASKING}])[0-9{MASKING}](?:[ \-]?[0-9{MASKING}]){{9,16}}(?:[ \-]?[0-9Xx{MASKING}])?(?![0-9A-Za-z{MASKING}])"
)
ENOUGH_IN_COMMON = 4


@dataclass(frozen=True, slots=True)
class Fragment:
    """`figures` has a star for each hidden place; a number shown whole has none."""

    figures: str
    start: int

    @property
    def kind(self) -> str:
        return KINDS[len(self.figures)]

    @property
    def hidden(self) -> int:
        return self.figures.count(HIDDEN)


@dataclass(frozen=True, slots=True)
class Joined:
    """What two fragments give together: so many places were hidden in the first, so many are still hidden in both."""

    kind: str
    hidden_before: int
    hidden_after: int
    in_common: int

    @property
    def whole(self) -> bool:
        return self.hidden_after == 0


def fragments(text: str) -> list[Fragment]:
    """Return the numbers of 11, 15 and 18 places in a text, whole or masked, in reading order."""
    found = []
    for match in WRITTEN.finditer(plain(text)):
        figures = re.sub(rf"[{MASKING}]", HIDDEN, re.sub(r"[ \-]", "", match.group())).upper()
        if len(figures) in KINDS and figures.strip(HIDDEN) and _begins_well(figures):
            found.append(Fragment(figures, match.start()))
    return found


def _begins_well(figures: str) -> bool:
    return figures[0] in "1*" if len(figures) == 11 else figures[0] in "12345678*"


def joined(one: Fragment, other: Fragment) -> Joined | None:
    """Return what the two give together, None when they cannot be the same number or the second adds nothing."""
    if len(one.figures) != len(other.figures):
        return None
    pairs = list(zip(one.figures, other.figures, strict=True))
    if any(a != b and HIDDEN not in {a, b} for a, b in pairs):
        return None
    after = sum(a == HIDDEN and b == HIDDEN for a, b in pairs)
    if after == one.hidden:
        return None
    return Joined(one.kind, one.hidden, after, sum(a == b != HIDDEN for a, b in pairs))


def same_number(one: Fragment, other: Fragment) -> bool:
    """Whether the visible figures alone make it likely: none differs, and enough stand in both."""
    if len(one.figures) != len(other.figures):
        return False
    pairs = list(zip(one.figures, other.figures, strict=True))
    if any(a != b and HIDDEN not in {a, b} for a, b in pairs):
        return False
    return sum(a == b != HIDDEN for a, b in pairs) >= ENOUGH_IN_COMMON
