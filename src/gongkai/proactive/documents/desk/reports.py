"""Reports with a period, a way down to the single document, and a table to take away."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.asked import asked_year
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.proactive.documents import actions, queries
from gongkai.proactive.documents.actions.reviewing import RETURN_CAUSES
from gongkai.proactive.documents.queries import reports
from gongkai.proactive.documents.rules import STATUS_NAMES, Status

if TYPE_CHECKING:
    from gongkai.proactive.documents.models import Document, Return

PAGE = 50


@dataclass(frozen=True)
class Period:
    """Two days, both included; this year where nothing else was asked for."""

    since: dt.date
    until: dt.date
    problem: str = ""


def period_of(request: OfficerRequest) -> Period:
    today = timezone.localdate()
    since, until = _day(request.GET.get("since")), _day(request.GET.get("until"))
    year = asked_year(request.GET.get("year"))
    if year is not None and year <= today.year:
        return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
    since, until = since or today.replace(month=1, day=1), until or today
    if until < since:
        return Period(until, since, "起始日期晚于截止日期，已对调。")
    return Period(since, until)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


class _Echo:
    def write(self, value: str) -> str:
        return value


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Return a table as CSV that spreadsheets open in Chinese and in which no cell computes."""

    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff" + writer.writerow(head)
        for row in rows:
            yield writer.writerow([safe_cell(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def returns(request: OfficerRequest) -> HttpResponseBase:
    """退文 by division and cause, with a way down to each case (R004)."""
    period = period_of(request)
    only = {name: str(request.GET.get(name, "")) for name in ("agency", "division", "cause")}
    rows = reports.returns_between(request.acting, since=period.since, until=period.until, **only)
    if request.GET.get("format") == "csv":
        return as_csv(f"returns-{period.since}-{period.until}", RETURN_HEAD, (_return_cells(row) for row in rows))
    table = reports.returns_table(rows, since=period.since, until=period.until)
    causes = [cause for cause in RETURN_CAUSES if any(line.causes.get(cause) for line in table)]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "period": period, "only": only, "chosen": any(only.values()), "causes": causes, "all_causes": RETURN_CAUSES,
        "lines": [{"line": line, "cells": [(cause, line.causes.get(cause, 0)) for cause in causes]} for line in table],
        "total": sum(line.total for line in table), "page": page,
        "titles": _titles([row.document for row in page]), "query": _query(request),
    }  # fmt: skip
    return desk_page(request, "documents/desk/returns.html", context, nav="documents")


RETURN_HEAD = ("退文时间", "索引号", "标题", "起草机关", "科室", "退回环节", "原因", "说明", "退回人")


def _return_cells(row: Return) -> Sequence[object]:
    title = queries.working_edition(row.document).title
    station = STATUS_NAMES[Status(row.station)]
    return (
        row.at, row.document.item.key, title, row.agency.name, row.division.name if row.division else "", station,
        row.cause, row.detail, row.by.name if row.by else "",
    )  # fmt: skip


def _titles(documents: Iterable[Document]) -> dict[int, str]:
    return {document.pk: queries.working_edition(document).title for document in documents}


def _query(request: OfficerRequest) -> str:
    query = request.GET.copy()
    for name in ("page", "format"):
        query.pop(name, None)
    return query.urlencode()


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def links(request: OfficerRequest) -> HttpResponseBase:
    """One-sided links among what is public (R033)."""
    period = period_of(request)
    agency = str(request.GET.get("agency", ""))
    found = reports.one_sided(request.acting, since=period.since, until=period.until, agency=agency)
    if request.GET.get("format") == "csv":
        rows = ((one.release.key, one.release.title, one.number, one.words) for one in found)
        return as_csv("one-sided-links", ("索引号", "标题", "所指文件", "问题"), rows)
    context = {
        "period": period, "agency": agency, "found": found, "most": reports.MOST_ROWS, "query": _query(request),
        "agencies": agencies_where(request.acting, Permission.DOCUMENTS_READ),
        "may": {one.release.pk for one in found if request.acting.grant_for(Permission.PUBLISHING_CORRECT, one.release.agency)},
    }  # fmt: skip
    return desk_page(request, "documents/desk/links.html", context, nav="documents")


@officer_required
@require_POST
@permission_required(Permission.DOCUMENTS_READ)
def mend(request: OfficerRequest) -> HttpResponseBase:
    """Link what was only named, in one click; from then on both pages show it."""
    try:
        title = actions.mend_link(
            source=str(request.POST.get("source", "")), number=str(request.POST.get("number", "")), by=request.acting
        )
        messages.success(request, f"已链到“{title}”，两边页面都会显示。")
    except actions.Refused as error:
        messages.error(request, str(error))
    return redirect(f"{request.path.removesuffix('mend/')}?{request.POST.get('query', '')}")


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def full_text(request: OfficerRequest) -> HttpResponseBase:
    """The share of public documents whose whole text machines can read, and those without (R037)."""
    period = period_of(request)
    agency = str(request.GET.get("agency", ""))
    rates = reports.full_text_rates(request.acting, since=period.since, until=period.until)
    if request.GET.get("format") == "csv":
        rows = ((one.agency, one.total, one.complete, one.lacking, one.rate) for one in rates)
        return as_csv("full-text", ("机关", "公开件数", "全文可读", "缺全文", "全文电子化率（%）"), rows)
    releases = reports.public_documents(request.acting, agency).filter(
        first_published_at__date__gte=period.since, first_published_at__date__lte=period.until
    )
    lacking = reports.lacking_full_text(releases).select_related("item").order_by("-first_published_at")
    total, complete = sum(one.total for one in rates), sum(one.complete for one in rates)
    context = {
        "period": period, "agency": agency, "rates": rates, "query": _query(request), "total": total,
        "complete": complete, "rate": round(100 * complete / total, 2) if total else None,
        "page": Paginator(lacking, PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return desk_page(request, "documents/desk/full_text.html", context, nav="documents")
