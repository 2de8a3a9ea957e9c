"""The normative register at the desk: what runs out, what reads like one and is missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.rules import VALIDITY_NAMES
from gongkai.law.months import add_months
from gongkai.law.validity import MONTHS_BEFORE_END
from gongkai.proactive.stock import actions
from gongkai.proactive.stock.actions.normative import judge_hint as decide_hint
from gongkai.proactive.stock.desk.rounds import tabs
from gongkai.proactive.stock.queries.library import expiring, hints, normative_lines, open_hints

PER_PAGE = 30


@officer_required
@require_GET
@permission_required(Permission.DOCUMENTS_READ)
def normative(request: OfficerRequest) -> HttpResponseBase:
    return _page(request)


def _page(request: OfficerRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    lines = normative_lines(None, today)
    waiting = open_hints(request.acting)
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    soon = expiring(request.acting, add_months(today, MONTHS_BEFORE_END["evaluation"]))
    counts = {state: sum(1 for line in lines if line.state == state) for state in VALIDITY_NAMES}
    strip: list[dict[str, Any]] = [
        {"label": name, "value": counts[state], "unit": "件", "url": f"/normative/?validity={state}"}
        for state, name in VALIDITY_NAMES.items()
    ]
    strip.append({"label": "疑似未入册", "value": waiting.count(), "unit": "件", "kind": "warn" if waiting else ""})
    context = {
        "tabs": tabs("normative"),
        "strip": strip,
        "page": page,
        "soon": [{"release": one, "left": (one.expires_on - today).days} for one in soon if one.expires_on],
        "refused": refused,
        "may_judge": request.acting.may_anywhere(Permission.STOCK_MANAGE),
        "months": MONTHS_BEFORE_END["evaluation"],
    }
    return desk_page(request, "stock/desk/normative.html", context, nav="stock", status=status)


@officer_required
@require_POST
@permission_required(Permission.STOCK_MANAGE)
def judge_hint(request: OfficerRequest, pk: int) -> HttpResponseBase:
    hint = hints(request.acting).filter(pk=pk).first()
    if hint is None:
        raise Http404
    normative_ = request.POST.get("judgement") == "yes"
    try:
        decide_hint(hint=hint, normative=normative_, reason=request.POST.get("reason", ""), by=request.acting)
    except actions.Refused as error:
        return _page(request, refused=str(error), status=409)
    messages.success(
        request, "已认定属于规范性文件，请更正公开类别后入册。" if normative_ else "已认定不属于规范性文件。"
    )
    return redirect("stock:normative")
