"""What is public, in the format that `import` reads: JSON Lines (.gz), CSV or XLSX by the name of the file."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q

from gongkai.base.organisations.models import Agency
from gongkai.engine.duties.models import HolidayNotice
from gongkai.engine.publishing.models import Column
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import KINDS

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

FIELDS = ("id", "kind", "title", "issuer", "doc_number", "date", "url", "text", "extra")
CELL_LIMIT = 32_767  # of XLSX


class Writable(Protocol):
    def write(self, text: str, /) -> Any: ...


class CellTooLong(Exception):
    """A text does not fit into a cell of XLSX; nothing may be cut off silently."""


def records(kind: str, *, agency: Agency | None, since: dt.date | None) -> Iterator[dict[str, Any]]:
    return EXPORTERS[kind](agency, since)


def _documents(agency: Agency | None, since: dt.date | None) -> Iterator[dict[str, Any]]:
    """All released documents; nothing that is not public can be exported, because only releases are read."""
    releases = public_releases().select_related("agency", "edition").order_by("published_at", "item_id")
    if agency is not None:
        releases = releases.filter(agency__lineage__startswith=agency.lineage)
    if since is not None:
        releases = releases.filter(published_at__date__gte=since)
    return (_document(release) for release in releases.iterator(chunk_size=200))


def _document(release: Release) -> dict[str, Any]:
    snapshot = release.edition.snapshot or {}
    return {
        "id": release.external_id or release.key,
        "kind": release.kind,
        "title": release.title,
        "issuer": release.agency.name,
        "doc_number": release.doc_number or None,
        "date": (release.formed_on or release.published_at.date()).isoformat(),
        "url": KINDS[release.kind].path(release.key) if release.kind in KINDS else None,
        "text": snapshot.get("html") or release.edition.text,
        "genre": release.genre,
        "category": release.category,
        "themes": release.themes,
        "audiences": release.audiences,
        "keywords": snapshot.get("keywords") or [],
        "summary": release.summary,
        "index_number": release.key,
        "extra": {
            "published_at": release.first_published_at.isoformat(),
            "updated_at": release.published_at.isoformat(),
            "effective": release.effective_on.isoformat() if release.effective_on else None,
            "expires": release.expires_on.isoformat() if release.expires_on else None,
            "content_sha256": release.edition.content_sha256,
            "edition": release.edition.number,
        },
    }


def _agencies(agency: Agency | None, since: dt.date | None) -> Iterator[dict[str, Any]]:
    del since  # agencies carry no date of change
    rows = Agency.objects.select_related("parent").order_by("lineage")
    for row in rows.filter(Q(lineage__startswith=agency.lineage)) if agency else rows:
        names = ("short_name", "former_names", "kind", "credit_code", "number_prefixes", "address", "postal_code", "phone",
                 "office_hours", "duties_text")  # fmt: skip
        yield {"code": row.code, "name": row.name, "parent": row.parent.code if row.parent else None} | {
            name: getattr(row, name) for name in names
        }


def _columns(agency: Agency | None, since: dt.date | None) -> Iterator[dict[str, Any]]:
    del since
    rows = Column.objects.select_related("site", "agency", "parent").order_by("site", "order", "slug")
    for row in rows.filter(agency__lineage__startswith=agency.lineage) if agency else rows:
        yield {
            "slug": row.slug, "name": row.name, "site": row.site.host, "agency": row.agency.code,
            "parent": row.parent.slug if row.parent else None, "column_type": row.column_type,
            "description": row.description, "keywords": row.keywords, "update_duty": row.update_duty,
        }  # fmt: skip


def _holidays(agency: Agency | None, since: dt.date | None) -> Iterator[dict[str, Any]]:
    del agency
    for row in HolidayNotice.objects.order_by("year", "issued_on"):
        if since is None or row.issued_on >= since:
            days = [(day, name, True) for day, name in row.off_days] + [
                (day, name, False) for day, name in row.worked_days
            ]
            yield {
                "id": f"holiday-{row.year}-{row.issued_on}", "kind": "holiday_calendar", "title": f"{row.year}年部分节假日安排",
                "year": row.year, "number": row.number, "issued": row.issued_on.isoformat(), "source": row.source,
                "days": [{"date": day, "name": name, "isOffDay": off} for day, name, off in sorted(days)],
            }  # fmt: skip


EXPORTERS: dict[str, Callable[[Agency | None, dt.date | None], Iterator[dict[str, Any]]]] = {
    "documents": _documents,
    "agencies": _agencies,
    "columns": _columns,
    "holidays": _holidays,
}


def write(rows: Iterable[dict[str, Any]], path: Path | None, stdout: Writable) -> int:
    """Write by the file's ending, whole or not at all; None writes JSON Lines to standard output. Return the count."""
    if path is None:
        return _lines(rows, stdout)
    part = path.with_name(f".{path.name}.part")
    try:
        count = _to_file(rows, part, path.name.lower())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _to_file(rows: Iterable[dict[str, Any]], part: Path, name: str) -> int:
    if name.endswith(".xlsx"):
        return _workbook(rows, part)
    if name.endswith(".gz"):
        with gzip.open(part, "wt", encoding="utf-8", newline="") as stream:
            return _text(rows, stream, name.removesuffix(".gz"))
    with part.open("w", encoding="utf-8", newline="") as stream:
        return _text(rows, stream, name)


def _text(rows: Iterable[dict[str, Any]], stream: Writable, name: str) -> int:
    return _comma(rows, stream) if name.endswith(".csv") else _lines(rows, stream)


def _lines(rows: Iterable[dict[str, Any]], stream: Writable) -> int:
    count = 0
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _cells(rows: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    heads: list[str] = []
    for row in rows:
        if not heads:
            heads = list(row)
            yield heads
        yield ["" if row[head] is None else _cell(head, row[head]) for head in heads]


def _cell(head: str, value: Any) -> str:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ";".join(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    # A cell that begins like a formula must stay text for whoever opens the table.
    return f"'{text}" if head != "text" and text[:1] in "=+@" and text[:1] else text


def _comma(rows: Iterable[dict[str, Any]], stream: Writable) -> int:
    stream.write("\ufeff")  # so that spreadsheet programs read UTF-8
    writer = csv.writer(stream)
    count = -1  # the headings do not count
    for row in _cells(rows):
        writer.writerow(row)
        count += 1
    return max(count, 0)


def _workbook(rows: Iterable[dict[str, Any]], part: Path) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("导出")
    count = -1
    for row in _cells(rows):
        for cell in row:
            if len(cell) > CELL_LIMIT:
                raise CellTooLong(f"“{row[2][:40]}”的正文超过 xlsx 单元格的上限，请导出为 jsonl 或 csv。")
        sheet.append(row)
        count += 1
    book.save(part)
    return max(count, 0)
