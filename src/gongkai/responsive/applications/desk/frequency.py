"""数量和频次: what the same applicant asked this agency for, as facts; nothing is scored and nobody is ranked (R245)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.law.months import add_months, month_of
from gongkai.responsive.applications import queries
from gongkai.responsive.applications.desk import verbs
from gongkai.responsive.applications.desk.after_shared import csv_of
from gongkai.responsive.applications.desk.shared import case_page
from gongkai.responsive.applications.desk.verb_forms import AskReasonsForm
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.queries.parts import is_office, parts_of
from gongkai.responsive.applications.rules.demand import FREQUENCY_MONTHS, FREQUENCY_SOURCE

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application


def case_of(request: OfficerRequest, pk: int) -> Application:
    application = queries.application_of(pk, request.acting)
    if not is_office(request.acting, application.agency):
        raise OutOfSight
    return application


def _rows(application: Application, today: dt.date) -> list[Application]:
    """Return the matters of the last months, this one among them, oldest first."""
    rows = queries.by_same_applicant(application).filter(received_on__gte=add_months(today, -FREQUENCY_MONTHS))
    return list(rows.select_related("submission"))


def facts_text(rows: Sequence[Application], month: Sequence[Application], spoken: str) -> str:
    """Say dates, numbers and what was asked for; no word about the person but how the letter speaks to them."""
    lines = [f"{one.received_on:%Y年%-m月%-d日}，{one.number}，{one.title}" for one in rows if one.received_on]
    head = f"近{FREQUENCY_MONTHS}个月，{spoken}向本机关提出{len(rows)}件政府信息公开申请，其中本月{len(month)}件："
    return "\n".join([head, *lines])


@officer_required
@permission_required(READ)
@require_GET
def shown(request: OfficerRequest, pk: int) -> HttpResponseBase:
    application, today = case_of(request, pk), timezone.localdate()
    rows = _rows(application, today)
    first, last = month_of(today)
    month = [one for one in rows if one.received_on and first <= one.received_on <= last]
    may_ask = verbs.may("ask_reasons", application, parts_of(application), request.acting)
    facts = facts_text(rows, month, queries.spoken_to(application))
    form = AskReasonsForm(prefix="ask_reasons", application=application, initial={"facts": facts})
    context = {
        "rows": rows,
        "month": month,
        "months": FREQUENCY_MONTHS,
        "source": FREQUENCY_SOURCE,
        "form": form if may_ask else None,
        "asked": getattr(application, "reason_request", None),
    }
    return case_page(request, "after/frequency", application, context, last="数量和频次", status=200)


@officer_required
@permission_required(READ)
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    application = case_of(request, pk)
    return csv_of(f"数量和频次-{application}", _lines(_rows(application, timezone.localdate())))


def _lines(rows: Sequence[Application]) -> Iterator[tuple[object, ...]]:
    yield ("收到日期", "登记编号", "申请内容", "状态", "办理结果", "办结日期")
    for one in rows:
        outcome = one.get_outcome_display() if one.outcome else ""
        yield (one.received_on, one.number, one.title, one.get_status_display(), outcome, one.closed_on)
