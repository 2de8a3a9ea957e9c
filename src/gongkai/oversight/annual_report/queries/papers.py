"""A report as PDF, a Word document, a spreadsheet, HTML or JSON, in the layout of the form."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from gongkai.base.ui.typesetting import typeset
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report.queries import second
from gongkai.oversight.annual_report.queries.reports import figures_of
from gongkai.oversight.annual_report.rules import Figures
from gongkai.oversight.annual_report.rules.layout import LABELS, Box, Grid, as_json, grids, numbers_of
from gongkai.oversight.annual_report.rules.second import Settled

if TYPE_CHECKING:
    from gongkai.oversight.annual_report.models import Report

TYPES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}
SHEET = Path(__file__).with_name("annual.typ")
FONT, TITLE_FONT = "仿宋", "方正小标宋简体"


@dataclass(frozen=True)
class Paper:
    """Everything that goes on paper: text parts by number, the three tables. `settled` goes into JSON alone."""

    title: str
    parts: dict[str, str]
    figures: Figures
    settled: tuple[Settled, ...] = ()

    @property
    def tables(self) -> dict[str, Grid]:
        return grids(self.figures, numbers_of(self.figures))


def paper_of(report: Report) -> Paper:
    parts = {"1": report.part_one, "5": report.part_five, "6": report.part_six}
    settled = second.settled(report, second.counted(report) if report.is_draft else {})
    return Paper(str(report), parts, figures_of(report), tuple(settled))


def as_paper(paper: Paper, kind: str) -> bytes:
    """Return the file; `kind` is a key of TYPES."""
    made: bytes = {"json": _json, "xlsx": _xlsx, "docx": _docx, "html": _html, "pdf": _pdf}[kind](paper)
    return made


def _json(paper: Paper) -> bytes:
    facts = {"title": paper.title} | as_json(paper.figures) | {"parts": paper.parts}
    if paper.settled:
        facts["table2_settled"] = [_settled(one) for one in paper.settled]
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def _settled(one: Settled) -> dict[str, object]:
    at = one.at.isoformat() if isinstance(one.at, dt.datetime) else None
    return {
        "row": one.row, "column": one.column, "counted": one.counted, "value": float(one.value), "reason": one.reason,
        "by": one.who, "at": at,
    }  # fmt: skip


def placed(grid: Grid) -> Iterator[tuple[int, int, Box]]:
    """Yield row, column and cell, counted from 0, past what reaches down from above."""
    taken: set[tuple[int, int]] = set()
    for row, boxes in enumerate(grid):
        column = 0
        for box in boxes:
            while (row, column) in taken:
                column += 1
            yield row, column, box
            taken |= {(row + down, column + right) for down in range(box.down) for right in range(box.across)}
            column += box.across


def width_of(grid: Grid) -> int:
    return max(column + box.across for _, column, box in placed(grid))


def _xlsx(paper: Paper) -> bytes:
    book = Workbook()
    del book["Sheet"]
    line = Side(style="thin")
    for number, grid in paper.tables.items():
        sheet = book.create_sheet(f"表{dict(zip('234', '二三四', strict=True))[number]}")
        sheet.append([paper.title])
        sheet.append([law.PARTS[number]])
        width = width_of(grid)
        for row in (1, 2):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
            sheet.cell(row, 1).font = Font(bold=True)
            sheet.cell(row, 1).alignment = Alignment(horizontal="center")
        for row, column, box in placed(grid):
            first, left = row + 3, column + 1
            last, right = first + box.down - 1, left + box.across - 1
            for at_row in range(first, last + 1):
                for at_column in range(left, right + 1):
                    sheet.cell(at_row, at_column).border = Border(line, line, line, line)
            cell = sheet.cell(first, left)
            cell.value = _number(box.text) if box.place else box.text
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            if (last, right) != (first, left):
                sheet.merge_cells(start_row=first, end_row=last, start_column=left, end_column=right)
        for at in range(width):
            sheet.column_dimensions[chr(ord("A") + at)].width = 30 if number == "3" and at == 2 else 14
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _docx(paper: Paper) -> bytes:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(paper.title)
    run.font.size, run.font.name = Pt(22), TITLE_FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TITLE_FONT)
    tables = paper.tables
    for number, heading in law.PARTS.items():
        document.add_paragraph(heading, style="Heading 1")
        if number in tables:
            _word_table(document, tables[number], small=number != "2")
        for text in paper.parts.get(number, "").splitlines():
            paragraph = document.add_paragraph(text)
            paragraph.paragraph_format.first_line_indent = Pt(32)
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _word_table(document: Any, grid: Grid, *, small: bool) -> None:
    table = document.add_table(rows=len(grid), cols=width_of(grid), style="Table Grid")
    for row, column, box in placed(grid):
        cell = table.cell(row, column)
        if box.across > 1 or box.down > 1:
            cell = cell.merge(table.cell(row + box.down - 1, column + box.across - 1))
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(box.text).font.size = Pt(9 if small else 12)


def _pdf(paper: Paper) -> bytes:
    tables = paper.tables
    parts = [
        {
            "heading": heading,
            "grid": _typst_grid(tables[number], small=number != "2") if number in tables else None,
            "lines": [line for line in paper.parts.get(number, "").splitlines() if line.strip()],
        }
        for number, heading in law.PARTS.items()
    ]
    return typeset(SHEET, {"title": paper.title, "agency": paper.figures.issuer, "parts": parts})


def _typst_grid(grid: Grid, *, small: bool) -> dict[str, Any]:
    """Return cells and relative widths: a column of words wider than one of numbers."""
    width = width_of(grid)
    words = [1] * width
    for _, column, box in placed(grid):
        if box.across == 1 and box.is_head and column < LABELS and small:
            words[column] = max(words[column], min(len(box.text), 14))
    widths = [max(2, one / 2.2) for one in words] if small and width > LABELS + 1 else [2.0] * width
    return {
        "small": small, "widths": widths,
        "cells": [{"text": box.text, "across": box.across, "down": box.down} for _, _, box in placed(grid)],
    }  # fmt: skip


def _html(paper: Paper) -> bytes:
    lines = [
        "<!doctype html>", '<html lang="zh-CN"><head><meta charset="utf-8">', f"<title>{escape(paper.title)}</title>",
        "</head><body>", f"<h1>{escape(paper.title)}</h1>",
    ]  # fmt: skip
    tables = paper.tables
    for number, heading in law.PARTS.items():
        lines.append(f"<h2>{escape(heading)}</h2>")
        if number in tables:
            lines.append(_html_table(tables[number]))
        lines += [f"<p>{escape(text)}</p>" for text in paper.parts.get(number, "").splitlines() if text.strip()]
    return "\n".join([*lines, "</body></html>", ""]).encode()


def _html_table(grid: Grid) -> str:
    rows = []
    for boxes in grid:
        cells = []
        for box in boxes:
            tag = "th" if box.is_head else "td"
            spans = (f' colspan="{box.across}"' if box.across > 1 else "") + (
                f' rowspan="{box.down}"' if box.down > 1 else ""
            )
            cells.append(f"<{tag}{spans}>{escape(box.text)}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1">{"".join(rows)}</table>'
