"""What the pages after an answer share: who may open them, tables for spreadsheets, typed days."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header

from gongkai.base.organisations.queries import NotAllowed, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.queries.lists import OFFICE

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.officer import OfficerRequest
    from gongkai.base.organisations.queries import Acting

READERS = (*OFFICE, Permission.APPLICATIONS_CHALLENGE, Permission.PUBLISHING_RELEASE)
View = Callable[..., HttpResponseBase]


def in_office(by: Acting) -> bool:
    """Whether this person reads whole cases; divisions see only what they were asked."""
    return by.may_anywhere(READ) and any(by.may_anywhere(one) for one in READERS)


def office_required(view: View) -> View:
    """Refuse whoever sees only what a division was asked."""

    @wraps(view)
    def checked(request: OfficerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not in_office(request.acting):
            raise NotAllowed("这一页由依申请公开的经办、审批和监督人员查看。")
        return view(request, *args, **kwargs)

    return checked


def tabs(by: Acting) -> list[tuple[str, str, int | None]]:
    """Return the pages after an answer for the tabs of the register: address, name, no count."""
    shown: list[tuple[str, str, int | None]] = []
    if in_office(by):
        shown += [
            ("conversions", "转主动公开", None),
            ("challenges", "复议诉讼", None),
            ("fees", "收费", None),
            ("records", "更正申请", None),
            ("hot", "热点", None),
            ("keeping", "保存年限", None),
        ]
    return [*shown, ("bulletins", "通报", None)] if by.may_anywhere(READ) else shown


def agencies_of(by: Acting) -> list[Agency]:
    return list(agencies_where(by, READ).order_by("lineage"))


def agency_asked(request: OfficerRequest, agencies: Iterable[Agency]) -> Agency | None:
    """Return the agency that was asked for, if this person reads it."""
    return next((one for one in agencies if one.code == request.GET.get("agency", "")), None)


def day_of(typed: str) -> dt.date | None:
    try:
        return parse_date(typed.strip())
    except ValueError:
        return None


def period_of(request: OfficerRequest) -> tuple[dt.date, dt.date]:
    """Return the period that was asked for; this year up to today where none was, or it ends before it begins."""
    today = timezone.localdate()
    since = day_of(request.GET.get("since", "")) or today.replace(month=1, day=1)
    until = day_of(request.GET.get("until", "")) or today
    return (since, until) if since <= until else (until, since)


def query_of(request: OfficerRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


class _Echo:
    def write(self, value: str) -> str:
        return value


def named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition
    response["Content-Disposition"] = disposition
    return response


def csv_of(name: str, lines: Iterable[Iterable[object]]) -> HttpResponseBase:
    """Stream a table that Excel and WPS read, no cell a formula."""
    writer = csv.writer(_Echo())

    def body() -> Iterator[str]:
        yield "\ufeff"
        yield from (writer.writerow([safe_cell(cell) for cell in line]) for line in lines)

    made = StreamingHttpResponse(body(), content_type="text/csv; charset=utf-8")
    return named(made, f"{name}-{timezone.localdate():%Y%m%d}.csv")


def below(label: str, url_name: str, last: str) -> list[dict[str, str]]:
    """Return the way to a page that lies below one of the lists."""
    return [
        {"label": "依申请", "url": reverse("applications:list")},
        {"label": label, "url": reverse(f"applications:{url_name}")},
        {"label": last},
    ]
