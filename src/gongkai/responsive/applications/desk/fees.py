"""收费台账: every notice, what was paid, waived or given up, and the sum of a period (R240)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Sum
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.law.fees import SOURCE
from gongkai.responsive.applications.desk.after_shared import csv_of, office_required
from gongkai.responsive.applications.desk.shared import PER_PAGE, page
from gongkai.responsive.applications.models import Fee
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.queries.payments import to_return
from gongkai.responsive.applications.rules.fees import STATE_NAMES, FeeState

PILLS = {
    FeeState.NOTIFIED: "warn",
    FeeState.PAID: "ok",
    FeeState.WAIVED: "pause",
    FeeState.ABANDONED: "bad",
    FeeState.DROPPED: "pause",
}
HEAD = (
    "登记编号", "机关", "计收方式", "件数或者页数", "本月此前件数", "应缴（元）", "通知日期", "收到通知日期", "缴费期限", "状态",
    "缴费日期", "实缴（元）", "财政票据", "免收理由", "到账（元）", "已退还（元）", "应退还（元）",
)  # fmt: skip


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _asked(request: OfficerRequest) -> tuple[QuerySet[Fee], dict[str, Any]]:
    get, today = request.GET, timezone.localdate()
    since = _day(get.get("since", "")) or today.replace(month=1, day=1)
    until = max(_day(get.get("until", "")) or today, since)
    state = get.get("state", "") if get.get("state") in STATE_NAMES else ""
    rows = Fee.objects.filter(
        application__agency__in=agencies_where(request.acting, READ), notified_on__range=(since, until)
    ).select_related("application__agency", "application__submission")
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("-notified_on", "-pk"), {"since": since, "until": until, "state": state}


@officer_required
@office_required
@require_GET
def ledger(request: OfficerRequest) -> HttpResponseBase:
    rows, asked = _asked(request)
    sums = rows.aggregate(
        due=Sum("yuan", filter=~Q(state=FeeState.DROPPED), default=0), paid=Sum("paid_yuan", default=0)
    )
    found = Paginator(rows.prefetch_related("application__payments"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "rows": [
            {"fee": one, "pill": PILLS[FeeState(one.state)], "to_return": to_return(one.application)} for one in found
        ],
        "asked": asked,
        "states": STATE_NAMES.items(), "sums": sums, "source": SOURCE.citation, "query": request.GET.urlencode(),
    }  # fmt: skip
    return page(request, "fees", context, last="收费台账", tab="fees")


def _money(fee: Fee) -> tuple[int, int, int]:
    rows = fee.application.payments.all()
    return sum(one.yuan for one in rows), sum(one.returned_yuan for one in rows), to_return(fee.application)


@officer_required
@office_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    rows, asked = _asked(request)
    lines = [
        [
            one.application.number, one.application.agency.name, one.method, one.units, one.already, one.yuan,
            one.notified_on, one.reached_on or "", one.due_on or "", one.get_state_display(), one.paid_on or "",
            "" if one.paid_yuan is None else one.paid_yuan, one.voucher, one.waived_reason, *_money(one),
        ]
        for one in rows.prefetch_related("application__payments")
    ]  # fmt: skip
    return csv_of(f"fees-{asked['since']}-{asked['until']}", [list(HEAD), *lines])
