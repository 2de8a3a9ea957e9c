"""The cases behind a number, days and rates, and reports of others judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.ui.registers import Column, Register
from gongkai.base.ui.registers.exporting import respond
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.desk.forms import FileForm, PeriodForm
from gongkai.oversight.annual_report.desk.linking import explained
from gongkai.oversight.annual_report.desk.report import asked, view
from gongkai.oversight.annual_report.desk.shared import check_reads, page, shown
from gongkai.oversight.annual_report.models import Matter
from gongkai.oversight.annual_report.permissions import agencies_read
from gongkai.oversight.annual_report.queries.holdings import remembered
from gongkai.oversight.annual_report.rules import RULE_NAMES, Unreadable, judge, linked, reports_in
from gongkai.oversight.annual_report.rules import statistics as words
from gongkai.oversight.annual_report.rules.layout import numbers_of, texts_block, third
from gongkai.responsive.applications import queries as applications

PER_PAGE = 50
MOST_BYTES = 20 * 1024 * 1024


@officer_required
@require_GET
def cases(request: OfficerRequest, year: int, code: str, table: str, row: str, column: str) -> HttpResponseBase:
    agency, _ = asked(request, year, code)
    columns = law.ALL_COLUMNS if table == "3" else law.TABLE4_COLUMNS
    names = {one.key: one.name for one in columns}
    if column not in names or row not in (law.ROW_NAMES if table == "3" else law.TABLE4) or table not in "34":
        raise Http404
    start, end = _period(request, year)
    found = queries.cases(agency, start, end, row=row, column=column, subtree=request.GET.get("alone") != "yes")
    # Whoever answers for a number sees each case that is counted in it; a row says nothing personal. A case itself opens
    # only for those with a post there.
    strange = set(queries.agencies_beyond(request.acting, agency))
    seen = found.select_related("agency")
    words = request.GET.get("q", "").strip()
    if words:
        seen = seen.filter(Q(label__icontains=words) | Q(agency__name__icontains=words))
    if request.GET.get("export") in {"csv", "xlsx"}:
        return respond(CASES, seen, request.GET["export"])
    listed = Paginator(seen, PER_PAGE).get_page(request.GET.get("page"))
    closed = seen.filter(agency__in=strange).count() if strange else 0
    context = {
        "agency": agency, "start": start, "end": end, "page": listed, "closed": closed, "words": words,
        "kept": [(name, request.GET[name]) for name in ("start", "end", "alone") if request.GET.get(name)],
        "closed_text": f"其中{closed}件由所属机关办理，这里只列编号、日期和结果；要看办件，请与该机关联系。",
        "rows": [
            {
                "one": one, "result": _result(one), "column": law.COLUMN_NAMES.get(one.column, ""),
                "url": "" if one.agency_id in strange else one.url,
            }
            for one in listed
        ],
        "what": f"{law.ROW_NAMES.get(row, row)}｜{names[column]}", "third": table == "3",
        "back": reverse("annual_report:report", args=[year, code]),
    }  # fmt: skip
    return page(request, "cases", context, tab="listed", last="办件清单")


def _period(request: OfficerRequest, year: int) -> tuple[dt.date, dt.date]:
    """Return the year, or the period that the page of figures asks for. Raises Http404 for days that are none."""
    first, last = law.period_of(year)
    try:
        start = dt.date.fromisoformat(request.GET.get("start") or first.isoformat())
        end = dt.date.fromisoformat(request.GET.get("end") or last.isoformat())
    except ValueError as error:
        raise Http404 from error
    return start, end


def _result(one: Any) -> str:
    if one.is_open:
        return "办理中"
    disputes = {column.key: column.name for column in law.TABLE4_COLUMNS}
    return law.ROW_NAMES[one.row] if one.kind == "application" else disputes[one.row]


CASES = Register(
    name="cases",
    title="办件清单",
    queryset=lambda request: Matter.objects.none(),
    columns=[
        Column("label", "编号"),
        Column("agency.label", "机关"),
        Column("column", "申请人类别", value=lambda one: law.COLUMN_NAMES.get(one.column, "")),
        Column("received_on", "收到"),
        Column("closed_on", "办结", value=lambda one: None if one.is_open else one.closed_on),
        Column("result", "办理结果", value=_result),
        Column("days", "工作日"),
        Column("late", "逾期"),
    ],
)


@officer_required
@require_GET
@remembered()
def figures(request: OfficerRequest) -> HttpResponseBase:
    """Show days and rates of a period beside the one before it, of the same length."""
    check_reads(request)
    agencies = list(agencies_read(request.acting).order_by("lineage"))
    today = timezone.localdate()
    form = PeriodForm(request.GET or None, agencies=[(one.code, one.label) for one in agencies])
    chosen: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    agency = next((one for one in agencies if one.code == chosen.get("agency")), agencies[0])
    start, end = chosen.get("start") or dt.date(today.year, 1, 1), chosen.get("end") or today
    before = _before(start, end)
    form = form if form.is_bound else PeriodForm(
        agencies=[(one.code, one.label) for one in agencies], initial={"agency": agency.code, "start": start, "end": end}
    )  # fmt: skip
    alone = bool(chosen.get("alone"))
    counted = queries.live(agency, start, end, subtree=not alone)
    asked_for = {"start": start.isoformat(), "end": end.isoformat(), **({"alone": "yes"} if alone else {})}
    period = f"?{urlencode(asked_for)}"
    now, then = (queries.handled(agency, *days, subtree=not alone) for days in ((start, end), before))
    numbers = numbers_of(counted)
    overdue = applications.overdue(agency, below=not alone) if start <= today <= end else None
    context = {
        "form": form, "agency": agency, "start": start, "end": end, "before": before,
        "rows": [
            _compared("办结件数", now.closed, then.closed, "件"),
            _compared("平均办理天数", now.average, then.average, "个工作日"),
            _compared("中位数", now.median, then.median, "个工作日"),
            _compared("第90百分位数", now.ninetieth, then.ninetieth, "个工作日"),
            _compared("按期率", now.on_time, then.on_time, "%"),
            *([] if overdue is None else _overdue(now, overdue, _overdue_url(request, agency, alone=alone))),
            _compared("公开率", now.disclosed, then.disclosed, "%"),
        ],
        "caption": law.PARTS["3"],
        "grid": view(third(law.Form.Y2021, numbers), end.year, agency, None, {}, period),
        "texts": view(texts_block(numbers), end.year, agency, None, {}, days=(start, end), alone=alone),
        "alone": alone,
        **explained(agency, start, end, subtree=not alone),
        "definitions": [words.DAYS_DEFINITION, words.ON_TIME_DEFINITION, *([] if overdue is None else [words.OVERDUE_DEFINITION]), words.DISCLOSURE_DEFINITION],
    }  # fmt: skip
    return page(request, "figures", context, tab="figures")


def _overdue(now: words.Handling, overdue: int, url: str) -> list[dict[str, Any]]:
    share = words.on_time_with_open(now.closed, now.on_time, overdue)
    return [
        _compared("逾期未办结", overdue, None, "件") | {"url": url if overdue else ""},
        _compared("按期率（计入逾期未办结）", share, None, "%"),
    ]


def _overdue_url(request: OfficerRequest, agency: Any, *, alone: bool) -> str:
    asked = applications.overdue_asked(request.acting, agency, below=not alone)
    return f"{reverse('applications:list')}?{urlencode(asked)}" if asked else ""


def _before(start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    """Return the same days of the year before; a leap day becomes the 28th."""

    def back(day: dt.date) -> dt.date:
        leap = (day.month, day.day) == (2, 29)
        return day.replace(year=day.year - 1, day=28) if leap else day.replace(year=day.year - 1)

    return back(start), back(end)


def _compared(name: str, now: float | None, then: float | None, unit: str) -> dict[str, Any]:
    change = round(now - then, 1) if now is not None and then is not None else None
    return {"name": name, "now": now, "then": then, "change": change, "unit": unit}


@officer_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: OfficerRequest) -> HttpResponseBase:
    """Judge a report that somebody hands over; nothing is kept."""
    check_reads(request)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                context |= _judged(form)
                status = 200
            except Unreadable as error:
                form.add_error("file", str(error))
    return page(request, "check", context, tab="check", status=status)


def _judged(form: FileForm) -> dict[str, Any]:
    """Raises Unreadable."""
    files = [form.cleaned_data["file"], *([form.cleaned_data["before"]] if form.cleaned_data["before"] else [])]
    if any(one.size > MOST_BYTES for one in files):
        raise Unreadable("文件过大，年度报告一般不超过20 MB，请另存后再上传。")
    read = [reports_in(one.name, one.read())[0] for one in files]
    report = linked(read)[0]
    if len(read) > 1 and report.previous is None:
        report = replace(report, previous=read[1])
    before = report.previous or (
        queries.known_before(report.issuer, report.year) if report.issuer and report.year else None
    )
    return {
        "report": report, "findings": shown(judge(report, before), RULE_NAMES), "judged": True, "before": before,
        "read": {"表二": len(report.table2), "表三": len(report.table3), "表四": len(report.table4), "正文数字": len(report.said)},
    }  # fmt: skip
