"""应急演练: the list, planning one, one with what was found and what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.engine.duties import queries as duties
from gongkai.oversight.safety import actions, queries
from gongkai.oversight.safety.actions.drills import drill_subject
from gongkai.oversight.safety.desk.forms import CancelDrillForm, DrillForm, HoldForm, MeasureForm, MoveDrillForm
from gongkai.oversight.safety.desk.incidents import keep_file
from gongkai.oversight.safety.desk.shared import (
    GET_POST,
    PER_PAGE,
    as_csv,
    attached,
    attempt,
    check_reads,
    crumbs,
    handed_out,
    history,
    page,
    seen_of,
)
from gongkai.oversight.safety.models import Drill
from gongkai.oversight.safety.permissions import MANAGE, agencies_managed
from gongkai.oversight.safety.rules import DRILL_NAMES, DrillState
from gongkai.oversight.safety.rules.plans import DRILL_SOURCE

PILLS = {DrillState.PLANNED: "info", DrillState.HELD: "ok", DrillState.CANCELLED: "pause"}
# verb → (form, heading, button)
VERBS: dict[str, tuple[type[forms.Form], str, str]] = {
    "hold": (HoldForm, "记录演练", "保存记录"),
    "move": (MoveDrillForm, "改期", "改期"),
    "cancel": (CancelDrillForm, "取消演练", "取消演练"),
    "measure": (MeasureForm, "提出整改措施", "提出措施"),
}
SAID = {"hold": "已记录演练。", "move": "已改期。", "cancel": "已取消演练。", "measure": "已提出措施。"}


def _asked(request: OfficerRequest) -> tuple[Any, str, str]:
    check_reads(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    state = state if state in DRILL_NAMES else ""
    rows = queries.drills(request.acting, state=state).prefetch_related("measures")
    return (rows.filter(title__icontains=words) if words else rows), state, words


@officer_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    rows, state, words = _asked(request)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "page": found,
        "rows": [
            {"one": one, "pill": PILLS[DrillState(one.state)], "open": sum(m.is_open for m in one.measures.all()),
             "late": one.state == DrillState.PLANNED and one.planned_on < today}
            for one in found
        ],
        "states": DRILL_NAMES.items(),
        "chosen": state,
        "words": words,
        "undrilled": queries.undrilled(request.acting, today),
        "source": DRILL_SOURCE,
    }  # fmt: skip
    return page(request, "drills", context, tab="drills")


@officer_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    """A line a measure; a drill without any has one line."""
    rows, _, _ = _asked(request)
    lines: list[list[object]] = [
        ["名称", "组织机关", "依据的预案", "计划日期", "状态", "举行日期", "参加人员", "演练情景", "演练过程", "发现的问题",
         "整改措施", "责任人", "完成期限", "完成情况"]
    ]  # fmt: skip
    for one in rows:
        facts: list[object] = [
            one.title, one.agency.name, one.plan.title if one.plan else "", one.planned_on, one.get_state_display(),
            one.held_on or "", one.participants, one.scenario, one.course, one.findings or one.reason,
        ]  # fmt: skip
        measures = [[m.what, m.owner, m.due_on, m.done_note] for m in one.measures.all()] or [["", "", "", ""]]
        lines += [[*facts, *measure] for measure in measures]
    return as_csv(f"drills-{timezone.localdate()}", lines)


@officer_required
@permission_required(MANAGE)
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    form = DrillForm(
        request.POST or None, agencies=agencies_managed(request.acting), plans=queries.plans(request.acting)
    )
    status = 200
    if request.method == "POST":
        made: list[Drill] = []
        status = attempt(form, lambda: made.append(actions.plan_drill(by=request.acting, **form.cleaned_data)))
        if not status:
            messages.success(request, "已安排演练。")
            return redirect("safety:drill", made[0].pk)
    context = {"form": form, "what": "安排应急演练", "crumbs": crumbs("drills", "安排应急演练")}
    return page(request, "drill_new", context, tab="drills", status=status)


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reads(request)
    return _shown(request, queries.drill_of(pk, request.acting))


def _shown(
    request: OfficerRequest, drill: Drill, verb: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponseBase:
    works = request.acting.may(MANAGE, drill.agency)
    duty = duties.of_subject(drill_subject(drill)).filter(status="open").first()
    names = {DrillState.PLANNED: ["hold", "move", "cancel"], DrillState.HELD: ["measure"]}.get(
        DrillState(drill.state), []
    )
    context = {
        "drill": drill,
        "pill": PILLS[DrillState(drill.state)],
        "clock": duties.clock(duty, timezone.localdate()) if duty is not None else None,
        "measures": drill.measures.all(),
        "works": works,
        "offers": [_offer(name, form if name == verb else None, drill) for name in names] if works else [],
        "history": history(drill_subject(drill)),
        "crumbs": crumbs("drills", drill.title),
    }
    return page(request, "drill", context, tab="drills", status=status)


def _offer(name: str, form: forms.Form | None, drill: Drill) -> dict[str, Any]:
    kind, heading, button = VERBS[name]
    initial = {"held_on": min(drill.planned_on, timezone.localdate())} if name == "hold" else {}
    return {
        "verb": name, "heading": heading, "button": button, "form": form or kind(prefix=name, initial=initial),
        "main": name in {"hold", "measure"} or form is not None, "primary": name in {"hold", "measure"},
        "file": name == "hold", "open": form is not None, "hint": "",
        "url": reverse("safety:drill-do", args=[drill.pk, name]),
    }  # fmt: skip


def _run(verb: str, drill: Drill, form: forms.Form, request: OfficerRequest) -> object:
    data, by, seen = form.cleaned_data, request.acting, seen_of(request)
    if verb == "measure":
        return actions.add_measure(of=drill, by=by, **data)
    if verb == "hold":
        held = attached(request, form)
        return actions.hold_drill(drill=drill, by=by, seen=seen, file=held[0] if held else None, **data)
    done: dict[str, Callable[..., object]] = {"move": actions.move_drill, "cancel": actions.cancel_drill}
    return done[verb](drill=drill, by=by, seen=seen, **data)


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    drill = queries.drill_of(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    form = VERBS[verb][0](request.POST, prefix=verb)
    status = attempt(form, lambda: _run(verb, drill, form, request))
    if not status:
        messages.success(request, SAID[verb])
        return redirect("safety:drill", pk)
    if verb == "hold":
        keep_file(request, form)
    return _shown(request, queries.drill_of(pk, request.acting), verb, form, status)


@officer_required
@require_GET
def file(request: OfficerRequest, pk: int) -> HttpResponseBase:
    drill = queries.drill_of(pk, request.acting)
    if drill.file is None:
        raise Http404
    return handed_out(drill.file, drill.file_name)
