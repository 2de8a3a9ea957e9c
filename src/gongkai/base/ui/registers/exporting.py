"""Writing the filtered list to CSV or XLSX so that no cell becomes a formula in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook

from gongkai.base.ui import text
from gongkai.base.ui.registers.declaration import Register

CHUNK = 500
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: object) -> object:
    """Return numbers as they are and everything else as text; text a spreadsheet would compute gets a leading '."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, dt.datetime):
        return text.cn_datetime(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    shown = str(value)
    return f"'{shown}" if shown.startswith(DANGEROUS) else shown


def plain_cell(value: str) -> str:
    """Undo safe_cell when a file that we exported comes back."""
    return value[1:] if value.startswith("'") and value[1:].startswith(DANGEROUS) else value


def _lines(register: Register, entries: QuerySet[Any]) -> Iterator[list[object]]:
    columns = [column for column in register.columns if column.export]
    yield [column.label for column in columns]
    for entry in entries.iterator(chunk_size=CHUNK):
        yield [safe_cell(column.of(entry)) for column in columns]


class _Echo:
    def write(self, value: str) -> str:
        return value


def as_csv(register: Register, entries: QuerySet[Any]) -> StreamingHttpResponse:
    """UTF-8 with a mark, which is what Excel and WPS need to read Chinese."""
    writer = csv.writer(_Echo())
    body = (writer.writerow(line) for line in _lines(register, entries))

    def marked() -> Iterator[str]:
        yield "\ufeff"
        yield from body

    return StreamingHttpResponse(marked(), content_type="text/csv; charset=utf-8")


def as_xlsx(register: Register, entries: QuerySet[Any]) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(register.title[:31])
    sheet.freeze_panes = "A2"
    for line in _lines(register, entries):
        sheet.append([None if value == "" else value for value in line])  # `_lines` lets nothing begin like a formula
    buffer = BytesIO()
    book.save(buffer)
    return HttpResponse(buffer.getvalue(), content_type=XLSX)


def respond(register: Register, entries: QuerySet[Any], kind: str) -> HttpResponseBase:
    """Return the file as a download named after the register and the day."""
    response: HttpResponseBase = as_csv(register, entries) if kind == "csv" else as_xlsx(register, entries)
    name = f"{register.title}-{timezone.localtime():%Y%m%d}.{kind}"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition
    response["Content-Disposition"] = disposition
    return response
