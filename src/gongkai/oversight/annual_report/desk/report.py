"""One report: its tables as on the form, what does not fit beside them, and what can be done next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.engine.duties import queries as duties
from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.actions.reporting import report_subject
from gongkai.oversight.annual_report.desk.forms import CorrectForm, PublishForm, ReasonForm
from gongkai.oversight.annual_report.desk.linking import explained, texts_url
from gongkai.oversight.annual_report.desk.shared import attempt, check_reads, check_year, history, page, seen_of, shown
from gongkai.oversight.annual_report.models import Report
from gongkai.oversight.annual_report.permissions import manages
from gongkai.oversight.annual_report.queries.holdings import remembered
from gongkai.oversight.annual_report.queries.papers import TYPES, Paper, as_paper, paper_of
from gongkai.oversight.annual_report.queries.second import is_counted
from gongkai.oversight.annual_report.rules import RULE_NAMES, Figures, judge
from gongkai.oversight.annual_report.rules.layout import Grid, Place, grids, numbers_of, show
from gongkai.oversight.annual_report.rules.reports import NIL_SENTENCE, STATE_NAMES, Source
from gongkai.oversight.annual_report.rules.second import KEY_OF_COLUMN, Settled
from gongkai.oversight.annual_report.rules.sums import is_sum

TABLES = {"2": "二", "3": "三", "4": "四"}
TABLE4_NAMES = {column.key: column.name for column in law.TABLE4_COLUMNS}
CAPTIONS = {number: law.PARTS[number] for number in ("2", "3", "4")}
FORMATS = (("pdf", "导出 PDF"), ("docx", "导出 Word"), ("xlsx", "导出 Excel"), ("json", "导出 JSON"))


def asked(request: OfficerRequest, year: int, code: str) -> tuple[Any, Report | None]:
    """Return agency and report, if there is one. Raises OutOfSight for strangers."""
    check_reads(request)
    check_year(year)
    agency = queries.agency_read(request.acting, code)
    return agency, Report.objects.filter(agency=agency, year=year).select_related("agency").first()


@officer_required
@require_GET
def detail(request: OfficerRequest, year: int, code: str) -> HttpResponseBase:
    agency, report = asked(request, year, code)
    return show_report(request, agency, year, report)


@remembered()
def show_report(
    request: OfficerRequest, agency: Any, year: int, report: Report | None, *,
    forms_given: dict[str, forms.Form] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    figures = queries.figures_of(report) if report else queries.live(agency, *law.period_of(year))
    numbers = numbers_of(figures)
    moved = queries.moved(report) if report else {}
    period = law.period_of(year)
    counted = queries.counted(report) if report and report.is_draft else {}
    settled = queries.settled(report, counted) if report else []
    found = queries.findings(report) if report else judge(figures)
    duty = duties.of_subject(report_subject(report)).last() if report else None
    works = manages(request.acting, agency)
    context: dict[str, Any] = {
        "agency": agency, "year": year, "report": report, "works": works,
        "state": STATE_NAMES[report.state] if report else "",
        "clock": duties.clock(duty, timezone.localdate()) if duty is not None else None,
        "tables": [
            {
                "number": number, "caption": CAPTIONS[number],
                "rows": view(grid, year, agency, report, moved, settled=settled),
            }
            for number, grid in grids(figures, numbers).items()
        ],
        "nil": NIL_SENTENCE.format(year=year) if queries.is_nil(figures) else "",
        "findings": shown(found, RULE_NAMES),
        "missing": queries.missing(report) if report and report.is_draft else [],
        "hard": sum(1 for one in found if one.hard),
        "moved": len(moved),
        "corrections": _corrections(report) if report else [],
        "parts": _parts(report) if report else [],
        "settled": [{"one": one, "value": show(one.value)} for one in settled],
        **(explained(agency, *period) if is_counted(year) else {}),
        "exports": [{"label": word, "url": reverse("annual_report:export", args=[year, code_of(agency), kind])}
                    for kind, word in FORMATS],
        "source": law.FORM_SOURCES[law.form_of(year)].citation,
        "history": history(report) if report else [],
        **_forms(report, numbers),
        **(forms_given or {}),
    }  # fmt: skip
    return page(request, "report", context, tab="listed", last=f"{agency.label}{year}年", status=status)


def code_of(agency: Any) -> str:
    return str(agency.code)


def _parts(report: Report) -> list[tuple[str, str]]:
    texts = {"1": report.part_one, "5": report.part_five, "6": report.part_six}
    return [(law.PARTS[number], text) for number, text in texts.items()]


def _forms(report: Report | None, numbers: Mapping[Place, str]) -> dict[str, forms.Form]:
    if report is None or report.is_draft:
        return {}
    return {
        "correct": CorrectForm(places=_places(numbers), prefix="correct"),
        "again": ReasonForm(prefix="again"),
        "publish": PublishForm(prefix="publish", initial={"on": timezone.localdate()}),
    }


def _places(numbers: Mapping[Place, str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the numbers that may be corrected, table by table; sums follow by themselves."""
    found: dict[str, list[tuple[str, str]]] = {}
    for place, value in numbers.items():
        if not is_sum(place):
            found.setdefault(f"表{TABLES[place[0]]}", []).append(("|".join(place), f"{place_name(*place)}：{value}"))
    return list(found.items())


def place_name(table: str, row: str, column: str) -> str:
    names = TABLE4_NAMES if table == "4" else law.COLUMN_NAMES
    return f"{law.ROW_NAMES.get(row, row)}｜{names.get(column, column)}"


def view(
    grid: Grid,
    year: int,
    agency: Any,
    report: Report | None,
    moved: Mapping[Place, Any],
    period: str = "",
    *,
    settled: Sequence[Settled] = (),
    days: tuple[dt.date, dt.date] | None = None,
    alone: bool = False,
) -> list[Any]:
    """Return the rows for the template: each number with its link, what it was, what is counted, what it would be now."""
    beside = {("2", one.row, one.column): one.counted for one in settled}
    later = queries.corrected(report) if report else {}
    imported = set()
    if report is not None:
        imported = set(report.cells.filter(source=Source.IMPORTED.value).values_list("table", "row", "column"))
    rows = []
    for boxes in grid:
        cells = []
        last_head = next((box for box, after in pairwise(boxes) if box.is_head and after.place is not None), None)
        for box in boxes:
            place = box.place
            cell: dict[str, Any] = {
                "box": box,
                "was": "",
                "now": "",
                "url": "",
                "leaf": box is last_head and box.across == 1,
            }
            if place is not None:
                if place not in imported and (box.text != "0" or beside.get(place)):
                    cell["url"] = _behind(place, year, agency, period, days or law.period_of(year), alone=alone)
                cell["beside"] = str(beside.get(place, ""))
                cell["was"] = "、".join(show(one.old) for one in later.get(place, ()))
                cell["now"] = show(moved[place][1]) if place in moved else ""
            cells.append(cell)
        rows.append(cells)
    return rows


def _behind(place: Place, year: int, agency: Any, period: str, days: tuple[dt.date, dt.date], *, alone: bool) -> str:
    """Return where the matters or texts behind a number are listed; "" for what was handed in."""
    table, row, column = place
    if table != "2":
        return reverse("annual_report:cases", args=[year, agency.code, *place]) + period
    if row not in law.STOCK_ROWS or not is_counted(year):
        return ""
    return texts_url(agency, row, KEY_OF_COLUMN[column], *days, alone=alone)


def _corrections(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "one": one, "old": show(one.old), "new": show(one.new),
            "place": place_name(one.cell.table, one.cell.row, one.cell.column),
        }
        for one in queries.corrections(report)
    ]  # fmt: skip


@officer_required
@require_GET
def export(request: OfficerRequest, year: int, code: str, kind: str) -> HttpResponseBase:
    agency, report = asked(request, year, code)
    if kind not in TYPES:
        raise Http404
    if report is not None:
        paper = paper_of(report)
    else:
        figures: Figures = queries.live(agency, *law.period_of(year))
        paper = Paper(f"{agency}{year}年政府信息公开工作年度报告", {}, figures)
    response = HttpResponse(as_paper(paper, kind), content_type=TYPES[kind])
    name = quote(f"{paper.title}.{kind}")
    response["Content-Disposition"] = f"attachment; filename=\"annual-report-{year}.{kind}\"; filename*=UTF-8''{name}"
    return response


@officer_required
@require_POST
def do(request: OfficerRequest, year: int, code: str, verb: str) -> HttpResponseBase:
    agency, report = asked(request, year, code)
    by, seen = request.acting, seen_of(request)
    if verb == "open":
        return _plainly(request, agency, year, report, lambda: actions.open_report(agency=agency, year=year, by=by))
    if report is None:
        raise OutOfSight
    if verb == "freeze":
        return _plainly(
            request, agency, year, report, lambda: actions.freeze(report=report, by=by, seen=seen), "报告已冻结。"
        )
    places = _places(numbers_of(queries.figures_of(report)))
    form: forms.Form
    match verb:
        case "correct":
            form = several = CorrectForm(request.POST, places=places, prefix=verb)
            run, said = (lambda: _correct(several, report, by, seen)), "已更正，相关的总计随之更正，原数保留在旁。"
        case "again":
            form = ReasonForm(request.POST, prefix=verb)
            run = lambda: actions.take_again(  # noqa: E731
                report=report, reason=form.cleaned_data["reason"], by=by, seen=seen
            )
            said = "已按台账更正，原数保留在旁。"
        case "publish":
            form = PublishForm(request.POST, prefix=verb)
            run = lambda: actions.publish(report=report, by=by, seen=seen, **form.cleaned_data)  # noqa: E731
            said = "已登记公布。"
        case _:
            raise Http404
    status = attempt(form, run)
    if status:
        report.refresh_from_db()
        return show_report(request, agency, year, report, forms_given={verb: form}, status=status)
    messages.success(request, said)
    return redirect("annual_report:report", year, agency.code)


def _correct(form: CorrectForm, report: Report, by: Any, seen: int | None) -> object:
    return actions.correct(report=report, changes=form.changes(), reason=form.cleaned_data["reason"], by=by, seen=seen)


def _plainly(
    request: OfficerRequest, agency: Any, year: int, report: Report | None, run: Any, said: str = "已建立年度报告。"
) -> HttpResponseBase:
    """Run a verb that has no fields; what refuses it is said above the page."""
    form = forms.Form({})
    status = attempt(form, run)
    if status:
        if report is not None:
            report.refresh_from_db()
        return show_report(request, agency, year, report, forms_given={"refused": form}, status=status)
    messages.success(request, said)
    return redirect("annual_report:report", year, agency.code)
