"""检索情况: what was looked for, what was not found, whether it helped; how long the counts are kept."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.base.organisations.rules import Permission
from gongkai.engine.search import actions, queries
from gongkai.engine.search.queries import TermCount
from gongkai.engine.search.rules.keeping import LEAST_DAYS, MOST_DAYS

SPANS = {"7": "近7天", "30": "近30天", "90": "近90天", "365": "近一年"}
SHOWN = 50
EXPORTED = 5000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take the cell for a formula


class KeepForm(forms.Form):
    days = forms.IntegerField(
        label="保存天数", min_value=LEAST_DAYS, max_value=MOST_DAYS, help_text="到期的检索统计由系统自动删除。"
    )


def _span(request: OfficerRequest) -> tuple[dt.date, dt.date, str]:
    wanted = request.GET.get("days", "30")
    wanted = wanted if wanted in SPANS else "30"
    today = timezone.localdate()
    return today - dt.timedelta(days=int(wanted) - 1), today, wanted


@officer_required
@require_GET
@permission_required(Permission.SEARCH_MANAGE)
def overview(request: OfficerRequest) -> HttpResponseBase:
    since, until, days = _span(request)
    figures = queries.answer_figures(since=since, until=until)
    context: dict[str, Any] = {
        "strip": _strip(figures),
        "tabs": [{"label": name, "url": f"?days={key}", "current": key == days} for key, name in SPANS.items()],
        "days": days,
        "terms": [_row(one) for one in queries.terms(since=since, until=until, most=SHOWN)],
        "zero": [_row(one) for one in queries.zero_terms(since=since, until=until, most=SHOWN)],
        "head": HEAD,
        "form": KeepForm(initial={"days": queries.keep_days()}),
        "documents": queries.document_count(),
    }
    return desk_page(request, "search/desk/overview.html", context, nav="search")


HEAD: list[dict[str, Any]] = [
    {"label": "检索词"},
    {"label": "次数", "right": True},
    {"label": "结果数", "right": True},
    {"label": "点开", "right": True},
    {"label": "平均位次", "right": True},
    {"label": "找到／没找到", "right": True},
    {"label": "最近"},
]


def _row(one: TermCount) -> list[object]:
    place = f"{one.place:.1f}" if one.place else "—"
    return [
        one.words, one.asked, one.found, one.clicks, place, f"{one.helped}／{one.not_helped}", one.last_on.isoformat(),
    ]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.0f}" if whole else "—"


def _strip(figures: Any) -> list[dict[str, Any]]:
    asked, answered = figures["asked"], figures["helped"] + figures["not_helped"]
    return [
        {"label": "检索", "value": asked, "unit": "次"},
        {"label": "没有结果", "value": _share(figures["zero"], asked), "unit": "%", "kind": "warn" if figures["zero"] else ""},
        {"label": "点开结果", "value": _share(figures["clicks"], asked), "unit": "%"},
        {"label": "点开的是第一条", "value": _share(figures["first"], figures["clicks"]), "unit": "%"},
        {"label": "说找到了", "value": _share(figures["helped"], answered), "unit": "%"},
    ]  # fmt: skip


@officer_required
@require_GET
@permission_required(Permission.SEARCH_MANAGE)
def export(request: OfficerRequest) -> HttpResponseBase:
    """The counts of the span as CSV, `?zero=1` only what found nothing."""
    since, until, _ = _span(request)
    read = queries.zero_terms if request.GET.get("zero") else queries.terms
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="search-terms.csv"'
    writer = csv.writer(response)
    writer.writerow([column["label"] for column in HEAD])
    for one in read(since=since, until=until, most=EXPORTED):
        words, *rest = _row(one)
        writer.writerow([f"'{words}" if str(words).startswith(DANGEROUS) else words, *rest])
    return response


@officer_required
@require_POST
@permission_required(Permission.SEARCH_MANAGE)
def keep(request: OfficerRequest) -> HttpResponseBase:
    form = KeepForm(request.POST)
    if form.is_valid():
        actions.keep_for(days=form.cleaned_data["days"], by=request.acting)
        messages.success(request, f"检索统计保存{form.cleaned_data['days']}天。")
    else:
        messages.error(request, f"保存天数应在{LEAST_DAYS}到{MOST_DAYS}之间，没有更改。")
    return redirect("search:overview")


@officer_required
@require_POST
@permission_required(Permission.SEARCH_MANAGE)
def rebuild(request: OfficerRequest) -> HttpResponseBase:
    actions.ask_for_rebuild(by=request.acting)
    messages.success(request, "已安排重建检索库，由后台完成，重建期间检索照常。")
    return redirect("search:overview")


@officer_required
@require_GET
@permission_required(Permission.SEARCH_MANAGE)
def understand(request: OfficerRequest) -> HttpResponseBase:
    """Try a query: what is understood, what it looks for, what it finds first."""
    words = request.GET.get("q", "")[:200].strip()
    context: dict[str, Any] = {"words": words}
    if words:
        found = queries.answer(queries.SearchRequest(text=words, page_size=5, facets=()))
        context |= {
            "meanings": [
                {"kind": one.kind, "text": one.text, "label": one.label, "narrows": one.narrows}
                for one in found.understood.meanings
            ],
            "rest": found.understood.rest,
            "note": found.note,
            "result": found.result,
            "synonyms": queries.vocabulary().variants(found.understood.rest),
            "public_url": f"/search?{urlencode({'q': words})}",
        }
    return desk_page(request, "search/desk/understand.html", context, nav="search")
