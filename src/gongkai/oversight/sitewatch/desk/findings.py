"""问题和修复: the list, one task with its history, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.events import queries as events
from gongkai.base.events.rules import label
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import queries as duties
from gongkai.engine.publishing import actions as moving
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.oversight.sitewatch import actions, queries
from gongkai.oversight.sitewatch.actions.findings import subject_of
from gongkai.oversight.sitewatch.desk.forms import MoveForm, NoteForm
from gongkai.oversight.sitewatch.desk.shared import as_csv, shown, site_asked
from gongkai.oversight.sitewatch.models import Finding
from gongkai.oversight.sitewatch.rules import KIND_NAMES, REPAIR_SOURCE, STATE_NAMES, Kind, State
from gongkai.oversight.sitewatch.rules.links import FAILED_DAYS_SOURCE

PER_PAGE = 40
PILLS = {State.OPEN: "warn", State.REPAIRED: "info", State.CLOSED: "ok", State.EXEMPT: "pause"}


def _asked(request: OfficerRequest, pk: int) -> tuple[Any, Any, dict[str, str]]:
    site = site_asked(request, pk)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "waiting")
    kind = kind if kind in KIND_NAMES else ""
    state = state if state in {*STATE_NAMES, "waiting", ""} else "waiting"
    overdue = timezone.localdate() if request.GET.get("overdue") == "1" else None
    rows = queries.findings(request.acting, site, kind=kind, state=state, overdue_on=overdue)
    return site, rows, {"kind": kind, "state": state}


@officer_required
@require_GET
def listed(request: OfficerRequest, pk: int) -> HttpResponseBase:
    site, rows, chosen = _asked(request, pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": page,
        "rows": [
            {"one": one, "pill": PILLS[State(one.state)], "late": one.is_waiting and one.due_on < today} for one in page
        ],
        "kinds": KIND_NAMES.items(),
        "states": [("waiting", "待修复和待复查"), *STATE_NAMES.items()],
        "chosen": chosen,
        "source": REPAIR_SOURCE,
        "twice": FAILED_DAYS_SOURCE,
    }
    return shown(request, site, "findings", context, tab="findings")


@officer_required
@require_GET
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    _, rows, _ = _asked(request, pk)
    lines: list[list[object]] = [
        ["种类", "问题", "说明", "页面", "责任机关", "状态", "发现日期", "修复期限", "办结时间", "办结说明"]
    ]
    for one in rows:
        closed = timezone.localtime(one.closed_at).strftime("%Y-%m-%d %H:%M") if one.closed_at else ""
        lines.append(
            [one.get_kind_display(), one.title, one.detail, one.url, one.agency.name, one.get_state_display(),
             one.found_on.isoformat(), one.due_on.isoformat(), closed, one.closing_note]
        )  # fmt: skip
    return as_csv(f"site-findings-{timezone.localdate()}", lines)


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return _page(request, queries.finding_of(pk, request.acting))


def _page(request: OfficerRequest, finding: Finding, refused: str = "", status: int = 200) -> HttpResponseBase:
    duty = duties.of_subject(subject_of(finding)).last()
    works = any(request.acting.may(Permission.SITEWATCH_MANAGE, one) for one in (finding.agency, finding.site.agency))
    movable = finding.is_waiting and finding.kind == Kind.MISPLACED
    movable = movable and request.acting.may(Permission.PUBLISHING_COLUMNS, finding.site.agency)
    columns = publishing.columns_of_site(finding.site)
    columns = columns.exclude(pk=finding.column_id) if finding.column_id else columns
    context = {
        "finding": finding,
        "pill": {"label": finding.get_state_display(), "kind": PILLS[State(finding.state)]},
        "clock": duties.clock(duty, timezone.localdate()) if duty is not None and finding.is_waiting else None,
        "looks": queries.looks_of(finding),
        "history": _history(finding),
        "works": works,
        "report": NoteForm(prefix="report"),
        "exempt": NoteForm(prefix="exempt"),
        "move": MoveForm(columns=columns) if movable else None,
        "refused": refused,
        "source": REPAIR_SOURCE,
        "crumbs": [
            {"label": "网站监测", "url": reverse("sitewatch:sites")},
            {"label": finding.site.name, "url": reverse("sitewatch:health", args=[finding.site_id])},
            {"label": "问题和修复", "url": reverse("sitewatch:findings", args=[finding.site_id])},
            {"label": finding.get_kind_display()},
        ],
    }
    return shown(request, finding.site, "finding", context, tab="findings", status=status)


def _history(finding: Finding) -> list[dict[str, Any]]:
    return [
        {"at": event.at, "who": event.actor_name, "what": label(event.tag), "changes": [], "note": event.remark}
        for event in events.events_of(subject_of(finding)).order_by("-seq")
    ]


def _report(request: OfficerRequest, finding: Finding) -> str:
    done = actions.report_repaired(finding=finding, note=request.POST.get("report-note", ""), by=request.acting)
    if done.kind == Kind.LINK and done.link is not None and not done.link.outside:
        done = actions.recheck(finding=done, by=the_system("sitewatch"))
    return {
        State.CLOSED: "复查通过，问题已办结。",
        State.OPEN: "复查发现问题仍在，任务退回待修复。",
    }.get(State(done.state), "已记录，平台随后复查；复查通过才算办结。")


def _exempt(request: OfficerRequest, finding: Finding) -> str:
    actions.exempt(finding=finding, reason=request.POST.get("exempt-note", ""), by=request.acting)
    return "已记录，不再作为问题。"


def _reopen(request: OfficerRequest, finding: Finding) -> str:
    actions.reopen(finding=finding, by=request.acting)
    return "已重新列为待修复。"


def _move(request: OfficerRequest, finding: Finding) -> str:
    columns = publishing.columns_of_site(finding.site)
    form = MoveForm(request.POST, columns=columns)
    if not form.is_valid():
        raise actions.Refused("请选择要移到的栏目。")
    to = form.cleaned_data["to"]
    if finding.item is None or finding.column is None:
        raise actions.Refused("这个问题不是内容放错栏目，没有可以移动的内容。")
    try:
        moving.move(
            item=finding.item, column=finding.column, to=to, reason=finding.detail or "放错栏目", by=request.acting
        )
    except Refused as error:
        raise actions.Refused(str(error)) from error
    actions.report_repaired(finding=finding, note=f"已移到“{to.name}”", by=request.acting)
    return f"已移到“{to.name}”，平台随后复查。"


VERBS: dict[str, Callable[[OfficerRequest, Finding], str]] = {
    "report": _report, "exempt": _exempt, "reopen": _reopen, "move": _move,
}  # fmt: skip


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    finding = queries.finding_of(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    try:
        messages.success(request, VERBS[verb](request, finding))
    except actions.Refused as error:
        finding.refresh_from_db()
        return _page(request, finding, str(error), 409)
    return redirect("sitewatch:finding", pk)
