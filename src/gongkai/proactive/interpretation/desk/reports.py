"""Reports on interpretation, for an agency and all below it and for a period; every figure opens its cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.asked import asked_year
from gongkai.base.ui.text import cn_datetime
from gongkai.proactive.interpretation.desk.tables import FORMATS, as_file
from gongkai.proactive.interpretation.desk.working import NAV, check_desk
from gongkai.proactive.interpretation.queries import reports
from gongkai.proactive.interpretation.queries.calendar import cycles
from gongkai.proactive.interpretation.queries.measures import counted_facts
from gongkai.proactive.interpretation.rules import FACT_KINDS, FORM_NAMES, STAGE_NAMES
from gongkai.proactive.interpretation.rules.diversity import TARGET, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpResponseBase

PAGE = 50
VIEWS = {"coverage": "应解读尽解读", "diversified": "多元化解读", "sync": "三同步", "content": "要素和事实"}


@dataclass(frozen=True)
class Told:
    """One report: what the page shows, and the same as a table to take away."""

    context: dict[str, Any]
    rows: Sequence[Any]
    head: Sequence[str]
    lines: Callable[[], list[list[object]]]


def day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def scope_of(request: OfficerRequest) -> reports.Scope:
    """Return what was asked for; this year where nothing was, and days in the right order whatever was typed."""
    today = timezone.localdate()
    since = day(request.GET.get("since")) or today.replace(month=1, day=1)
    until = day(request.GET.get("until")) or today
    return reports.Scope(request.acting, min(since, until), max(since, until), str(request.GET.get("agency", "")))


@officer_required
@require_GET
def report(request: OfficerRequest) -> HttpResponseBase:
    check_desk(request)
    view = str(request.GET.get("view") or "coverage")
    view = view if view in VIEWS else "coverage"
    scope, show = scope_of(request), str(request.GET.get("show", ""))
    told = TELLERS[view](scope, show)
    kind = str(request.GET.get("format", ""))
    if kind in FORMATS:
        return as_file(kind, f"政策解读-{VIEWS[view]}", told.head, told.lines())
    page = Paginator(told.rows, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    for name in ("page", "format"):
        query.pop(name, None)
    context = told.context | {
        "view": view,
        "tabs": [
            {"label": label, "url": f"?view={key}&since={scope.since}&until={scope.until}&agency={scope.agency}", "current": key == view}
            for key, label in VIEWS.items()
        ],
        "scope": scope,
        "show": show,
        "page": page,
        "agencies": agencies_where(request.acting, Permission.DOCUMENTS_READ).order_by("code"),
        "present_query": query.urlencode(),
        "total_word": f"共{page.paginator.count}件",
    }  # fmt: skip
    return desk_page(request, "interpretation/desk/reports.html", context, nav=NAV)


def _coverage(scope: reports.Scope, show: str) -> Told:
    found = reports.policies(scope)
    rows = [one for one in found if not one.covered] if show == "without" else found
    fit = sum(one.covered for one in found)
    context = {
        "lines": reports.shares(found, lambda one: one.document.item.agency, lambda one: one.covered),
        "total": len(found), "fit": fit, "rate": round(100 * fit / len(found), 1) if found else None,
    }  # fmt: skip
    head = ("索引号", "文件", "发文字号", "发文机关", "公开时间", "已公开的解读")
    return Told(context, rows, head, lambda: [
        [
            one.document.item.key, one.title, one.document.doc_number, one.document.item.agency.name,
            one.document.item.release.first_published_at, len(one.interpretations),
        ]
        for one in rows
    ])  # fmt: skip


def _diversified(scope: reports.Scope, show: str) -> Told:
    found = reports.interpreted(scope)
    fit = sum(map(reports.is_diversified, found))
    rows = [one for one in found if show in {"", one.form} or (show == "diversified" and reports.is_diversified(one))]
    context = {
        "lines": reports.shares(found, lambda one: one.drafting_agency, reports.is_diversified),
        "total": len(found), "fit": fit, "rate": round(100 * fit / len(found), 1) if found else None,
        "target": round(100 * TARGET.share), "source": TARGET.source, "warning": warning(fit, len(found)),
        "by_form": reports.by_form(found), "show_name": FORM_NAMES.get(show, ""),
    }  # fmt: skip
    head = ("索引号", "解读", "所解读的文件", "形式", "是否多元化", "不计入的原因", "解读单位", "公开时间")
    return Told(context, rows, head, lambda: [
        [
            one.item.key, one.item.release.title, vars(one)["of_title"], FORM_NAMES[one.form],
            reports.is_diversified(one), vars(one)["hollow"], one.drafting_agency.name, one.item.release.first_published_at,
        ]
        for one in rows
    ])  # fmt: skip


def _sync(scope: reports.Scope, show: str) -> Told:
    found = reports.timed(reports.policies(scope))

    def apart(one: reports.Policy) -> bool:
        return one.pairs[-1].apart != dt.timedelta(0)

    rows = [one for one in found if apart(one)] if show == "apart" else found
    together = len(found) - sum(map(apart, found))
    context = {
        "lines": reports.shares(found, lambda one: one.document.item.agency, lambda one: not apart(one)),
        "total": len(found), "fit": together, "rate": round(100 * together / len(found), 1) if found else None,
    }  # fmt: skip
    names = [pair.name for pair in found[0].pairs] if found else ["同步起草", "同步审签", "同步发布"]
    head = ["索引号", "文件", "发文字号", *(f"{name}：{what}" for name in names for what in ("文件", "解读", "相差"))]
    return Told(context, rows, head, lambda: [
        [
            one.document.item.key, one.title, one.document.doc_number,
            *(
                cell
                for pair in one.pairs
                for cell in (_said(pair.document), _said(pair.interpretation), pair.words)
            ),
        ]
        for one in rows
    ])  # fmt: skip


def _said(at: dt.datetime | None) -> str:
    return cn_datetime(at) if at else ""


def _content(scope: reports.Scope, show: str) -> Told:
    found = reports.interpreted(scope)
    rows = [reports.content_of(one) for one in found if show in {"", one.form}]
    context = {
        "lines": reports.shares(found, lambda one: one.drafting_agency, lambda one: bool(one.facts)),
        "total": len(found), "fit": sum(bool(one.facts) for one in found),
        "rate": round(100 * sum(bool(one.facts) for one in found) / len(found), 1) if found else None,
        "told": list(counted_facts(found).items()), "fact_names": list(FACT_KINDS.values()),
    }  # fmt: skip
    head = ["索引号", "解读", "形式", "已写明的要素", "不适用的要素", "要素总数", *FACT_KINDS.values()]
    return Told(context, rows, head, lambda: [
        [one.one.item.key, one.one.item.release.title, FORM_NAMES[one.one.form], one.present, one.absent, one.parts, *one.told.values()]
        for one in rows
    ])  # fmt: skip


TELLERS = {"coverage": _coverage, "diversified": _diversified, "sync": _sync, "content": _content}


@officer_required
@require_GET
def calendar(request: OfficerRequest) -> HttpResponseBase:
    """Three slots for each policy of a year, by month; what is missing is said (R170)."""
    check_desk(request)
    today = timezone.localdate()
    year = asked_year(request.GET.get("year")) or today.year
    agency, missing = str(request.GET.get("agency", "")), str(request.GET.get("missing", ""))
    found = cycles(request.acting, year=year, today=today, agency=agency, missing=missing)
    kind = str(request.GET.get("format", ""))
    if kind in FORMATS:
        lines = [
            [
                one.document.item.key,
                one.title,
                one.document.doc_number,
                one.day,
                *(_slot_words(slot) for slot in one.slots),
            ]
            for one in found
        ]
        return as_file(
            kind, f"全周期解读-{year}", ("索引号", "文件", "发文字号", "印发日期", *STAGE_NAMES.values()), lines
        )
    months: dict[str, list[Any]] = {}
    for one in found:
        months.setdefault(f"{one.day.month}月" if one.day else "正在起草和办理", []).append(one)
    query = request.GET.copy()
    query.pop("format", None)
    context = {
        "year": year, "years": range(today.year, today.year - 6, -1), "agency": agency, "missing": missing,
        "agencies": agencies_where(request.acting, Permission.DOCUMENTS_READ).order_by("code"), "stages": STAGE_NAMES,
        "months": [{"name": name, "cycles": several} for name, several in months.items()], "total": len(found),
        "gaps": sum(bool(one.missing) for one in found), "present_query": query.urlencode(),
    }  # fmt: skip
    return desk_page(request, "interpretation/desk/calendar.html", context, nav=NAV)


def _slot_words(slot: Any) -> str:
    words = {"public": "已发布", "under-way": "办理中", "missing": "缺", "ahead": slot.word, "over": slot.word}
    if slot.state == "none":
        return f"{slot.word}：{slot.why}"
    return str(words[slot.state])
