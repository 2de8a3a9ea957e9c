"""年度报告: every agency of a year, nil ones told so."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.engine.duties.rules import rule_of
from gongkai.law.periods import annual_due
from gongkai.oversight.annual_report import queries
from gongkai.oversight.annual_report.desk.shared import check_reads, check_year, page
from gongkai.oversight.annual_report.rules.reports import STATE_NAMES, State, duty_of

PILLS = {State.DRAFT: "info", State.FROZEN: "warn", State.PUBLISHED: "ok"}
YEARS = 6


@officer_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    check_reads(request)
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = check_year(int(asked)) if asked.isdecimal() else today.year - 1
    lines = queries.year_lines(request.acting, year)
    years = sorted({*range(today.year - YEARS + 1, today.year + 1), *queries.years(request.acting)}, reverse=True)
    context = {
        "year": year,
        "years": [
            {"label": f"{one}年", "url": f"{reverse('annual_report:listed')}?year={one}", "current": one == year}
            for one in years
        ],
        "rows": [_row(line, year) for line in lines],
        "running": year == today.year,
    }
    return page(request, "list", context, tab="listed")


def _row(line: queries.Line, year: int) -> dict[str, Any]:
    report, today = line.report, timezone.localdate()
    due = annual_due(rule_of(duty_of(line.agency.kind)).law, year + 1)
    done = report.published_on if report else None
    state = report.state if report else ""
    return {
        "line": line,
        "url": reverse("annual_report:report", args=[year, line.agency.code]),
        "depth": len(line.agency.lineage_codes()) - 1,
        "state": {"label": STATE_NAMES[state], "kind": PILLS[State(state)]} if state else None,
        "due": due,
        "done": done,
        "late": (done > due) if done else today > due,
        "waits": done is None and report is not None,
    }
