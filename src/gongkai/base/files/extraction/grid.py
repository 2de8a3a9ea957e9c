"""Tables on a page, found by their ruled lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Protocol, TypeVar

from .markup import Cell, likely_header_rows, render_table

SNAP = 3.0  # points within which two drawn lines are one
MOST_LINES = 600  # on one page, after merging; a drawing has more


class Placed(Protocol):
    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...


G = TypeVar("G", bound=Placed)


@dataclass(frozen=True)
class Rule:
    """A drawn line: horizontal when `across`, at `at`, from `start` to `end`."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class RuledTable:
    """Rows of cells (only the upper left place of a merged one is a cell) between the column lines `xs`."""

    rows: tuple[tuple[Cell, ...], ...]
    xs: tuple[float, ...]
    first_page: int
    last_page: int

    def goes_on_in(self, other: RuledTable) -> bool:
        """Whether `other` is this table's next part, on the next page."""
        return (
            other.first_page == self.last_page + 1
            and len(self.xs) == len(other.xs)
            and all(abs(one - two) <= SNAP for one, two in zip(self.xs, other.xs, strict=True))
        )

    def with_more(self, other: RuledTable) -> RuledTable:
        """Return both parts as one; a heading that is repeated on the new page goes."""
        repeated = other.rows[0] == self.rows[0] and all(cell.rowspan == 1 for cell in self.rows[0])
        return RuledTable(self.rows + other.rows[1 if repeated else 0 :], self.xs, self.first_page, other.last_page)

    def html(self) -> str:
        heights = [cell.rowspan for cell in self.rows[0]]
        texts = [[cell.html for cell in row] for row in self.rows]
        return render_table(self.rows, header_rows=likely_header_rows(texts, heights))


def find_tables(
    rules: Sequence[Rule], glyphs: Sequence[G], text_of: Callable[[Sequence[G]], str], page: int
) -> tuple[list[tuple[float, RuledTable]], list[G]]:
    """Return the tables with their top edges, and the characters outside of them."""
    rules = _merged(rules)
    if not 4 <= len(rules) <= MOST_LINES:
        return [], list(glyphs)
    found: list[tuple[float, RuledTable]] = []
    rest = list(glyphs)
    for group in _connected(rules):
        xs = _snapped([rule.at for rule in group if not rule.across])
        ys = _snapped([rule.at for rule in group if rule.across])
        if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
            continue
        inside = [item for item in rest if xs[0] < item.x < xs[-1] and ys[0] < item.y < ys[-1]]
        if not inside:
            continue
        taken = set(map(id, inside))
        rest = [item for item in rest if id(item) not in taken]
        rows = _Grid(group, xs, ys).rows_of(inside, text_of)
        found.append((ys[0], RuledTable(rows, tuple(xs), page, page)))
    return found, rest


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Put pieces of one line together: many programs draw every cell's edge by itself."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda item: (item.across, round(item.at), item.start)):
        last = merged[-1] if merged else None
        one_line = last is not None and last.across == rule.across and round(last.at) == round(rule.at)
        if last is not None and one_line and rule.start <= last.end + SNAP / 2:
            merged[-1] = Rule(last.across, last.at, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Group lines that touch or cross each other."""
    groups: list[list[Rule]] = []
    for rule in rules:
        touching = [group for group in groups if any(_meet(rule, other) for other in group)]
        merged = [rule]
        for group in touching:
            merged += group
            groups.remove(group)
        groups.append(merged)
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    if one.across == other.across:
        overlap = one.start <= other.end + SNAP and other.start <= one.end + SNAP
        return abs(one.at - other.at) <= SNAP and overlap
    return other.start - SNAP <= one.at <= other.end + SNAP and one.start - SNAP <= other.at <= one.end + SNAP


def _snapped(values: Sequence[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > SNAP:
            places.append(value)
    return places


class _Grid:
    """Elementary cells between the lines; cells without a line between them are one merged cell."""

    def __init__(self, rules: Sequence[Rule], xs: list[float], ys: list[float]) -> None:
        self.rules, self.xs, self.ys = rules, xs, ys
        self.rows, self.columns = len(ys) - 1, len(xs) - 1
        self.owner: dict[tuple[int, int], tuple[int, int]] = {}
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(self.rows):
            for column in range(self.columns):
                if (row, column) not in self.owner:
                    self._claim(row, column)

    def _line(self, *, across: bool, at: float, start: float, end: float) -> bool:
        middle = (start + end) / 2
        return any(
            rule.across == across and abs(rule.at - at) <= SNAP and rule.start - SNAP <= middle <= rule.end + SNAP
            for rule in self.rules
        )

    def _open_right(self, row: int, column: int) -> bool:
        return not self._line(across=False, at=self.xs[column + 1], start=self.ys[row], end=self.ys[row + 1])

    def _open_below(self, row: int, column: int) -> bool:
        return not self._line(across=True, at=self.ys[row + 1], start=self.xs[column], end=self.xs[column + 1])

    def _claim(self, row: int, column: int) -> None:
        right = column
        while right + 1 < self.columns and (row, right + 1) not in self.owner and self._open_right(row, right):
            right += 1
        down = row
        while down + 1 < self.rows and all(self._open_below(down, place) for place in range(column, right + 1)):
            down += 1
        for y in range(row, down + 1):
            for x in range(column, right + 1):
                self.owner[y, x] = (row, column)
        self.spans[row, column] = (down - row + 1, right - column + 1)

    def rows_of(self, glyphs: Sequence[G], text_of: Callable[[Sequence[G]], str]) -> tuple[tuple[Cell, ...], ...]:
        inside: dict[tuple[int, int], list[G]] = {}
        for glyph in glyphs:
            row = max(place for place in range(self.rows) if self.ys[place] <= glyph.y)
            column = max(place for place in range(self.columns) if self.xs[place] <= glyph.x)
            inside.setdefault(self.owner[row, column], []).append(glyph)
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for (row, column), (height, width) in sorted(self.spans.items()):
            text = text_of(inside.get((row, column), []))
            rows[row].append(Cell(escape(text), colspan=width, rowspan=height))
        return tuple(tuple(row) for row in rows)
