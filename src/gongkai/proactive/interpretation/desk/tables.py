"""A list as a file to take away: CSV and XLSX in which no cell computes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook

from gongkai.base.ui.registers.exporting import XLSX, safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMATS = {"csv": "CSV", "xlsx": "XLSX"}


def as_file(kind: str, name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return the table as a download named after the list and the day."""
    lines: list[list[object]] = [list(head), *([safe_cell(cell) for cell in row] for row in rows)]
    response = _xlsx(name, lines) if kind == "xlsx" else _csv(lines)
    filename = f"{name}-{timezone.localdate():%Y%m%d}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or ""
    return response


def _csv(lines: list[list[object]]) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def _xlsx(name: str, lines: list[list[object]]) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    for line in lines:
        sheet.append([None if value == "" else value for value in line])
    buffer = io.BytesIO()
    book.save(buffer)
    return HttpResponse(buffer.getvalue(), content_type=XLSX)
