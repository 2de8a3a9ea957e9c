"""The page of an issue with its one next step, and what its buttons do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.engine.publishing import queries as publishing
from gongkai.proactive.gazette import actions, queries
from gongkai.proactive.gazette.desk.forms import (
    ChannelForm,
    OpinionForm,
    PrintRunForm,
    ReasonForm,
)
from gongkai.proactive.gazette.desk.shared import (
    entry_of,
    load,
    may_approve,
    may_edit,
    may_release,
    page,
)
from gongkai.proactive.gazette.models import Issue
from gongkai.proactive.gazette.permissions import may_read_proofs
from gongkai.proactive.gazette.rules import (
    CHANNEL_NAMES,
    READING_NAMES,
    STATE_NAMES,
    STEP_NAMES,
    State,
    one_step,
    path_of,
)

ORDER = list(STATE_NAMES)


@officer_required
@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return issue_page(request, load(request, pk))


def _steps(issue: Issue) -> list[dict[str, str]]:
    at = ORDER.index(issue.state)
    done = issue.state == State.RELEASED
    return [
        {"label": STEP_NAMES[key], "state": "done" if place < at or done else "now" if place == at else "next"}
        for place, key in enumerate(ORDER)
    ]


def issue_page(
    request: OfficerRequest, issue: Issue, *, refused: str = "", status: int = 200, **typed: Any
) -> HttpResponse:
    """Everything of one issue; `refused` is the sentence of an action that did not go through, `typed` the form sent with it."""
    edition = queries.working_edition(issue)
    gazette = issue.gazette
    gates = queries.gates(issue) if issue.state in (State.PROOFED, State.APPROVED) else []
    findings = list(queries.open_findings(issue))
    readings = list(issue.readings.filter(round=issue.round))
    closed = sum(one.closed_at is not None for one in readings)
    edits = may_edit(request, gazette)
    working = issue.state in (State.PLANNED, State.SELECTED)
    known = {one.channel: one for one in issue.channels.all()}
    context = {
        "issue": issue, "edition": edition, "contents": queries.contents_of(issue), "steps": _steps(issue),
        "next": one_step(issue.state, texts=issue.entries.count(), open_findings=len(findings), readings=closed, gates=len(gates)),
        "gates": gates, "findings": findings, "readings": readings, "reading_names": READING_NAMES, "refused": refused,
        "may_arrange": edits and working, "may_choose": edits and issue.state == State.PLANNED,
        "may_select": edits and issue.state == State.PLANNED, "may_reread": issue.state == State.SELECTED and _may_read(request, issue, readings),
        "mine": next((one for one in readings if one.reader_id == request.user.pk and one.closed_at is None), None),
        "may_approve": issue.state == State.PROOFED and may_approve(request, gazette) and _fresh(request, readings),
        "may_reopen": issue.state in (State.SELECTED, State.PROOFED) and (edits or may_approve(request, gazette)),
        "may_recall": issue.state == State.APPROVED and may_approve(request, gazette),
        "may_release": issue.state == State.APPROVED and may_release(request, gazette),
        "seen": publishing.review_digest(edition) if issue.state == State.PROOFED else "",
        "reviews": publishing.reviews_of(edition), "review_names": {"proof": "复校", "approve": "审定", "takeover": "入库"},
        "opinion": typed.get("opinion") or OpinionForm(), "reason": typed.get("reason") or ReasonForm(),
        "public_url": path_of(issue.item.key) if issue.state == State.RELEASED else "",
        "channels": [{"name": name, "row": known.get(key)} for key, name in CHANNEL_NAMES.items()] if issue.state == State.RELEASED and not issue.old else [],
        "channel_form": typed.get("channel") or ChannelForm(), "may_spread": edits and issue.state == State.RELEASED,
        "print_form": typed.get("print-run") or PrintRunForm(initial={"copies": issue.print_run}),
        "english": getattr(issue, "english", None),
    }  # fmt: skip
    return page(request, "issue", context, status=status)


def _may_read(request: OfficerRequest, issue: Issue, readings: list[Any]) -> bool:
    """Return whether this person could begin the next reading now."""
    free = len(readings) < len(READING_NAMES) and all(one.closed_at for one in readings)
    author = queries.working_edition(issue).author_id == request.user.pk and bool(readings)
    return free and not author and may_read_proofs(issue, request.acting) and _fresh(request, readings)


def _fresh(request: OfficerRequest, readings: list[Any]) -> bool:
    return all(one.reader_id != request.user.pk for one in readings)


def _select(request: OfficerRequest, issue: Issue) -> str:
    actions.select(issue=issue, by=request.acting)
    return "选稿完成，请两位同志先后校对。"


def _read(request: OfficerRequest, issue: Issue) -> str:
    reading = actions.open_reading(issue=issue, by=request.acting)
    return f"{READING_NAMES[reading.ordinal]}开始。逐篇打开，登记意见，读完后点“完成校对”。"


def _finish(request: OfficerRequest, issue: Issue) -> str:
    reading = issue.readings.filter(round=issue.round, reader=request.user.pk, closed_at=None).first()
    if reading is None:
        raise actions.Refused("您没有正在进行的校对。")
    actions.close_reading(reading=reading, by=request.acting)
    return f"{READING_NAMES[reading.ordinal]}完成。"


def _approve(request: OfficerRequest, issue: Issue) -> str:
    actions.approve(
        issue=issue, by=request.acting, opinion=request.POST.get("opinion", ""), seen=request.POST.get("seen", "")
    )
    return "已审定。各篇文字从现在起是标准文本，不能再改。"


def _reopen(request: OfficerRequest, issue: Issue) -> str:
    actions.reopen(issue=issue, reason=request.POST.get("reason", ""), by=request.acting)
    return "已退回选稿，改好后重新校对两次。"


def _recall(request: OfficerRequest, issue: Issue) -> str:
    actions.recall(issue=issue, reason=request.POST.get("reason", ""), by=request.acting)
    return "审定已撤回。"


def _release(request: OfficerRequest, issue: Issue) -> str:
    actions.release(issue=issue, by=request.acting)
    return "已出版，整期 PDF 正在制作。请登记其他渠道的发布情况。"


def _channel(request: OfficerRequest, issue: Issue) -> str:
    row = actions.note_channel(
        issue=issue, channel=request.POST.get("channel", ""), url=request.POST.get("url", "").strip(), by=request.acting
    )
    return f"已登记{CHANNEL_NAMES[row.channel]}。"


def _print_run(request: OfficerRequest, issue: Issue) -> str:
    form = PrintRunForm(request.POST)
    if not form.is_valid():
        raise actions.Refused("印数请填写数字。")
    actions.set_print_run(issue=issue, copies=form.cleaned_data["copies"], by=request.acting)
    return "已登记印数。"


def _entry(request: OfficerRequest, issue: Issue) -> Any:
    value = request.POST.get("entry", "")
    return entry_of(issue, int(value) if value.isascii() and value.isdigit() and len(value) < 12 else 0)


def _move(request: OfficerRequest, issue: Issue) -> str:
    actions.move_entry(entry=_entry(request, issue), up=request.POST.get("way") == "up", by=request.acting)
    return ""


def _drop(request: OfficerRequest, issue: Issue) -> str:
    actions.drop(entry=_entry(request, issue), by=request.acting)
    return "已移出本期。"


VERBS: dict[str, Callable[[OfficerRequest, Issue], str]] = {
    "select": _select, "read": _read, "finish": _finish, "approve": _approve, "reopen": _reopen, "recall": _recall,
    "release": _release, "channel": _channel, "print-run": _print_run, "move": _move, "drop": _drop,
}  # fmt: skip
TYPED: dict[str, tuple[str, Any]] = {
    "approve": ("opinion", OpinionForm), "reopen": ("reason", ReasonForm), "recall": ("reason", ReasonForm),
    "channel": ("channel", ChannelForm), "print-run": ("print-run", PrintRunForm),
}  # fmt: skip


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    issue = load(request, pk)
    if verb not in VERBS:
        raise Http404
    try:
        sentence = VERBS[verb](request, issue)
    except actions.Refused as error:
        name, form = TYPED.get(verb, ("", None))
        typed = {name: form(request.POST)} if form else {}
        return issue_page(request, load(request, pk), refused=str(error), status=409, **typed)
    if sentence:
        messages.success(request, sentence)
    return redirect(f"{reverse('gazette:issue', args=[pk])}{'#contents' if verb == 'move' else ''}")
