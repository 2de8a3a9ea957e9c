"""Tables: totals that are not the sum, shares that are not a whole, units mixed in one column, no head cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lxml import etree

from gongkai.engine.screening.rules.findings import Severity
from gongkai.engine.screening.rules.proofreading.grids import Cell, Row, at, grid
from gongkai.engine.screening.rules.proofreading.trees import HtmlFinding, elements, html_check, shortened, words

NOT_ADDED = re.compile(
    r"率|占|比例|比重|平均|人均|均值|序号|编号|年份|年度$|电话|代码|邮编|增长|增减|单价|同比|排名|%|日期|时间"
)
SHARES = re.compile(r"占比|比重|构成|占总")
OF_WHICH = re.compile(r"^\s*(?:其中|#|＃|——|其 中)")
UNIT = re.compile(r"单位[：:]\s*(万元|亿元|元)")


@html_check("table.sum")
def table_sums(root: etree._Element) -> Iterator[HtmlFinding]:
    for table in elements(root, "table"):
        rows = [row for row in grid(table) if any(cell is not None and cell.text for cell in row)]
        if len(rows) > 1:
            yield from _column_totals(rows)
            yield from _row_totals(rows)
            yield from _shares(rows)
            yield from _units(table, rows)


def _label(row: Row) -> str:
    """Return the kind of total that heads a row, "" for others; the head is among its first cells."""
    for cell in row[:3]:
        if cell is not None and not cell.blank:
            if cell.total:
                return cell.total
            if cell.value is None:
                return ""
    return ""


def _head(rows: Sequence[Row], column: int) -> str:
    """Return the words above the figures of a column."""
    texts = []
    for row in rows:
        cell = at(row, column)
        if cell is not None and cell.value is not None and not cell.head:
            break
        if cell is not None:
            texts.append(cell.text)
    return " ".join(dict.fromkeys(texts))


def _column_totals(rows: Sequence[Row]) -> Iterator[HtmlFinding]:
    wrong: list[tuple[Cell, str, Decimal]] = []
    right = 0
    for number, row in enumerate(rows):
        kind = _label(row)
        if not kind:
            continue
        for column in range(max(map(len, rows))):
            cell = at(row, column)
            if (
                cell is None
                or not cell.here
                or cell.value is None
                or cell.percent
                or NOT_ADDED.search(_head(rows, column))
            ):
                continue
            sums = _possible_sums(rows, number, column, kind)
            if sums is None:
                continue
            if any(_close(cell.value, parts) for parts in sums):
                right += 1
            else:
                wrong.append((cell, f"{kind} {cell.text}", sum(sums[0], Decimal(0))))
    for cell, excerpt, expected in wrong:
        sure = right > 0 or len(wrong) == 1
        yield HtmlFinding(
            "table.sum", Severity.WARN if sure else Severity.INFO, cell.element, shortened(excerpt),
            f"表中{excerpt.split()[0]}与各行相加不符：各行之和是{expected:f}，表中是{cell.text}。", f"{expected:f}", "表格合计不符",
        )  # fmt: skip


def _possible_sums(rows: Sequence[Row], number: int, column: int, kind: str) -> list[list[Decimal]] | None:
    """Return the readings of what a total adds up, the likeliest first; None when there is too little to add."""
    labels = [_label(row) for row in rows]
    begin = 0
    if kind == "小计":
        begin = max((place + 1 for place in range(number) if labels[place]), default=0)
    above, below = range(begin, number), range(number + 1, len(rows))
    readings: list[list[Decimal]] = []
    for span in (above, below):
        plain = [place for place in span if not labels[place]]
        parts = _values(rows, plain, column)
        if parts is None:
            return None
        whole = _values(rows, [place for place in plain if not OF_WHICH.match(_first(rows[place]))], column) or []
        groups = _values(rows, [place for place in span if labels[place] == "小计"], column) or []
        readings += [one for one in (whole, parts, groups) if len(one) > 1 or (one and one is groups)]
    return readings or None


def _values(rows: Sequence[Row], places: Sequence[int], column: int) -> list[Decimal] | None:
    """Return the figures of a column in these rows; None when there are words among them below the head."""
    found: list[Decimal] = []
    for place in places:
        cell = at(rows[place], column)
        if cell is None or cell.blank or cell.head:
            continue
        if cell.value is None or cell.percent:
            if found:
                return None
            continue
        if cell.here:
            found.append(cell.value)
    return found


def _first(row: Row) -> str:
    return next((cell.text for cell in row if cell is not None and not cell.blank), "")


def _close(total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Equal, or as near as rounding of every figure allows. Whole numbers are not rounded."""
    places = max(max(-int(one.as_tuple().exponent), 0) for one in [total, *parts])
    allowed = Decimal(len(parts) + 1) * Decimal(5) / Decimal(10) ** (places + 1) if places else Decimal(0)
    return abs(sum(parts, Decimal(0)) - total) <= allowed


def _row_totals(rows: Sequence[Row]) -> Iterator[HtmlFinding]:
    """A column of totals is believed to be one when most of its rows add up."""
    for column in range(max(map(len, rows))):
        head = _head(rows, column)
        if not re.search(r"(?:合\s*计|总\s*计|共\s*计|小\s*计)$", head.split(" ")[-1] if head else ""):
            continue
        wrong: list[tuple[Cell, str, Decimal]] = []
        right = 0
        for row in rows:
            cell = at(row, column)
            sides = _beside(rows, row, column)
            if cell is None or cell.value is None or not sides:
                continue
            if any(_close(cell.value, side) for side in sides):
                right += 1
            else:
                wrong.append((cell, f"{_first(row)} {cell.text}", sum(sides[0], Decimal(0))))
        if right > len(wrong):
            for cell, excerpt, expected in wrong:
                yield HtmlFinding(
                    "table.sum", Severity.WARN, cell.element, shortened(excerpt),
                    f"这一行的合计与各栏相加不符：各栏之和是{expected:f}，表中是{cell.text}。", f"{expected:f}", "表格合计不符",
                )  # fmt: skip


def _beside(rows: Sequence[Row], row: Row, column: int) -> list[list[Decimal]]:
    def figures(columns: range) -> list[Decimal]:
        found = []
        for other in columns:
            cell = at(row, other)
            head = _head(rows, other)
            if cell is None or cell.value is None or cell.percent or NOT_ADDED.search(head):
                continue
            if not re.search(r"(?:合\s*计|总\s*计|共\s*计|小\s*计)$", head):
                found.append(cell.value)
        return found

    sides = [figures(range(column)), figures(range(column + 1, len(row)))]
    return [side for side in sides if len(side) > 1]


def _shares(rows: Sequence[Row]) -> Iterator[HtmlFinding]:
    for column in range(max(map(len, rows))):
        if not SHARES.search(_head(rows, column)):
            continue
        cells = [cell for row in rows if not _label(row) and (cell := at(row, column)) is not None and cell.here]
        parts = [cell.value for cell in cells if cell.value is not None and not cell.head]
        if len(parts) > 1 and not _close(Decimal(100), parts) and abs(sum(parts, Decimal(0)) - 100) < 20:
            yield HtmlFinding(
                "table.sum", Severity.WARN, cells[-1].element, shortened(_head(rows, column)),
                f"“{_head(rows, column)}”各行相加是{sum(parts, Decimal(0)):f}%，不是100%。", "请核对各占比。", "占比不足或超过100%",
            )  # fmt: skip


def _units(table: etree._Element, rows: Sequence[Row]) -> Iterator[HtmlFinding]:
    caption = " ".join(words(one) for one in table.iter("caption"))
    previous = table.getprevious()
    declared = UNIT.search(f"{words(previous) if previous is not None else ''} {caption} {_first(rows[0])}")
    for column in range(max(map(len, rows))):
        cells = [
            cell for row in rows if (cell := at(row, column)) is not None and cell.here and cell.unit.endswith("元")
        ]
        units = list(dict.fromkeys(cell.unit for cell in cells))
        expected = declared.group(1) if declared else units[0] if units else ""
        odd = [cell for cell in cells if cell.unit != expected]
        if odd:
            yield HtmlFinding(
                "table.sum", Severity.WARN, odd[0].element, shortened(odd[0].text),
                f"同一栏里既有“{expected}”又有“{odd[0].unit}”。", f"请统一换算成{expected}。", "单位不一致",
            )  # fmt: skip


@html_check("table.head")
def table_heads(root: etree._Element) -> Iterator[HtmlFinding]:
    for table in elements(root, "table"):
        rows = grid(table)
        wide = max((len(row) for row in rows), default=0)
        if len(rows) > 1 and wide > 1 and not any(cell is not None and cell.head for row in rows for cell in row):
            yield HtmlFinding(
                "table.head", Severity.INFO, table, shortened(words(table)), "表格没有表头单元格，读屏软件读不出各栏是什么。",
                "请把第一行设为表头。", "缺少表头",
            )  # fmt: skip
