"""Any public list as CSV or JSON: the same things in the same order as on the page, all of them (R263)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from gongkai.doors.site.portal.shared import address, tells_of_a_fact, validity_of
from gongkai.engine.publishing.rules import KINDS, VALIDITY_NAMES

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.engine.publishing.models import Release

FORMATS = {"csv": "CSV 表格", "json": "JSON"}
MOST_ROWS = 20_000  # of one file; more is told in the answer and read page by page from the interface
FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEADS = {
    "index_number": "索引号", "title": "标题", "doc_number": "文号", "kind": "种类", "genre": "文种",
    "category": "公开类别", "themes": "主题", "audiences": "服务对象", "agency": "机关", "formed_on": "成文日期", "effective_on": "施行日期",
    "validity": "效力", "published_at": "发布时间", "url": "地址",
}  # fmt: skip


def wanted(request: HttpRequest) -> str:
    """Return the format that was asked for with ?format=, "" for the page itself."""
    asked_for = request.GET.get("format", "")
    return asked_for if asked_for in FORMATS else ""


def links(request: HttpRequest) -> list[dict[str, str]]:
    """Return the addresses of this list in both formats, with the same conditions and without the page number."""
    query = request.GET.copy()
    for name in ("page", "format", "from"):
        if name != "from" or not query.get("from", "")[:1].isdigit():
            query.pop(name, None)
    shown = []
    for key, label in FORMATS.items():
        query["format"] = key
        shown.append({"label": label, "url": f"{request.path}?{query.urlencode()}"})
    return shown


def asked(request: HttpRequest, releases: QuerySet[Release] | Iterable[Release], *, name: str) -> HttpResponse | None:
    """Return the list in the format that was asked for, or None for the page itself."""
    form = wanted(request)
    return answer(request, form, releases, name=name) if form else None


def answer(request: HttpRequest, form: str, releases: Iterable[Release], *, name: str, total: int = 0) -> HttpResponse:
    """Return the list as a file. `total` says how many there are where `releases` may end before them."""
    rows: list[dict[str, Any]] = []
    more = False
    for release in _some(releases):
        if len(rows) == MOST_ROWS:
            more = True
            break
        rows.append(_row(request, release))
    more = more or total > len(rows)
    response = _csv(rows) if form == "csv" else _json(request, rows, more=more)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.{form}") or ""
    response["X-Robots-Tag"] = "noindex"
    if more:
        response["X-Truncated"] = str(len(rows))
    return response


def _some(releases: Any) -> Iterable[Release]:
    sliced: Iterable[Release] = releases[: MOST_ROWS + 1] if hasattr(releases, "query") else releases
    return sliced


def _row(request: HttpRequest, release: Release) -> dict[str, Any]:
    def day(value: Any) -> str:
        return value.isoformat() if value else ""

    return {
        "index_number": release.key,
        "title": release.title,
        "doc_number": release.doc_number,
        "kind": KINDS[release.kind].name,
        "genre": release.genre,
        "category": release.category,
        "themes": release.themes,
        "audiences": release.audiences,
        "agency": release.agency.name,
        "formed_on": day(release.formed_on),
        "effective_on": day(release.effective_on),
        "validity": "" if tells_of_a_fact(release) else VALIDITY_NAMES[validity_of(release, timezone.localdate())],
        "published_at": timezone.localtime(release.published_at).isoformat(timespec="seconds"),
        "url": request.build_absolute_uri(address(release)),
    }


def cell(value: Any) -> str:
    """Return a value as a cell that no spreadsheet takes for a formula."""
    text = "、".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _csv(rows: list[dict[str, Any]]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS.values())
    writer.writerows([cell(row[name]) for name in HEADS] for row in rows)
    # The mark at the front is what makes Excel read Chinese in UTF-8.
    return HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")


def _json(request: HttpRequest, rows: list[dict[str, Any]], *, more: bool) -> HttpResponse:
    said = {"source": request.build_absolute_uri(request.path), "count": len(rows), "truncated": more, "items": rows}
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/json; charset=utf-8")


def dataset(request: HttpRequest, name: str, description: str, publisher: str) -> dict[str, Any]:
    """Return a public list as schema.org's Dataset with both files."""
    types = {"csv": "text/csv", "json": "application/json"}
    return {
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": request.build_absolute_uri(request.path),
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": publisher},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": types[form],
                "contentUrl": request.build_absolute_uri(f"{request.path}?format={form}"),
            }
            for form in FORMATS
        ],
    }
