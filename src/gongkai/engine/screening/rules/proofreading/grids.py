"""A table of HTML as a grid: cells that span several rows or columns stand in each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from gongkai.engine.screening.rules.proofreading.numerals import decimal
from gongkai.engine.screening.rules.proofreading.trees import words

MOST_SPAN, MOST_CELLS = 100, 20_000
FIGURE = re.compile(
    r"([-－−+]?)[¥￥]?\s*([0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?)\s*([%％]?)\s*(万元|亿元|元|万|件|项|人|个|户|条|次|份)?"
)
TOTAL = re.compile(
    r"(?:.{0,8}[（(]?[一二三四五六七八九十]*[）)、]?)?(合\s*计|总\s*计|共\s*计|总\s*数|小\s*计)(?:[（(].{0,12}[）)])?$"
)
NO_FIGURE = frozenset({"", "-", "—", "——", "－", "/", "无", "…"})


@dataclass(frozen=True, slots=True)
class Cell:
    element: etree._Element
    text: str
    head: bool
    here: bool  # False where a span only reaches over

    @property
    def value(self) -> Decimal | None:
        match = FIGURE.fullmatch(self.text)
        found = decimal(match.group(2).replace("．", ".")) if match else None
        return None if found is None or match is None else -found if match.group(1) in {"-", "－", "−"} else found

    @property
    def unit(self) -> str:
        match = FIGURE.fullmatch(self.text)
        return (match.group(4) or "") if match else ""

    @property
    def percent(self) -> bool:
        return self.text.endswith(("%", "％")) and self.value is not None

    @property
    def blank(self) -> bool:
        return self.text in NO_FIGURE

    @property
    def total(self) -> str:
        """Return 小计, 合计 … when the cell heads a total, else ""."""
        match = TOTAL.fullmatch(self.text)
        return re.sub(r"\s", "", match.group(1)) if match else ""


Row = list[Cell | None]
Reaching = dict[int, tuple[Cell, int]]  # column → cell from above, and how many rows it still reaches


def grid(table: etree._Element) -> list[Row]:
    """Return the rows of a table, without those of tables inside it."""
    rows: list[Row] = []
    below: Reaching = {}
    cells = 0
    for line in _rows(table):
        row: Row = []
        above, below = below, {}
        for element in line:
            if element.tag not in {"td", "th"}:
                continue
            _fill(row, above, below)
            cell = Cell(element, words(element), element.tag == "th", here=True)
            over = Cell(element, cell.text, cell.head, here=False)
            down = _span(element, "rowspan")
            for offset in range(_span(element, "colspan")):
                if down > 1:
                    below[len(row)] = (over, down - 1)
                row.append(over if offset else cell)
                cells += 1
        _fill(row, above, below)
        rows.append(row)
        if cells > MOST_CELLS:
            break
    return rows


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from (line for line in child if line.tag == "tr")


def _fill(row: Row, above: Reaching, below: Reaching) -> None:
    """Put in the cells that reach down to here from above."""
    while len(row) in above:
        cell, left = above.pop(len(row))
        if left > 1:
            below[len(row)] = (cell, left - 1)
        row.append(cell)


def _span(element: etree._Element, name: str) -> int:
    try:
        return min(max(int(element.get(name) or 1), 1), MOST_SPAN)
    except ValueError:
        return 1


def at(row: Sequence[Cell | None], column: int) -> Cell | None:
    return row[column] if column < len(row) else None
