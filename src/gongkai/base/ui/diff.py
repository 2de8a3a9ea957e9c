"""Differences between two texts, paragraph by paragraph and inside a paragraph word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import rjieba

RowKind = Literal["same", "added", "removed", "changed", "moved", "renumbered"]
SegmentKind = Literal["same", "ins", "del"]
WORDS: dict[RowKind, str] = {
    "same": "未变", "added": "新增", "removed": "删去", "changed": "修改", "moved": "移动", "renumbered": "条号变动",
}  # fmt: skip
# What a paragraph is counted by: it changes with every article that goes or comes before it.
NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十百千零〇\d]+[条章节编款]|[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、])\s*"
)
MOVED = 0.85  # from this share on, a paragraph that went and one that came are the same in another place
SHORTEST_MOVED = 6  # characters; «附件：» and the like stand anywhere
ALIKE = 0.4  # below this share of common words two paragraphs are another text, not a change


@dataclass(frozen=True)
class Segment:
    kind: SegmentKind
    text: str


@dataclass(frozen=True)
class Row:
    kind: RowKind
    label: str
    segments: tuple[Segment, ...]

    @property
    def word(self) -> str:
        return WORDS[self.kind]

    @property
    def before(self) -> tuple[Segment, ...]:
        """What the old text said, for the left side."""
        return tuple(one for one in self.segments if one.kind != "ins")

    @property
    def after(self) -> tuple[Segment, ...]:
        """What the new text says, for the right side."""
        return tuple(one for one in self.segments if one.kind != "del")


def segments(old: str, new: str) -> tuple[Segment, ...]:
    """Compare two paragraphs word by word; what was taken away stands before what replaced it."""
    before, after = list(rjieba.cut(old)), list(rjieba.cut(new))
    found: list[Segment] = []
    for op, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(Segment("same", "".join(before[a1:a2])))
            continue
        if a2 > a1:
            found.append(Segment("del", "".join(before[a1:a2])))
        if b2 > b1:
            found.append(Segment("ins", "".join(after[b1:b2])))
    return tuple(found)


def compare(old: Sequence[str], new: Sequence[str], *, keep_same: bool = False) -> list[Row]:
    """Compare two lists of paragraphs. Labels count paragraphs of the new text, of the old one where removed.

    A paragraph that went in one place and came in another is one row, moved, where it came. One that only has another
    number, since an article before it went or came, is renumbered: neither changed nor taken for another.
    """
    rows: list[Row] = []
    left, right = [_bare(one) for one in old], [_bare(one) for one in new]
    for op, a1, a2, b1, b2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if op == "equal":
            for a, b in zip(range(a1, a2), range(b1, b2), strict=True):
                if old[a] != new[b]:
                    rows.append(Row("renumbered", _nth(b), segments(old[a], new[b])))
                elif keep_same:
                    rows.append(Row("same", _nth(b), (Segment("same", new[b]),)))
        else:
            rows += _replaced(old, new, (a1, a2), (b1, b2))
    return _with_moves(rows)


def _bare(text: str) -> str:
    """Return a paragraph without its number; a line that is nothing but a number stays as it is."""
    return NUMBER.sub("", text, count=1) or text


def _with_moves(rows: list[Row]) -> list[Row]:
    gone = [n for n, row in enumerate(rows) if row.kind == "removed" and _long(row)]
    dropped: set[int] = set()
    for n, row in enumerate(rows):
        if row.kind != "added" or not _long(row):
            continue
        origin = _origin(_said(row), [(m, _said(rows[m])) for m in gone if m not in dropped])
        if origin is not None:
            dropped.add(origin)
            label = f"{rows[origin].label}→{row.label}"
            rows[n] = Row("moved", label, segments(_said(rows[origin]), _said(row)))
    return [row for n, row in enumerate(rows) if n not in dropped]


def _said(row: Row) -> str:
    return "".join(segment.text for segment in row.segments)


def _long(row: Row) -> bool:
    return len(_said(row)) >= SHORTEST_MOVED


def _origin(text: str, gone: Sequence[tuple[int, str]]) -> int | None:
    """Return which of the texts that went this one is: the same words first, else the most alike."""
    for place, other in gone:
        if _bare(other) == _bare(text):
            return place
    best, found = MOVED, None
    matcher = SequenceMatcher(None, "", text, autojunk=False)
    for place, other in gone:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and (like := matcher.ratio()) >= best:
            best, found = like, place
    return found


def _nth(index: int) -> str:
    return f"第{index + 1}段"


def _replaced(old: Sequence[str], new: Sequence[str], left: tuple[int, int], right: tuple[int, int]) -> Iterator[Row]:
    """Pair paragraphs in their order while they resemble each other; the rest went or came."""
    a, b = left[0], right[0]
    while a < left[1] and b < right[1]:
        if SequenceMatcher(None, _bare(old[a]), _bare(new[b]), autojunk=False).ratio() >= ALIKE:
            yield Row("changed", _nth(b), segments(old[a], new[b]))
            a, b = a + 1, b + 1
        elif left[1] - a >= right[1] - b:
            yield Row("removed", f"原{_nth(a)}", (Segment("del", old[a]),))
            a += 1
        else:
            yield Row("added", _nth(b), (Segment("ins", new[b]),))
            b += 1
    for n in range(a, left[1]):
        yield Row("removed", f"原{_nth(n)}", (Segment("del", old[n]),))
    for n in range(b, right[1]):
        yield Row("added", _nth(n), (Segment("ins", new[n]),))
