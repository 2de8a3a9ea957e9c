"""Tables of Word documents with their merged cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from gongkai.base.files.extraction.markup import Cell, likely_header_rows, render_table

from .blocks import rendered
from .findings import author_of
from .names import W, local, number, switched, value

if TYPE_CHECKING:
    from .reader import DocxReader

WIDEST = 200


@dataclass
class Placed:
    """A cell as Word writes it: `continues` is the lower part of a merged cell."""

    html: str
    text: str
    column: int
    width: int
    continues: bool


def table_html(reader: DocxReader, table: etree._Element) -> str:
    rows: list[list[Placed]] = []
    headers = 0
    for row in _children(table, "tr"):
        properties = row.find(W + "trPr")
        removed = properties.find(W + "del") if properties is not None else None
        if removed is not None:
            text = " ".join("".join(str(part) for part in cell.itertext()) for cell in _children(row, "tc"))
            reader.findings.piece("tracked-deletion", "表格行", text, author_of(removed))
            continue
        if switched(properties, "hidden"):
            reader.findings.piece("hidden-text", "表格行", "".join(str(text) for text in row.itertext()))
            continue
        if switched(properties, "tblHeader") and headers == len(rows):
            headers += 1
        rows.append(_row(reader, row, properties))
    return _rendered(rows, headers)


def _children(parent: etree._Element, wanted: str) -> list[etree._Element]:
    """Return rows or cells, also those inside content controls and insertions."""
    found = []
    for child in parent:
        name = local(child)
        if name == wanted:
            found.append(child)
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            found += _children(child, wanted)
    return found


def _row(reader: DocxReader, row: etree._Element, properties: etree._Element | None) -> list[Placed]:
    cells, column = [], number(value(properties, "gridBefore"))
    for cell in _children(row, "tc"):
        own = cell.find(W + "tcPr")
        width = min(max(number(value(own, "gridSpan"), 1), 1), WIDEST)
        merge = own.find(W + "vMerge") if own is not None else None
        continues = merge is not None and merge.get(W + "val", "continue") != "restart"
        blocks = list(reader.blocks(cell, "表格", plain=True))
        html = blocks[0].html if len(blocks) == 1 and blocks[0].tag == "p" else rendered(blocks)
        cells.append(Placed(html, " ".join(item.text for item in blocks), column, width, continues))
        column += width
    return cells


def _rendered(rows: list[list[Placed]], headers: int) -> str:
    grid: list[list[Cell]] = []
    for place, row in enumerate(rows):
        grid.append(
            [
                Cell(cell.html, cell.width, _height(rows, place, cell))
                for cell in row
                if not _is_lower(rows, place, cell)
            ]
        )
    if not headers and rows:
        headers = likely_header_rows([[cell.text for cell in row] for row in rows], [cell.rowspan for cell in grid[0]])
    return render_table(grid, header_rows=headers)


def _above(rows: list[list[Placed]], place: int, cell: Placed) -> Placed | None:
    if not place:
        return None
    return next((other for other in rows[place - 1] if other.column == cell.column and other.width == cell.width), None)


def _is_lower(rows: list[list[Placed]], place: int, cell: Placed) -> bool:
    """Whether a cell belongs to the one above; a continuation without a beginning stands for itself."""
    return cell.continues and _above(rows, place, cell) is not None


def _height(rows: list[list[Placed]], place: int, cell: Placed) -> int:
    height = 1
    for lower in rows[place + 1 :]:
        match = next((other for other in lower if other.column == cell.column and other.width == cell.width), None)
        if match is None or not match.continues:
            break
        height += 1
    return height
