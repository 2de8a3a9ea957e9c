"""Who saw whose personal data, for those who audit the agencies of their post."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.base.vault import queries

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50
EXPORT_LIMIT = 50_000
HEAD = ("时间", "查看人", "岗位", "机关", "网络地址", "对象", "内容", "事由")


def _day(request: OfficerRequest, name: str) -> dt.date | None:
    try:
        return parse_date(str(request.GET.get(name, "")))
    except ValueError:
        return None


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None


@officer_required
@permission_required(Permission.EVENTS_READ)
@require_safe
def looks(request: OfficerRequest) -> HttpResponseBase:
    """Filtered, paged and exported; `q` is looked for in the subject and the reason."""
    until = _day(request, "until")
    found = queries.looks(
        request.acting,
        person=str(request.GET.get("person", "")).strip(),
        since=_midnight(_day(request, "since")),
        until=_midnight(until + dt.timedelta(days=1)) if until else None,
        text=str(request.GET.get("q", "")),
    )
    names = {agency.code: agency.label for agency in agencies_where(request.acting, Permission.EVENTS_READ)}
    if request.GET.get("format") == "csv":
        return _csv(found, names)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked["format"] = "csv"
    asked.pop("page", None)
    context = {
        "page": page,
        "agencies": names,
        "total_word": f"共{page.paginator.count}条",
        "chosen": request.GET,
        "csv_url": f"?{asked.urlencode()}",
        "crumbs": [{"label": "操作记录", "url": reverse("desk-events")}, {"label": "个人信息查看记录"}],
    }
    return desk_page(request, "vault/desk/looks.html", context, nav="looks")


class _Echo:
    def write(self, value: str) -> str:
        return value


def _csv(found: QuerySet[queries.Look], names: dict[str, str]) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow(HEAD)
        for one in found[:EXPORT_LIMIT].iterator(chunk_size=1000):
            cells = (
                one.at, one.person_name, one.role, names.get(one.agency_code, one.agency_code), one.address,
                one.subject_label or one.subject_id, "、".join(one.fields), one.why,
            )  # fmt: skip
            yield writer.writerow([safe_cell(cell) for cell in cells])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="looks.csv"'
    return response
