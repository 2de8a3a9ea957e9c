"""表二汇集: which agencies have handed in their numbers for a year, beside last year's, and reminding the others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.desk.listed import YEARS
from gongkai.oversight.annual_report.desk.shared import check_reads, check_year, page
from gongkai.oversight.annual_report.permissions import agencies_managed
from gongkai.oversight.annual_report.queries.second import is_counted
from gongkai.oversight.annual_report.rules.layout import show
from gongkai.oversight.annual_report.rules.reports import STATE_NAMES
from gongkai.oversight.annual_report.rules.second import ENTERED_ROWS, FAR_SOURCE


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def collect(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request)
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = check_year(int(asked)) if asked.isdecimal() else today.year - 1
    if request.method == "POST":
        return _remind(request, year)
    lines = queries.collection(request.acting, year)
    waiting = [one for one in lines if one.lacks]
    context = {
        "year": year,
        "years": [
            {"label": f"{one}年", "url": f"{reverse('annual_report:collect')}?year={one}", "current": one == year}
            for one in range(today.year, today.year - YEARS, -1)
            if is_counted(one)
        ],
        "names": ENTERED_ROWS,
        "rows": [_row(one, year) for one in lines],
        "waiting": len(waiting),
        "may_remind": any(one.may_remind for one in waiting),
        "may_import": agencies_managed(request.acting).exists(),
        "far_source": FAR_SOURCE,
    }
    return page(request, "collect", context, tab="collect")


def _row(one: queries.Handed, year: int) -> dict[str, Any]:
    cells = [
        {
            "name": name,
            "now": show(one.numbers[name]) if name in one.numbers else "",
            "last": show(one.last[name]) if name in one.last else "",
            "far": name in one.far,
        }
        for name in ENTERED_ROWS
    ]
    return {
        "one": one,
        "cells": cells,
        "depth": len(one.agency.lineage_codes()) - 1,
        "url": reverse("annual_report:report", args=[year, one.agency.code]),
        "state": STATE_NAMES[one.report.state] if one.report else "未建立",
    }


def _remind(request: OfficerRequest, year: int) -> HttpResponseBase:
    chosen = agencies_managed(request.acting).filter(code__in=request.POST.getlist("agency"), abolished_on__isnull=True)
    here = f"{reverse('annual_report:collect')}?year={year}"
    if not chosen:
        messages.error(request, "请先勾选要提醒的机关。")
        return redirect(here)
    try:
        told, nobody = actions.remind(agencies=chosen.order_by("lineage"), year=year, by=request.acting)
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    if told:
        messages.success(request, f"已提醒{len(told)}个机关：{'、'.join(one.label for one in told)}。")
    if nobody:
        names = "、".join(one.label for one in nobody)
        messages.warning(request, f"{names}没有编制年度报告的人员，请先在机关和人员中任职，或者代为填报。")
    if not told and not nobody:
        messages.info(request, "勾选的机关都已经填报。")
    return redirect(here)
