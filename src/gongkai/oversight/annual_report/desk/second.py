"""Table 二: what is counted beside what was settled, what is entered beside last year's, and what does not add up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.desk.editing import GET_POST, report_to_edit
from gongkai.oversight.annual_report.desk.forms import SecondForm
from gongkai.oversight.annual_report.desk.linking import explained, texts_url
from gongkai.oversight.annual_report.desk.shared import attempt, page, seen_of, shown
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.queries import second as told
from gongkai.oversight.annual_report.queries.holdings import remembered
from gongkai.oversight.annual_report.rules import RULE_NAMES
from gongkai.oversight.annual_report.rules import second as words
from gongkai.oversight.annual_report.rules.layout import show
from gongkai.oversight.annual_report.rules.reports import SECOND_SOURCES
from gongkai.oversight.annual_report.rules.second import Spot


@officer_required
@require_http_methods(GET_POST)
def second(request: OfficerRequest, year: int, code: str) -> HttpResponseBase:
    report = report_to_edit(request, year, code)
    counted = queries.counted(report)
    settled = {(one.row, one.column): one for one in queries.settled(report, counted)}
    numbers = told.spots(report)
    initial = SecondForm.of(numbers, counted, {spot: one.reason for spot, one in settled.items()})
    form = SecondForm(request.POST or None, initial=initial, counted=counted)
    status = 200
    if request.method == "POST":
        status = attempt(
            form,
            lambda: actions.enter(
                report=report, numbers=form.numbers, reasons=form.reasons, by=request.acting, seen=seen_of(request)
            ),
        )
        if not status:
            messages.success(request, "表二已保存。")
            return redirect("annual_report:report", year, code)
        report.refresh_from_db()
    return _shown(request, report, form, settled, numbers, status)


@remembered()
def _shown(
    request: OfficerRequest, report: Report, form: SecondForm, settled: Mapping[Spot, words.Settled],
    numbers: Mapping[Spot, Decimal], status: int,
) -> HttpResponseBase:  # fmt: skip
    checked = [one for one in queries.findings(report) if one.row in law.STOCK_ROWS or one.row in SECOND_SOURCES]
    explanation = explained(report.agency, *law.period_of(report.year)) if form.counted else {}
    context = {
        "report": report, "form": form, "year": report.year, "code": report.agency.code, "before": queries.before(report),
        **_tables(report, form, form.counted, settled, numbers),
        "findings": shown(checked, RULE_NAMES),
        **explanation,
    }  # fmt: skip
    return page(request, "second", context, tab="listed", last="填报表二", status=status)


def _tables(
    report: Report, form: SecondForm, counted: Mapping[Spot, int], settled: Mapping[Spot, words.Settled],
    numbers: Mapping[Spot, Decimal],
) -> dict[str, Any]:  # fmt: skip
    """Return the rows of both tables: those counted, those entered."""
    last = queries.before(report)
    then = told.spots(last) if last else {}
    below, waiting = told.of_those_below(report)
    period = law.period_of(report.year)
    rows: dict[str, list[dict[str, Any]]] = {"counted": [], "entered": []}
    for key, spot in form.names.items():
        row, column = spot
        entry: dict[str, Any] = {
            "row": row, "column": f"{column}（万元）" if row == law.FEES else column, "field": form[key],
            "last": show(then[spot]) if spot in then else "",
        }  # fmt: skip
        if spot in counted:
            entry |= {
                "counted": counted[spot], "url": texts_url(report.agency, row, words.KEY_OF_COLUMN[column], *period),
                "reason": form.reason_of(key), "settled": settled.get(spot),
            }  # fmt: skip
            rows["counted"].append(entry)
        else:
            now = numbers.get(spot)
            entry |= {
                "below": show(below[spot]) if spot in below else "", "source": SECOND_SOURCES.get(row, ""),
                "far": now is not None and words.far_off(now, then.get(spot)),
            }  # fmt: skip
            rows["entered"].append(entry)
    return rows | {"waiting": waiting, "far_source": words.FAR_SOURCE}
