"""拟出答复和审批: one outcome, everything it rests on, what is given out looked through first; then somebody else's approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.files import actions as files
from gongkai.base.files import queries as file_queries
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight, check
from gongkai.base.vault import actions as vault
from gongkai.engine.casework import queries as casework
from gongkai.engine.screening.queries.subjects import file_findings
from gongkai.engine.screening.rules.subjects import Subject, SubjectFile
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications import actions, queries
from gongkai.responsive.applications.actions import subject_of
from gongkai.responsive.applications.desk import verbs
from gongkai.responsive.applications.desk.deciding_forms import (
    DecideForm,
    agency_names,
    group_of,
    law_titles,
    outcomes,
)
from gongkai.responsive.applications.desk.shared import GET_POST, Kept, attempt, case_page, given_of, seen_of
from gongkai.responsive.applications.desk.verb_forms import OpinionOnDraftForm
from gongkai.responsive.applications.permissions import APPROVE, HANDLE, Refused, Stale
from gongkai.responsive.applications.queries.parts import Parts, given_files, is_office, parts_of
from gongkai.responsive.applications.rules import Status
from gongkai.responsive.applications.rules.given import DECISIONS, key_of
from gongkai.responsive.applications.rules.letters import GROUND_NAMES
from gongkai.responsive.applications.rules.outcomes import ENDED, REDIRECT, needs_approval
from gongkai.responsive.applications.rules.proactive_review import PROACTIVE_NAMES

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.responsive.applications.models import Application

UNSETTLED = "救济途径为推定，请审批人核对。"
MOST_FINDINGS = 25


@officer_required
@require_http_methods(GET_POST)
def decide(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """First the outcome (`?outcome=`), then its form; both work without a script."""
    application = _office(request, pk)
    check(request.acting, HANDLE, application.agency)
    parts = parts_of(application)
    code = (request.POST if request.method == "POST" else request.GET).get("outcome", "")
    if code not in REPLY_KINDS or code == ENDED:
        return _choose(request, application, parts)
    posted = request.method == "POST"
    form = DecideForm(request.POST if posted else None, code=code, parts=parts, initial=_last(parts, code))
    kept: list[Kept] = []
    findings: list[dict[str, str]] = []
    status = 200
    if posted:
        try:
            kept = given_of(request)
        except FileRefused as error:
            form.is_valid()
            form.add_error(None, str(error))
        findings = [row for one in kept for row in _asked_about(request, one, application)]
        status = attempt(form, lambda: _decide(request, application, form, kept, findings))
        if not status:
            fresh = queries.application_of(pk, request.acting)
            waits = fresh.status == Status.DECIDING
            messages.success(request, "已送批。" if waits else "答复已拟出，无须审批，请印发并寄送。")
            return redirect("applications:detail", pk)
    return _form(request, application, parts, form, kept, findings, status)


def _office(request: OfficerRequest, pk: int) -> Application:
    application = queries.application_of(pk, request.acting)
    if not is_office(request.acting, application.agency):
        raise OutOfSight
    return application


def _choose(request: OfficerRequest, application: Application, parts: Parts) -> HttpResponse:
    opinions = [one for one in parts.opinions if one.suggests in REPLY_KINDS]
    context = {
        "groups": outcomes(application),
        "may": verbs.may_decide(application, request.acting),
        "suggested": [{"one": one, "kind": REPLY_KINDS[one.suggests]} for one in opinions],
        "sent_back": next((one for one in reversed(parts.decisions) if one.approved is False and one.opinion), None),
        "parts": parts,
    }
    return case_page(request, "decide_choose", application, context, last="拟出答复", status=200)


def _last(parts: Parts, code: str) -> dict[str, Any]:
    """Return what stood in the draft that was sent back, so that nobody types it again."""
    last = next((one for one in reversed(parts.decisions) if one.code == code and one.approved is False), None)
    if last is None:
        return {}
    names = (
        "reason", "where", "withheld", "withheld_grounds", "severable", "redirect", "redirect_contact",
        "redirect_unknown", "other_law", "override", "proactive", "proactive_reason",
    )  # fmt: skip
    found = {name: getattr(last, name) for name in names}
    for place, row in enumerate(last.bases):
        found |= {f"basis_{key}_{place}": row.get(key, "") for key in ("name", "article", "rank")}
    return found


def _asked_about(request: OfficerRequest, one: Kept, application: Application) -> list[dict[str, str]]:
    """Return what is found in a file, each with what was decided about it in this form, "" where nothing was."""
    rows = findings_in(one.file, one.name, application.agency.code)
    for row in rows:
        row["file"] = str(one.file.pk)
        row["key"] = key_of(row["file"], row["title"], row["where"], row.get("hit", ""))
        row["decision"] = DECISIONS.get(request.POST.get(f"finding-{row['key']}", ""), "")
    return rows


def _decide(
    request: OfficerRequest, application: Application, form: DecideForm, kept: list[Kept],
    findings: list[dict[str, str]],
) -> None:  # fmt: skip
    if any(not row["decision"] for row in findings):
        raise Refused(
            "要提供的文件中有疑似个人信息或者其他不应提供的内容，请逐处核对：能够删去的先删去再上传，可以提供的，逐处选择理由。"
        )
    given = [(one.file, one.name, [row for row in findings if row["file"] == str(one.file.pk)]) for one in kept]
    actions.decide(
        application=application, code=form.code, by=request.acting, seen=seen_of(request), given=given, **form.facts
    )


def findings_in(stored: StoredFile, name: str, agency: str) -> list[dict[str, str]]:
    """Return what screening finds in a file that is about to be given out. Raises nothing: what cannot be read is said."""
    try:
        extracted = files.extract_stored(file=stored)
    except FileRefused as error:
        return [{"title": name, "text": str(error), "severity": "judge", "where": name}]
    shown = SubjectFile(
        name=name, html=extracted.html, text=extracted.text, metadata=dict(extracted.metadata or {}),
        hidden=tuple(file_queries.hidden_in(extracted)),
    )  # fmt: skip
    rows = file_findings(shown, Subject(title="", html="", agency=agency), lookups=False)
    return [
        {"title": one.title, "text": f"{one.message}{one.suggestion}", "severity": one.severity.value,
         "where": f"{name} {one.where}".strip(), "hit": one.hit}
        for one in rows if one.needs_decision
    ][:MOST_FINDINGS]  # fmt: skip


def _form(
    request: OfficerRequest, application: Application, parts: Parts, form: DecideForm, kept: list[Kept],
    findings: list[dict[str, str]], status: int,
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form,
        "kind": form.kind,
        "group": group_of(form.kind),
        "approval": needs_approval(form.code, objected=parts.third_party_refused),
        "titles": law_titles() if form.needs_bases else [],
        "agencies": agency_names() if form.code == REDIRECT else [],
        "kept": kept,
        "findings": findings,
        "decisions": DECISIONS.items(),
        "parts": parts,
        "may": verbs.may_decide(application, request.acting),
        "unsettled": "" if form.kind.settled else UNSETTLED,
        "seen": request.POST.get("seen") or application.version,
    }
    if status == 409:  # the page now shows the newest state: posting again is meant
        context["seen"] = application.version
    return case_page(request, "decide", application, context, last="拟出答复", status=status)


@officer_required
@require_http_methods(GET_POST)
def approve(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """What is to be answered with everything it rests on, and the letter as it will leave; approve it or send it back."""
    application = _office(request, pk)
    check(request.acting, APPROVE, application.agency)
    form, status = OpinionOnDraftForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(form, lambda: _settle(request, application, form))
        if not status:
            back = request.POST.get("verdict") == "back"
            messages.success(request, "已退回重拟。" if back else "已批准，请经办人印发并寄送。")
            return redirect("applications:detail", pk)
        application = _office(request, pk)
    return _approval(request, application, form, status)


@transaction.atomic
def _settle(request: OfficerRequest, application: Application, form: OpinionOnDraftForm) -> None:
    opinion, seen = form.cleaned_data["opinion"], seen_of(request)
    if request.POST.get("verdict") == "back":
        actions.send_back(application=application, opinion=opinion, by=request.acting, seen=seen)
        return
    letter = actions.reply_of(application)
    if letter is not None and request.POST.get("letter") != casework.card(letter, request.acting)["seen"]:
        raise Stale("您打开页面以后，答复书的文字有改动。请看过现在的文字再批准；您填写的意见还在。")
    actions.approve(
        application=application,
        opinion=opinion,
        by=request.acting,
        seen=seen,
        letter_seen=request.POST.get("letter", ""),
        told=_told(request),
    )


def _told(request: OfficerRequest) -> str | None:
    """Return the wording for third parties as typed, None where it is the standard one."""
    typed, standard = (request.POST.get(name, "").replace("\r\n", "\n").strip() for name in ("told", "standard"))
    return typed if typed and typed != standard else None


def _approval(request: OfficerRequest, application: Application, form: OpinionOnDraftForm, status: int) -> HttpResponse:
    parts = parts_of(application)
    decision, letter = parts.decision, actions.reply_of(application)
    kind = REPLY_KINDS[decision.code] if decision is not None else None
    context: dict[str, Any] = {
        "parts": parts,
        "decision": decision,
        "kind": kind,
        "group": group_of(kind) if kind else "",
        "grounds": "；".join(GROUND_NAMES[one] for one in decision.withheld_grounds) if decision else "",
        "proactive": PROACTIVE_NAMES.get(decision.proactive, "") if decision else "",
        "given": _given_rows(application, parts),
        "unsettled": UNSETTLED if kind is not None and not kind.settled else "",
        "form": form,
        "may": verbs.may_approve(application, parts, request.acting),
        "waiting": application.status == Status.DECIDING,
        "letter": letter,
    }
    if decision is not None and application.status == Status.DECIDING and actions.overrides(application, decision):
        context["told"] = [
            {"sheet": one.sheet, "rows": casework.blocks_for_screen(one.sheet["blocks"]), "problems": one.problems,
             "text": one.text}
            for one in actions.as_told(application, decision, request.acting)
        ]  # fmt: skip
        context["typed_told"] = _told(request) if request.method == "POST" else None
    if letter is not None:
        vault.look(subject=subject_of(application), fields=("文书内容",), by=request.acting, why="审批答复")
        context["card"] = casework.card(letter, request.acting)
    return case_page(request, "approve", application, context, last="审批答复", status=status)


def _given_rows(application: Application, parts: Parts) -> list[dict[str, Any]]:
    return [
        {"name": one["name"], "url": reverse("applications:given", args=[application.pk, one["pk"]]),
         "type": one["file"].kind, "size": one["file"].size,
         "findings": one["findings"] or findings_in(one["file"], one["name"], application.agency.code)}
        for one in given_files(parts.decision)
    ]  # fmt: skip


@officer_required
@require_GET
def given(request: OfficerRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand out a file that is given with the answer, to the office."""
    application = _office(request, pk)
    found = [one for decision in application.decisions.all() for one in decision.given.at_hand()]
    held = next((one for one in found if one.pk == number), None)
    if held is None or held.file is None:
        raise Http404
    response = FileResponse(file_queries.open_file(held.file), as_attachment=True, filename=held.name)
    response["Content-Type"] = held.file.media_type
    return response
