"""Workbooks by openpyxl: visible sheets as tables, everything else reported."""

from __future__ import annotations

import contextlib
import re
import warnings
import zipfile
from collections.abc import Iterator
from html import escape
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from .archive import BROKEN, Archive, open_archive, refuse_entities
from .cell_values import shown
from .limits import Clock, Limits
from .markup import Cell, block, likely_header_rows, render_table
from .properties import office_properties
from .refusals import MalformedFile, TooLarge
from .result import Hidden, Reading, excerpt
from .sniff import FileType
from .source import Source, opened

_CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
MOST_LISTED = 50


def read(data: Source, _file_type: FileType, limits: Limits, clock: Clock) -> Reading:
    with open_archive(data, limits) as archive:
        formulas = _checked(archive, limits)
        metadata = office_properties(archive)
        hidden = list(_package(archive))
    workbook = _load(data)
    clock.check()
    parts: list[str] = []
    notices: list[str] = []
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    for sheet in workbook.worksheets:
        clock.check()
        hidden += _sheet_findings(sheet)
        if sheet.sheet_state != "visible":
            continue
        html = _SheetTable(sheet).html()
        if html:
            parts.append((block("h2", escape(sheet.title)) if len(visible) > 1 else "") + html)
    if formulas:
        hidden.append(
            Hidden(
                "formula", "工作簿", f"{formulas} 个公式", "单元格由公式算出，公式会随文件公开；请确认，或粘贴为数值。"
            )
        )
        if _without_cache(workbook, data):
            notices.append("有的公式没有保存计算结果，表中为空。请用 Excel 或 WPS 打开并保存一次，再上传。")
    hidden += _names(workbook)
    title = next((sheet.title for sheet in visible if not re.match(r"(?i)sheet\d*$|工作表\d*$", sheet.title)), "")
    return Reading(
        "".join(parts), metadata.get("title", "") or title, metadata, notices=tuple(notices), hidden=tuple(hidden)
    )


def _checked(archive: Archive, limits: Limits) -> int:
    """Refuse entities and too many cells before a library reads them; return the number of formulas."""
    cells = formulas = 0
    for name in sorted(archive.names):
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        content = archive.read(name)
        if content and not name.endswith(".vml"):
            refuse_entities(content, name)
        if _SHEET.fullmatch(name):
            cells += len(_CELL.findall(content))
            formulas += len(_FORMULA.findall(content))
    if cells > limits.cells:
        raise TooLarge(f"工作簿有 {cells} 个单元格，超过 {limits.cells} 个。请拆分后再上传，或作为数据集发布。")
    return formulas


def _load(data: Source) -> Any:
    try:
        with warnings.catch_warnings(), opened(data) as file:
            warnings.simplefilter("ignore")  # about styles and extensions that we do not read
            return openpyxl.load_workbook(file, data_only=True, keep_links=True)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
    ) as error:
        raise MalformedFile(BROKEN) from error


def _package(archive: Archive) -> Iterator[Hidden]:
    for name in sorted(archive.names):
        lower = name.lower()
        if lower.endswith("vbaproject.bin"):
            yield Hidden("macro", name, "VBA", "工作簿里含有宏程序，公开前请另存为不带宏的工作簿。")
        elif "/embeddings/" in lower:
            yield Hidden("embedded-object", name, "", "工作簿里嵌有另一个文件，公开前请确认或删除。")
        elif lower.startswith("xl/externallinks/_rels/"):
            for relation in archive.xml(name):
                yield Hidden(
                    "external-link", "工作簿", excerpt(relation.get("Target", "")),
                    "工作簿引用了另一个文件，会暴露内部路径并带出其中的数据；公开前请断开链接。",
                )  # fmt: skip
        elif lower.startswith("xl/pivotcache/pivotcacherecords"):
            yield Hidden("hidden-text", "数据透视表", "", "数据透视表的缓存里带有全部明细数据；公开前请粘贴为数值。")


def _sheet_findings(sheet: Any) -> Iterator[Hidden]:
    where = f"工作表“{sheet.title}”"
    if sheet.sheet_state != "visible":
        yield Hidden(
            "hidden-sheet", where, excerpt(_words(sheet)), "工作表被隐藏，读者看不到，但仍在文件里；公开前请删除。"
        )
    else:
        rows = [place for place, row in sheet.row_dimensions.items() if row.hidden]
        columns = [column for column, _ in _hidden_columns(sheet)]
        with_text = [row for row in rows if _row_words(sheet, row)]
        for row in with_text[:MOST_LISTED]:
            yield Hidden(
                "hidden-row",
                f"{where}第 {row} 行",
                excerpt(_row_words(sheet, row)),
                "这一行被隐藏，但仍在文件里；公开前请删除。",
            )
        for column in columns[:MOST_LISTED]:
            words = " ".join(
                str(cell.value)
                for (_, place), cell in sheet._cells.items()
                if place == column and cell.value is not None
            )
            if words:
                name = get_column_letter(column)
                yield Hidden(
                    "hidden-column",
                    f"{where}第 {name} 列",
                    excerpt(words),
                    "这一列被隐藏，但仍在文件里；公开前请删除。",
                )
    for (row, column), cell in sheet._cells.items():
        if cell.comment:
            place = f"{where}{get_column_letter(column)}{row}"
            yield Hidden("comment", place, excerpt(cell.comment.text or ""), "单元格带有批注，公开前请删除。")


def _words(sheet: Any) -> str:
    return " ".join(str(cell.value) for cell in list(sheet._cells.values())[:200] if cell.value is not None)


def _row_words(sheet: Any, row: int) -> str:
    return " ".join(
        str(cell.value) for (place, _), cell in sheet._cells.items() if place == row and cell.value is not None
    )


def _hidden_columns(sheet: Any) -> Iterator[tuple[int, Any]]:
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            for column in range(dimension.min or 1, min(dimension.max or 1, sheet.max_column) + 1):
                yield column, dimension


def _names(workbook: Any) -> Iterator[Hidden]:
    for name, defined in list(workbook.defined_names.items())[:MOST_LISTED]:
        if not name.startswith("_xlnm") and (defined.hidden or "[" in (defined.attr_text or "")):
            yield Hidden(
                "defined-name",
                "工作簿",
                excerpt(f"{name} = {defined.attr_text}"),
                "隐藏的或指向外部文件的名称；公开前请删除。",
            )


def _without_cache(workbook: Any, data: Source) -> bool:
    """Whether some formula has no stored result."""
    with contextlib.suppress(KeyError, ValueError), opened(data) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        formulas = openpyxl.load_workbook(file, data_only=False)
        for sheet in formulas.worksheets:
            values = workbook[sheet.title]._cells
            for place, cell in sheet._cells.items():
                if cell.data_type == "f" and (place not in values or values[place].value is None):
                    return True
    return False


class _SheetTable:
    """The visible, filled part of one sheet; empty rows and columns at the side are left out."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        gone_rows = {place for place, row in sheet.row_dimensions.items() if row.hidden}
        gone_columns = {column for column, _ in _hidden_columns(sheet)}
        filled = [place for place, cell in sheet._cells.items() if cell.value not in {None, ""}]
        filled = [(row, column) for row, column in filled if row not in gone_rows and column not in gone_columns]
        self.rows = sorted({row for row, _ in filled})
        # Columns between two filled ones stay when a merged cell or a heading may reach over them.
        used = {column for _, column in filled}
        self.columns = sorted(used)
        self.spans: dict[tuple[int, int], tuple[int, int]] = {}
        self.swallowed: set[tuple[int, int]] = set()
        for area in sheet.merged_cells.ranges:
            self._merge(area)

    def _merge(self, area: Any) -> None:
        rows = [row for row in self.rows if area.min_row <= row <= area.max_row]
        columns = [column for column in self.columns if area.min_col <= column <= area.max_col]
        if not rows or not columns:
            return
        self.spans[rows[0], columns[0]] = (len(rows), len(columns))
        self.swallowed |= {(row, column) for row in rows for column in columns} - {(rows[0], columns[0])}

    def _text(self, row: int, column: int) -> str:
        cell = self.sheet._cells.get((row, column))
        return "" if cell is None else shown(cell.value, cell.number_format)

    def html(self) -> str:
        if not self.rows:
            return ""
        rows, caption = self.rows, ""
        height, width = self.spans.get((rows[0], self.columns[0]), (1, 1))
        # A first row merged over the whole width is the name of the table.
        if len(rows) > 1 and len(self.columns) > 1 and width == len(self.columns) and height == 1:
            caption, rows = self._text(rows[0], self.columns[0]), rows[1:]
        grid, texts = [], []
        for row in rows:
            cells = [column for column in self.columns if (row, column) not in self.swallowed]
            texts.append([self._text(row, column) for column in cells])
            grid.append([self._cell(row, column) for column in cells])
        heights = [cell.rowspan for cell in grid[0]]
        return render_table(grid, header_rows=likely_header_rows(texts, heights), caption=caption)

    def _cell(self, row: int, column: int) -> Cell:
        height, width = self.spans.get((row, column), (1, 1))
        return Cell(escape(self._text(row, column)).replace("\n", "<br>"), width, height)
