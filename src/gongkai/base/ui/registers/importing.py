"""Reading CSV and XLSX line by line: a dry run that does everything and rolls back, then all or nothing."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gongkai.base.ui.registers.declaration import ImportPlan, Register
from gongkai.base.ui.registers.exporting import plain_cell

MAX_LINES = 5000
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
TICKET_SECONDS = 3600


class UnreadableFile(Exception):
    """The file cannot be taken as a table; the sentence says what to do."""


@dataclass(frozen=True)
class Table:
    headings: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Line:
    """What became of one line; `number` counts as the spreadsheet does, headings being line 1."""

    number: int
    word: str
    errors: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    unknown: tuple[str, ...]
    committed: bool

    @property
    def failed(self) -> int:
        return sum(1 for line in self.lines if line.errors)


def read(upload: UploadedFile[bytes]) -> Table:
    """Read the first sheet or the CSV (UTF-8 or GB 18030); empty lines are left out. Raises UnreadableFile."""
    if (upload.size or 0) > MAX_BYTES:
        raise UnreadableFile("文件超过10 MB，请分成几个文件导入。")
    content = upload.read()
    rows = _xlsx(content) if content[:2] == b"PK" else _csv(content)
    kept = [[plain_cell(str(cell).strip()) for cell in row] for row in rows]
    kept = [row for row in kept if any(row)]
    if len(kept) < 2:
        raise UnreadableFile("文件里没有数据。第一行应是列名，从第二行起每行一条。")
    if len(kept) - 1 > MAX_LINES:
        raise UnreadableFile(f"一次最多导入{MAX_LINES}行，现有{len(kept) - 1}行，请分成几个文件。")
    return Table(kept[0], kept[1:])


def _csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(StringIO(content.decode(encoding), newline="")))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise UnreadableFile("读不懂这个文件。请存为 XLSX，或者 UTF-8 编码的 CSV。")


def _xlsx(content: bytes) -> list[list[object]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableFile("表格解开后太大，请只保留要导入的工作表。")
        sheet = load_workbook(BytesIO(content), read_only=True, data_only=True).worksheets[0]
        return [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True, max_row=MAX_LINES + 2)]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise UnreadableFile("打不开这个表格。请用 Excel 或 WPS 另存为 XLSX 再试。") from error


def _text(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    moment = getattr(value, "isoformat", None)
    return str(moment()).removesuffix("T00:00:00").replace("T", " ") if moment else value


def headings_of(plan: ImportPlan) -> dict[str, str]:
    """Map what may stand in the first line (label or field name) to the field."""
    known: dict[str, str] = {}
    for name, bound in plan.form.base_fields.items():
        known[name] = name
        known[str(bound.label or name)] = name
    return known


def run(register: Register, request: HttpRequest, table: Table, *, commit: bool) -> Report:
    """Check and store every line in one transaction; keep it only when asked and nothing failed."""
    plan = register.importing
    assert plan is not None
    known = headings_of(plan)
    names = [known.get(heading, "") for heading in table.headings]
    lines: list[Line] = []
    with transaction.atomic():
        for number, row in enumerate(table.rows, start=2):
            data = {name: cell for name, cell in zip(names, row, strict=False) if name}
            word, errors = _store(register, request, plan, data)
            lines.append(Line(number, word, tuple(errors), tuple(row)))
        kept = commit and not any(line.errors for line in lines)
        if not kept:
            transaction.set_rollback(True)
    unknown = tuple(h for h, name in zip(table.headings, names, strict=True) if h and not name)
    return Report(tuple(table.headings), tuple(lines), unknown, kept)


def _store(register: Register, request: HttpRequest, plan: ImportPlan, data: dict[str, str]) -> tuple[str, list[str]]:
    form = plan.form(data)
    if not form.is_valid():
        return "", _sentences(form)
    try:
        with transaction.atomic():
            return plan.save(request, form), []
    except IntegrityError:
        return "", ["与已有的条目重复或冲突。"]
    except ValidationError as error:
        return "", list(error.messages)
    except register.refusals as error:
        return "", [str(error)]


def _sentences(form: forms.Form) -> list[str]:
    found: list[str] = []
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label or name}：" if name in form.fields else ""
        found += [f"{label}{error}" for error in errors]
    return found


def ticket(register: Register, request: HttpRequest, table: Table) -> str:
    """Carry the checked lines through the page, signed for this person, so that what was shown is what is stored."""
    return signing.dumps([table.headings, table.rows], salt=_salt(register, request), compress=True)


def redeem(register: Register, request: HttpRequest, value: str) -> Table:
    try:
        headings, rows = signing.loads(value, salt=_salt(register, request), max_age=TICKET_SECONDS)
    except signing.BadSignature as error:
        raise UnreadableFile("这次核对已经过期，请重新选择文件。") from error
    return Table(headings, rows)


def _salt(register: Register, request: HttpRequest) -> str:
    return f"gongkai.register.{register.name}.{request.user.pk}"


def blank(plan: ImportPlan) -> Iterable[list[Any]]:
    """The empty table to fill in: its headings and one line telling what each wants."""
    yield [str(bound.label or name) for name, bound in plan.form.base_fields.items()]
    yield [str(bound.help_text or ("必填" if bound.required else "选填")) for bound in plan.form.base_fields.values()]
