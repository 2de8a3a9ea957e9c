"""概况: how the exchange stands, by partner and period, and what was refused (R027)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.events import queries as events
from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.doors.exchange import queries
from gongkai.doors.exchange.desk.shared import NAV, as_csv, tabs
from gongkai.doors.exchange.permissions import MANAGE

REFUSALS_SHOWN = 10
HEADS = (
    ("came", "来件"), ("applied", "已办理"), ("parked", "等前件"), ("conflicts", "不一致"), ("went", "去件"),
    ("acknowledged", "已有回执"), ("waiting", "未有回执"), ("rejected", "未接受"), ("dead", "已停止"), ("repeated", "经重试"),
)  # fmt: skip


@officer_required
@require_GET
@permission_required(MANAGE)
def overview(request: OfficerRequest) -> HttpResponseBase:
    since, until = _period(request)
    rows = queries.counts(request.acting, since=since, until=until)
    total = {key: sum(getattr(row["partner"], key) for row in rows) for key, _ in HEADS}
    context = {
        "tabs": tabs("overview"), "since": since, "until": until, "strip": _strip(total, request),
        "heads": [label for _, label in HEADS], "rows": [_row(row) for row in rows], "refusals": _refusals(request),
        "csv_url": f"{reverse('exchange:report')}?since={since}&until={until}",
    }  # fmt: skip
    return desk_page(request, "exchange/desk/overview.html", context, nav=NAV)


@officer_required
@require_GET
@permission_required(MANAGE)
def report(request: OfficerRequest) -> HttpResponseBase:
    since, until = _period(request)
    rows = queries.counts(request.acting, since=since, until=until)
    heads = ["对接系统", "类型", *[label for _, label in HEADS], "平均用时（秒）", "最长用时（秒）"]
    lines = [
        [row["partner"].name, row["partner"].get_kind_display(), *_cells(row), row["mean"], row["slowest"]]
        for row in rows
    ]
    return as_csv([heads, *lines], f"交换情况-{since}-{until}.csv")


def _period(request: OfficerRequest) -> tuple[dt.date, dt.date]:
    today = timezone.localdate()
    return _day(request.GET.get("since")) or today.replace(day=1), _day(request.GET.get("until")) or today


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _cells(row: dict[str, Any]) -> list[int]:
    return [getattr(row["partner"], key) for key, _ in HEADS]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "cells": _cells(row)}


def _strip(total: dict[str, int], request: OfficerRequest) -> list[dict[str, Any]]:
    listing = reverse("exchange:exchange-messages:list")
    open_ = queries.open_tasks(request.acting).count()
    return [
        {"label": "待办", "value": open_, "unit": "件", "url": reverse("exchange:exchange-tasks:list") + "?open=1", "kind": "warn" if open_ else ""},
        {"label": "来件", "value": total["came"], "unit": "件", "url": f"{listing}?direction=in"},
        {"label": "等待前件", "value": total["parked"], "unit": "件", "url": f"{listing}?state=parked"},
        {"label": "已有回执", "value": total["acknowledged"], "unit": "件", "url": f"{listing}?state=acknowledged"},
        {"label": "未有回执", "value": total["waiting"], "unit": "件", "url": f"{listing}?direction=out"},
        {"label": "发送已停止", "value": total["dead"], "unit": "件", "url": f"{listing}?state=dead", "kind": "bad" if total["dead"] else ""},
    ]  # fmt: skip


def _refusals(request: OfficerRequest) -> list[Any]:
    """Return the last calls that were not let in, of this officer's partners."""
    keys = [str(pk) for pk in queries.partners(request.acting).values_list("pk", flat=True)]
    found = events.events(tag="exchange:call:refuse").filter(subject_type="exchange-partner", subject_id__in=keys)
    return list(found.order_by("-seq")[:REFUSALS_SHOWN])
