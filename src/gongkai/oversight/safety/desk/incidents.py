"""安全事件: the list, reporting one, one with everything, the verbs, the printed form."""

from __future__ import annotations

import datetime as dt
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

from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required, permission_required
from gongkai.engine.duties import queries as duties
from gongkai.oversight.safety import actions, queries
from gongkai.oversight.safety.actions.recording import subject_of
from gongkai.oversight.safety.desk.forms import (
    IncidentForm,
    MeasureForm,
    ReasonForm,
    RegradeForm,
    RelateForm,
    ReportForm,
    ReviewForm,
    StepForm,
)
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
from gongkai.oversight.safety.models import Incident, StepFile
from gongkai.oversight.safety.permissions import MANAGE, agencies_managed, sites_offered, works_on
from gongkai.oversight.safety.rules import KIND_NAMES, LEVEL_NAMES, STATE_NAMES, Level, State
from gongkai.oversight.safety.rules.incidents import REPORT_DUTY, REVIEW_SOURCE

PILLS = {
    State.DETECTED: "bad", State.CONTAINED: "warn", State.RECOVERED: "info", State.REVIEWED: "ok",
    State.DISMISSED: "pause",
}  # fmt: skip
GRAVE = {Level.GRAVEST: "bad", Level.GRAVE: "bad", Level.SERIOUS: "warn", Level.COMMON: "info"}
STATES = [("waiting", "未办结"), *STATE_NAMES.items()]
# verb → (form, heading, button, what it says)
VERBS: dict[str, tuple[type[forms.Form], str, str, str]] = {
    "contain": (StepForm, "处置控制", "登记控制", "写明采取了什么措施，影响不再扩大。"),
    "recover": (StepForm, "恢复", "登记恢复", "写明怎样恢复、怎样确认已经正常。自动发现的问题由平台先复查。"),
    "review": (ReviewForm, "复盘结案", "复盘结案", "写明经过、原因和改进，事件结案。"),
    "report": (ReportForm, "上报", "登记上报", ""),
    "note": (StepForm, "补充情况", "补充", ""),
    "regrade": (RegradeForm, "调整级别", "调整级别", "没有上报的，按新级别重新计算上报时限。"),
    "relate": (RelateForm, "关联受影响的内容", "关联", ""),
    "measure": (MeasureForm, "提出整改措施", "提出措施", "到期前提醒，逾期上报分管领导。"),
    "dismiss": (ReasonForm, "认定不是事件", "不是安全事件", "误报或者不属于安全事件的，写明理由后办结。"),
}
SAID = {
    "contain": "已登记控制。", "recover": "已登记恢复，复盘期限开始计算。", "review": "已复盘结案。", "report": "已登记上报。",
    "note": "已补充。", "regrade": "已调整级别。", "relate": "已关联。", "measure": "已提出措施。", "dismiss": "已认定不是事件。",
}  # fmt: skip
WITH_FILE = frozenset({"contain", "recover", "report", "note"})
NEXT = {State.DETECTED: "contain", State.CONTAINED: "recover", State.RECOVERED: "review"}


def _asked(request: OfficerRequest) -> tuple[Any, dict[str, str]]:
    check_reads(request)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "state", "level")}
    for name, known in (("kind", KIND_NAMES), ("state", dict(STATES)), ("level", LEVEL_NAMES)):
        chosen[name] = chosen[name] if chosen[name] in known else ""
    chosen["q"] = request.GET.get("q", "").strip()[:100]
    rows = queries.incidents(
        request.acting, kind=chosen["kind"], state=chosen["state"], level=chosen["level"], words=chosen["q"]
    )
    return rows, chosen


@officer_required
@require_GET
def listed(request: OfficerRequest) -> HttpResponseBase:
    rows, chosen = _asked(request)
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "rows": [row_of(one) for one in found],
        "chosen": chosen,
        "asked": any(chosen.values()),
        "kinds": KIND_NAMES.items(),
        "states": STATES,
        "levels": LEVEL_NAMES.items(),
    }
    return page(request, "incidents", context, tab="incidents")


def row_of(one: Incident) -> dict[str, Any]:
    return {"one": one, "pill": PILLS[State(one.state)], "grave": GRAVE[Level(one.level)]}


@officer_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    rows, _ = _asked(request)
    lines: list[list[object]] = [
        ["编号", "标题", "种类", "级别", "状态", "网站", "新媒体账号", "责任机关", "发现时间", "最迟上报", "上报时间",
         "上报对象", "事件经过", "原因", "改进", "办结时间"]
    ]  # fmt: skip
    for one in rows:
        lines.append(
            [one.number, one.title, one.get_kind_display(), one.get_level_display(), one.get_state_display(),
             one.site.name if one.site else "", one.account, one.agency.name, _when(one.detected_at),
             _when(one.report_by), _when(one.reported_at), one.reported_to, one.happened, one.cause, one.changes,
             _when(one.closed_at)]
        )  # fmt: skip
    return as_csv(f"incidents-{timezone.localdate()}", lines)


def _when(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""


@officer_required
@permission_required(MANAGE)
@require_http_methods(GET_POST)
def new(request: OfficerRequest) -> HttpResponseBase:
    """Report one. What was typed and the chosen file stay when something is missing."""
    agencies, status = agencies_managed(request.acting), 200
    form = IncidentForm(request.POST or None, agencies=agencies, sites=sites_offered(request.acting))
    if request.method == "POST":
        made: list[Incident] = []
        status = attempt(
            form,
            lambda: made.append(
                actions.open_incident(by=request.acting, files=attached(request, form), **form.cleaned_data)
            ),
        )
        if not status:
            messages.success(request, f"已登记，编号{made[0].number}。请在{_when(made[0].report_by)}以前上报。")
            return redirect("safety:incident", made[0].pk)
        keep_file(request, form)
    first = agencies.first()
    rules, source = queries.levels_of(first) if first else ((), "")
    levels = [{"name": LEVEL_NAMES[rule.level], "rule": rule} for rule in rules]
    context = {"form": form, "levels": levels, "source": source, "crumbs": crumbs("incidents", "登记安全事件")}
    return page(request, "incident_new", context, tab="incidents", status=status)


def keep_file(request: OfficerRequest, form: forms.Form) -> None:
    """Take the file in even when the form is refused, so that nobody has to choose it again."""
    try:
        attached(request, form)
    except FileRefused as error:
        if str(error) not in form.non_field_errors():
            form.add_error(None, str(error))


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    check_reads(request)
    return _shown(request, queries.incident_of(pk, request.acting))


def _shown(
    request: OfficerRequest, incident: Incident, verb: str = "", form: forms.Form | None = None, status: int = 200
) -> HttpResponseBase:
    works = works_on(request.acting, incident)
    duty = duties.of_subject(subject_of(incident)).filter(status="open").order_by("due_on").first()
    rules, _ = queries.levels_of(incident.agency)
    context = {
        "incident": incident,
        "pill": PILLS[State(incident.state)],
        "grave": GRAVE[Level(incident.level)],
        "criteria": next(rule.criteria for rule in rules if rule.level == incident.level),
        "clock": duties.clock(duty, timezone.localdate()) if duty is not None else None,
        "clock_of": "上报" if duty is not None and duty.rule == REPORT_DUTY else "复盘",
        "stages": _stages(incident),
        "steps": _steps(incident),
        "affected": incident.affected.select_related("item__release"),
        "measures": incident.measures.all(),
        "works": works,
        "offers": _offers(incident, verb, form) if works else [],
        "history": history(subject_of(incident)),
        "review_source": REVIEW_SOURCE,
        "crumbs": crumbs("incidents", incident.number),
    }
    return page(request, "incident", context, tab="incidents", status=status)


def _stages(incident: Incident) -> list[dict[str, str]]:
    words = ("发现", "控制", "恢复", "复盘")
    done = {"detected": 1, "contained": 2, "recovered": 3, "reviewed": 4}.get(incident.state, 0)
    if not done:
        return []
    return [
        {"label": word, "state": "done" if place < done else "now" if place == done else "next"}
        for place, word in enumerate(words)
    ]


def _steps(incident: Incident) -> list[dict[str, Any]]:
    rows = incident.steps.prefetch_related("files__file")
    return [
        {
            "one": one,
            "late": one.made_at - one.at > dt.timedelta(hours=1),
            "files": [
                {
                    "name": held.name,
                    "url": reverse("safety:file", args=[held.pk]),
                    "size": held.file.size,
                    "type": held.file.kind,
                }
                for held in one.files.all()
            ],
        }
        for one in rows
    ]


def _offers(incident: Incident, verb: str, form: forms.Form | None) -> list[dict[str, Any]]:
    """Return the forms of this state, what comes next first; the one that was refused stands open, as typed."""
    first = NEXT.get(State(incident.state), "")
    names = ["note"]
    if incident.is_waiting:
        names = [first, *(["report"] if incident.reported_at is None else []), "note", "measure", "relate", "regrade"]
        names += ["report"] if incident.reported_at is not None else []
        names += ["dismiss"] if incident.state in {State.DETECTED, State.CONTAINED} else []
    if verb and verb not in names:
        names.insert(0, verb)
    offers = []
    for name in names:
        kind, heading, button, hint = VERBS[name]
        given = form if name == verb and form is not None else kind(prefix=name)
        main = name in {first, verb} or (name == "report" and incident.reported_at is None)
        offers.append(
            {"verb": name, "heading": heading, "button": button, "hint": hint, "form": given, "main": main,
             "primary": name == first, "file": name in WITH_FILE, "open": name == verb,
             "url": reverse("safety:incident-do", args=[incident.pk, name])}
        )  # fmt: skip
    return offers


def _run(verb: str, incident: Incident, form: forms.Form, request: OfficerRequest) -> object:
    data, by, seen = form.cleaned_data, request.acting, seen_of(request)
    if verb == "measure":
        return actions.add_measure(of=incident, by=by, **data)
    done: dict[str, Callable[..., object]] = {
        "contain": actions.contain, "recover": actions.recover, "review": actions.review, "report": actions.report,
        "note": actions.add_note, "regrade": actions.regrade, "relate": actions.relate, "dismiss": actions.dismiss,
    }  # fmt: skip
    files = {"files": attached(request, form)} if verb in WITH_FILE else {}
    return done[verb](incident=incident, by=by, seen=seen, **files, **data)


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    incident = queries.incident_of(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    form = VERBS[verb][0](request.POST, prefix=verb)
    status = attempt(form, lambda: _run(verb, incident, form, request))
    if not status:
        messages.success(request, SAID[verb])
        return redirect("safety:incident", pk)
    if verb in WITH_FILE:
        keep_file(request, form)
    return _shown(request, queries.incident_of(pk, request.acting), verb, form, status)


@officer_required
@require_GET
def file(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out an attachment of a step to whoever may read the incident."""
    found = StepFile.objects.select_related("file", "step").filter(pk=pk).first()
    if found is None:
        raise Http404
    queries.incident_of(found.step.incident_id, request.acting)
    return handed_out(found.file, found.name)


@officer_required
@require_GET
def printed(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """The incident as one sheet of paper."""
    check_reads(request)
    incident = queries.incident_of(pk, request.acting)
    context = {
        "incident": incident,
        "steps": incident.steps.prefetch_related("files"),
        "affected": incident.affected.select_related("item"),
        "measures": incident.measures.all(),
        "today": timezone.localdate(),
        "crumbs": crumbs("incidents", incident.number),
    }
    return page(request, "incident_print", context, tab="incidents")
