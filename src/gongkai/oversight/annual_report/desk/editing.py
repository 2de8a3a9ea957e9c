"""Writing the text with its numbers held against the tables."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.desk.forms import PartsForm
from gongkai.oversight.annual_report.desk.report import asked
from gongkai.oversight.annual_report.desk.shared import attempt, page, seen_of, shown
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.permissions import check_manage
from gongkai.oversight.annual_report.rules import RULE_NAMES

GET_POST = ["GET", "HEAD", "POST"]


def report_to_edit(request: OfficerRequest, year: int, code: str) -> Report:
    agency, report = asked(request, year, code)
    check_manage(request.acting, agency)
    if report is None:
        raise OutOfSight
    return report


@officer_required
@require_http_methods(GET_POST)
def text(request: OfficerRequest, year: int, code: str) -> HttpResponseBase:
    """Edit parts one, five, six. “核对” judges what is typed and keeps nothing."""
    report = report_to_edit(request, year, code)
    form = PartsForm(request.POST or None, initial=PartsForm.of(report))
    status = 200
    if request.method == "POST" and "check" not in request.POST:
        status = attempt(
            form, lambda: actions.write(report=report, by=request.acting, seen=seen_of(request), **form.cleaned_data)
        )
        if not status:
            messages.success(request, "正文已保存。")
            return redirect("annual_report:report", year, code)
        report.refresh_from_db()
    elif request.method == "POST" and form.is_valid():
        for name, typed in form.cleaned_data.items():
            setattr(report, name, typed)  # judged as typed, not saved
    figures = queries.figures_of(report)
    said = sorted(
        (_name(key), f"{value:g}" if isinstance(value, float) else str(value)) for key, value in figures.said.items()
    )
    context: dict[str, Any] = {
        "report": report, "form": form, "findings": shown(queries.findings(report), RULE_NAMES), "said": said,
        "sums": figures.sums, "length": len(report.part_one), "most": law.PART_ONE_CHARACTERS,
        "most_source": law.PART_ONE_SOURCE, "year": year, "code": code, "checked": "check" in request.POST,
    }  # fmt: skip
    return page(request, "text", context, tab="listed", last="编写正文", status=status)


NAMES = {
    "received": "新收申请（件）", "processed": "办结（件）", "carried_in": "上年结转（件）", "carried_out": "结转下年度（件）",
    "reviews": "行政复议（件）", "lawsuits": "行政诉讼（件）", "valid_docs": "现行有效行政规范性文件（件）",
    "published": "主动公开（条）", "fee_collected_yuan": "信息处理费（元）",
}  # fmt: skip


def _name(key: str) -> str:
    return NAMES.get(key, key)
