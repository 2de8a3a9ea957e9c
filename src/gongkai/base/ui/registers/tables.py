"""One table of a public list as CSV, XLSX or JSON: what somebody wrote into a cell never becomes a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongkai.base.ui.registers.exporting import XLSX, safe_cell

Rows = Sequence[Sequence[object]]


def handed_out(form: str, *, head: Sequence[str], rows: Rows, title: str, file: str) -> HttpResponse:
    """Return the table as a file named `file.form`; `title` names the sheet. Raises Http404 for another form."""
    makers = {"csv": _csv, "xlsx": _xlsx, "json": _json}
    if form not in makers:
        raise Http404
    response = makers[form](head, rows, title)
    response["Content-Disposition"] = f'attachment; filename="{file}.{form}"'
    return response


def _csv(head: Sequence[str], rows: Rows, title: str) -> HttpResponse:
    del title
    text = io.StringIO()
    csv.writer(text).writerows([head, *([safe_cell(cell) for cell in row] for row in rows)])
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def _xlsx(head: Sequence[str], rows: Rows, title: str) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in (head, *rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=str(safe_cell(value)))
            cell.data_type = "s"  # never a formula, whatever it looks like
            cells.append(cell)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return HttpResponse(buffer.getvalue(), content_type=XLSX)


def _json(head: Sequence[str], rows: Rows, title: str) -> HttpResponse:
    del title
    told = [dict(zip(head, ("" if cell is None else str(cell) for cell in row), strict=True)) for row in rows]
    return HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json; charset=utf-8")
