"""A public list as a file: the same lines in the same order as on the page, all of them (R263)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from gongkai.base.ui.registers.exporting import safe_cell

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = {"csv": "CSV 表格", "json": "JSON"}
Rows = Sequence[Sequence[object]]


def as_table(name: str, form: str, head: Sequence[str], rows: Rows) -> HttpResponse:
    """Return rows as CSV or JSON, to be kept under this name. Raises Http404 for any other form."""
    if form == "json":
        lines = [dict(zip(head, (str(cell) for cell in row), strict=True)) for row in rows]
        response = HttpResponse(json.dumps(lines, ensure_ascii=False, indent=1), content_type="application/json")
    elif form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([list(head), *([safe_cell(cell) for cell in row] for row in rows)])
        # The mark at the front is what makes Excel read Chinese in UTF-8.
        response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.{form}") or ""
    response["X-Robots-Tag"] = "noindex"
    return response


def asked(request: HttpRequest, name: str, head: Sequence[str], rows: Callable[[], Rows]) -> HttpResponse | None:
    """Return the list as the file that ?format= asks for, None for the page itself."""
    form = request.GET.get("format", "")
    return as_table(name, form, head, rows()) if form in FORMATS else None


def links(request: HttpRequest) -> list[dict[str, str]]:
    """Return the addresses of this list as files, under the same conditions and without the page number."""
    query = request.GET.copy()
    shown = []
    query.pop("page", None)
    for key, label in FORMATS.items():
        query["format"] = key
        shown.append({"label": label, "url": f"{request.path}?{query.urlencode()}"})
    return shown
