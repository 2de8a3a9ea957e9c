"""Counters of numbers: what was given out, how numbers are written, where a paper register goes on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework import actions, queries
from gongkai.engine.casework.rules import SERIES, Refused, written

NAV = "letters-series"
LATEST = 5


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(Permission.CASEWORK_TEMPLATES)
def show(request: OfficerRequest) -> HttpResponseBase:
    if request.method != "POST":
        return _page(request)
    try:
        said = _change(request)
    except Refused as error:
        return _page(request, refused=str(error), status=422)
    messages.success(request, said)
    return redirect("casework:series")


def _change(request: OfficerRequest) -> str:
    post = request.POST
    agency = queries.template_agency(post.get("agency", ""), request.acting)
    if agency is None or post.get("series", "") not in SERIES:
        raise Refused("请选择机关和编号序列。")
    if post.get("what") == "advance":
        to, year = post.get("to", ""), post.get("year", "")
        if not (to.isdecimal() and year.isdecimal()):
            raise Refused("请填写年份和纸质登记已经用到的号。")
        actions.advance_series(
            series=post["series"], agency=agency, year=int(year), to=int(to), by=request.acting,
            reason=post.get("reason", ""),
        )  # fmt: skip
        return f"下一个号从第{int(to) + 1}号开始。"
    actions.arrange_series(
        series=post["series"], agency=agency, by=request.acting, prefix=post.get("prefix", ""),
        pattern=post.get("pattern", ""), reason=post.get("reason", ""),
    )  # fmt: skip
    return "编号格式已保存，用于以后的编号。"


def _page(request: OfficerRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    year = timezone.localdate().year
    counters = {(one.key, one.agency_id): one for one in queries.series_of(request.acting).filter(year=year)}
    rows: list[dict[str, Any]] = []
    for agency in queries.template_agencies(request.acting):
        for series in SERIES.values():
            form, counter = actions.form_of(series.key, agency), counters.get((series.key, agency.pk))
            last = counter.last if counter else 0
            rows.append(
                {
                    "agency": agency,
                    "series": series,
                    "form": form,
                    "last": last,
                    "next": written(form.pattern, prefix=form.prefix, year=year, n=last + 1),
                    "numbers": list(queries.numbers_of(counter)[:LATEST]) if counter else [],
                }
            )
    context = {"rows": rows, "year": year, "refused": refused, "posted": request.POST.dict()}
    return desk_page(request, "casework/desk/series.html", context, nav=NAV, status=status)
