"""纠错情况: how many cases ended with a correction, against the period before, by kind, agency and cause (R243)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import subtree
from gongkai.responsive.applications.desk.after_shared import (
    agencies_of,
    agency_asked,
    below,
    csv_of,
    office_required,
    period_of,
    query_of,
)
from gongkai.responsive.applications.desk.shared import page
from gongkai.responsive.applications.queries import rates

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency


def chosen(request: OfficerRequest) -> tuple[list[Agency], list[Agency], Agency | None]:
    """Return what this person reads, what of it was asked for (an agency means those below it too), and that agency."""
    agencies = agencies_of(request.acting)
    top = agency_asked(request, agencies)
    if top is None:
        return agencies, agencies, None
    below_it = set(subtree(top).values_list("pk", flat=True))
    return agencies, [one for one in agencies if one.pk in below_it], top


def year_figures() -> str:
    """Return the page with days, averages and disclosure rates, "" where it is not installed."""
    try:
        return reverse("annual_report:figures")
    except NoReverseMatch:
        return ""


@officer_required
@office_required
@require_GET
def shown(request: OfficerRequest) -> HttpResponseBase:
    agencies, wanted, top = chosen(request)
    since, until = period_of(request)
    earlier = rates.before(since, until)
    now, then = rates.total(wanted, since, until), rates.total(wanted, *earlier)
    context = {
        "since": since,
        "until": until,
        "earlier": earlier,
        "top": top,
        "agencies": agencies if len(agencies) > 1 else [],
        "now": now,
        "then": then,
        "kinds": rates.by_kind(wanted, since, until),
        "causes": rates.by_cause(wanted, since, until),
        "causes_then": dict(rates.by_cause(wanted, *earlier)),
        "by_agency": rates.by_agency(wanted, since, until) if len(wanted) > 1 else [],
        "year_figures": year_figures(),
        "query": query_of(request),
        "crumbs": below("复议诉讼", "challenges", "纠错情况"),
    }
    return page(request, "after/figures", context)


@officer_required
@office_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    _, wanted, _ = chosen(request)
    return csv_of("行政纠错情况", _lines(wanted, *period_of(request)))


def _lines(wanted: list[Agency], since: dt.date, until: dt.date) -> Iterator[tuple[object, ...]]:
    yield ("项目", "审结", "纠正", "纠错率", "起", "止")
    rows = [
        rates.total(wanted, since, until),
        *rates.by_kind(wanted, since, until),
        *rates.by_agency(wanted, since, until),
    ]
    for one in rows:
        yield (one.name, one.decided, one.corrected, one.share, since, until)
    for name, count in rates.by_cause(wanted, since, until):
        yield (f"纠错原因：{name}", "", count, "", since, until)
