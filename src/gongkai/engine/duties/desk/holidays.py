"""放假安排: the one calendar that serves every clock."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar as Weeks
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.desk.forms import NoticeForm
from gongkai.engine.duties.models import HolidayNotice
from gongkai.law.calendar import Calendar
from gongkai.law.notices import NoticeRefused

FIRST_YEAR, LAST_YEAR = 2000, 2199


@officer_required
@require_GET
@permission_required(Permission.DUTIES_READ)
def years(request: OfficerRequest) -> HttpResponseBase:
    """Every year with a notice, this year and the next also without: those are 暂定."""
    today, calendar = timezone.localdate(), queries.calendar()
    by_year: dict[int, list[HolidayNotice]] = {today.year + 1: [], today.year: []}
    for row in queries.notices():
        by_year.setdefault(row.year, []).append(row)
    context = {
        "years": [_year_row(year, rows, calendar) for year, rows in sorted(by_year.items(), reverse=True)],
        "may_load": request.acting.may_anywhere(Permission.DUTIES_HOLIDAYS),
    }
    return desk_page(request, "duties/desk/holidays.html", context, nav="holidays")


@officer_required
@require_GET
@permission_required(Permission.DUTIES_READ)
def year(request: OfficerRequest, year: int) -> HttpResponseBase:
    """One year, day by day: off and worked days coloured and worded."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    calendar = queries.calendar()
    context = {
        "year": year,
        "known": calendar.is_known(year),
        "notices": list(queries.notices(year)),
        "months": [_month(year, month, calendar) for month in range(1, 13)],
        "festivals": _festivals(year, calendar),
        "working_days": sum(calendar.working_days_by_month(year)),
        "weekdays": "一二三四五六日",
    }
    return desk_page(request, "duties/desk/year.html", context, nav="holidays")


@officer_required
@require_http_methods(["GET", "POST"])
@permission_required(Permission.DUTIES_HOLIDAYS)
def load(request: OfficerRequest) -> HttpResponseBase:
    """Paste or upload a notice. What is doubtful is asked back once, then counts."""
    form = NoticeForm(request.POST or None, request.FILES or None)
    questions: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.load_notice(
                notice=form.cleaned_data["notice"], by=request.acting, confirmed=form.cleaned_data["confirmed"]
            )
        except NoticeRefused as error:
            form.add_error(None, list(error.problems))
        except actions.NeedsConfirmation as error:
            questions = error.questions
        else:
            messages.success(request, f"已录入{row}，有关时限已按新的安排重新计算。")
            return redirect("duties:year", row.year)
    context = {"form": form, "questions": questions}
    status = 422 if request.method == "POST" else 200
    return desk_page(request, "duties/desk/load.html", context, nav="holidays", status=status)


def _year_row(year: int, rows: list[HolidayNotice], calendar: Calendar) -> dict[str, Any]:
    return {"year": year, "notices": rows, "known": calendar.is_known(year)}


def _month(year: int, month: int, calendar: Calendar) -> dict[str, Any]:
    weeks = Weeks().monthdatescalendar(year, month)
    return {
        "name": f"{month}月",
        "working_days": calendar.working_days_by_month(year)[month - 1],
        "weeks": [[_cell(day, calendar) if day.month == month else None for day in week] for week in weeks],
    }


def _cell(day: dt.date, calendar: Calendar) -> dict[str, Any]:
    """`mark` is the word beside the figure: 休 for a festival, 班 for a worked weekend; weekends and work days need none."""
    if calendar.festival(day):
        kind, mark = "off", "休"
    elif calendar.is_worked_weekend(day):
        kind, mark = "worked", "班"
    else:
        kind, mark = ("", "") if calendar.is_working_day(day) else ("weekend", "")
    return {"day": day, "kind": kind, "mark": mark, "note": calendar.reason(day) if mark else ""}


def _festivals(year: int, calendar: Calendar) -> list[list[str]]:
    """The table beside the picture: festival, days off, worked weekends."""
    off: dict[str, list[dt.date]] = {}
    worked: list[dt.date] = []
    day = dt.date(year, 1, 1)
    while day.year == year:
        if name := calendar.festival(day):
            off.setdefault(name, []).append(day)
        elif calendar.is_worked_weekend(day):
            worked.append(day)
        day += dt.timedelta(days=1)
    rows = [[name, _span(days), f"{len(days)}天"] for name, days in off.items()]
    if worked:
        rows.append(["调休上班", "、".join(f"{d.month}月{d.day}日" for d in worked), f"{len(worked)}天"])
    return rows


def _span(days: list[dt.date]) -> str:
    runs: list[list[dt.date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(
        f"{run[0].month}月{run[0].day}日" + (f"至{run[-1].month}月{run[-1].day}日" if len(run) > 1 else "")
        for run in runs
    )
