"""How subscriptions and pushes stand; what partners did not take."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.doors.subscriptions import actions, queries
from gongkai.doors.subscriptions.desk import shared
from gongkai.doors.subscriptions.permissions import MANAGE
from gongkai.doors.subscriptions.queries.pushes import by_method

LOOK_BACK = dt.timedelta(days=365)
RECENT = 10


@officer_required
@shared.reader_required
@require_safe
def overview(request: OfficerRequest) -> HttpResponseBase:
    rows = queries.campaigns(request.acting).filter(created_at__gte=timezone.now() - LOOK_BACK)
    effects = queries.effects(rows)
    figures = queries.overview()
    strip = [
        {"label": "已确认的订阅者", "value": figures["confirmed"]},
        {"label": "其中企业和组织", "value": figures["enterprises"]},
        {"label": "订阅", "value": figures["subscriptions"]},
        {"label": "接收提醒的设备", "value": figures["devices_told"]},
        {"label": "待发送", "value": figures["waiting"]},
        {"label": "退信停止", "value": figures["bounced"], "kind": "warn" if figures["bounced"] else ""},
        {"label": "投诉停止", "value": figures["complaints"], "kind": "bad" if figures["complaints"] else ""},
    ]
    context = {
        "strip": strip, "methods": by_method(effects), "recent": effects[:RECENT],
        "dead": shared.dead(request.acting).count(),
        "waiting": queries.campaigns(request.acting).filter(state="draft").count(),
    }  # fmt: skip
    return shared.page(request, "overview", context, tab="overview")


@officer_required
@shared.reader_required
@require_safe
def dead(request: OfficerRequest) -> HttpResponseBase:
    rows = list(shared.dead(request.acting)[:200])
    return shared.page(request, "dead", {"rows": rows}, tab="dead")


@officer_required
@permission_required(MANAGE)
@require_POST
def try_again(request: OfficerRequest, pk: int) -> HttpResponseBase:
    found = shared.dead(request.acting).filter(pk=pk).select_related("partner__agency").first()
    if found is None:
        raise Http404
    try:
        actions.try_again(handover=found, by=request.acting)
    except actions.Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已经排入重新推送。")
    return redirect("subscriptions:dead")
