"""热点: what is asked for most in a period, what is public about it already, and the way to open more (R246)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.responsive.applications.desk.after_shared import csv_of, office_required, period_of, query_of
from gongkai.responsive.applications.desk.figures import chosen, year_figures
from gongkai.responsive.applications.desk.shared import page
from gongkai.responsive.applications.queries.conversions import conversions
from gongkai.responsive.applications.queries.hot import Hot, hot
from gongkai.responsive.applications.queries.rates import before
from gongkai.responsive.applications.rules.challenges import ConversionState
from gongkai.responsive.applications.rules.demand import WORD_SOURCE


def draft_url(request: OfficerRequest) -> str:
    """Return where a new document is begun, for who may; "" else."""
    if not request.acting.may_anywhere(Permission.DOCUMENTS_DRAFT):
        return ""
    try:
        return reverse("documents:new")
    except NoReverseMatch:
        return ""


@officer_required
@office_required
@require_GET
def shown(request: OfficerRequest) -> HttpResponseBase:
    agencies, wanted, top = chosen(request)
    since, until = period_of(request)
    found = hot(wanted, since, until)
    waiting = list(
        conversions(request.acting, state=ConversionState.PROPOSED).values_list("application__title", flat=True)
    )
    context = {
        "since": since,
        "until": until,
        "earlier": before(since, until),
        "top": top,
        "agencies": agencies if len(agencies) > 1 else [],
        "hot": found,
        "words": [{"line": line, "waits": any(line.name in title for title in waiting)} for line in found.words],
        "word_source": WORD_SOURCE,
        "draft_url": draft_url(request),
        "year_figures": year_figures(),
        "query": query_of(request),
    }
    return page(request, "after/hot", context, tab="hot")


@officer_required
@office_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    since, until = period_of(request)
    return csv_of("依申请热点", _lines(hot(chosen(request)[1], since, until)))


def _lines(found: Hot) -> Iterator[tuple[object, ...]]:
    yield ("分类", "名称", "本期件数", "上期件数", "增减")
    groups = (
        ("合计", [found.total]), ("主题", found.themes), ("内容", found.words), ("机关", found.agencies),
        ("科室", found.divisions),
    )  # fmt: skip
    for group, lines in groups:
        for line in lines:
            yield (group, line.name, line.now, line.then, line.change)
