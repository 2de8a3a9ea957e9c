"""One entry on one page: the document, what was judged before, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.proactive.documents import queries as documents
from gongkai.proactive.stock import actions, queries
from gongkai.proactive.stock.desk.forms import OpinionForm, ProposalForm
from gongkai.proactive.stock.models import Entry
from gongkai.proactive.stock.permissions import check_approve, check_legal, may_propose
from gongkai.proactive.stock.queries.rounds import past_judgements
from gongkai.proactive.stock.rules import KIND_NAMES, Kind, State, state_after_proposal


@officer_required
@require_GET
def judge(request: OfficerRequest, pk: int) -> HttpResponseBase:
    return entry_page(request, queries.entry(pk, request.acting))


def _allowed(check: Any, entry: Entry, request: OfficerRequest) -> bool:
    try:
        check(entry, request.acting)
    except (NotAllowed, OutOfSight):
        return False
    return True


def entry_page(
    request: OfficerRequest, entry: Any, *, form: ProposalForm | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    """Show the document beside the decision; only what this person may do now is offered."""
    document = entry.document
    edition = documents.working_edition(document)
    running = entry.round.finished_at is None
    own = entry.state == State.PROPOSED and entry.proposer_id == request.user.pk
    initial = {key: getattr(entry, key) for key in ("verdict", "to_attribute", "ground", "reason", "next_review_on")}
    if not initial["ground"] and entry.round.kind == Kind.REEXAMINATION:
        initial["ground"] = document.ground
    legal = running and entry.round.kind == Kind.CLEANUP and entry.state == State.PROPOSED
    ready = running and entry.state == state_after_proposal(entry.round.kind)
    context = {
        "entry": entry,
        "document": document,
        "edition": edition,
        # Who organises from above follows the progress; what is withheld is read only by those who may read it there.
        "readable": documents.visible_to(request.acting).filter(pk=document.pk).exists(),
        "html": mark_safe(edition.html),  # noqa: S308 cleaned when it was stored
        "facts": _facts(entry),
        "form": form or ProposalForm(entry=entry, initial=initial),
        "may_propose": running and (entry.state == State.OPEN or own) and may_propose(entry, request.acting),
        "may_check": legal and _allowed(check_legal, entry, request),
        "may_approve": ready and _allowed(check_approve, entry, request),
        "opinion": OpinionForm(),
        "past": past_judgements(document.pk, request.acting).exclude(pk=entry.pk)[:10],
        "history": queries.history_of(entry),
        "refused": refused,
        "next_url": _next(request, entry),
    }
    return desk_page(request, "stock/desk/entry.html", context, nav="stock", status=status)


def _next(request: OfficerRequest, entry: Entry) -> str:
    pk = queries.following(entry, request.acting)
    return reverse("stock:judge", args=[pk]) if pk else ""


def _facts(entry: Any) -> list[dict[str, Any]]:
    document = entry.document
    rows = [
        ("梳理", f"{entry.round.title}（{KIND_NAMES[entry.round.kind]}）"),
        ("发文字号", document.doc_number),
        ("机关", entry.agency.name),
        ("科室", entry.division.name if entry.division else ""),
        ("印发日期", document.issued_on),
        ("抽取时属性", entry.get_was_attribute_display()),
        ("现在属性", document.get_attribute_display()),
        ("不公开的理由", document.reason),
        ("下次复核日期", document.next_review_on),
        ("有效期至", document.expires_on),
        ("经办人", entry.assigned_to.name if entry.assigned_to else ""),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _approve(request: OfficerRequest, entry: Entry) -> str:
    done = actions.approve(entry=entry, by=request.acting, opinion=request.POST.get("opinion", ""))
    return "已批准，公文已进入公开流程。" if done.queued_edition is not None else "已批准。"


def _check(request: OfficerRequest, entry: Entry) -> str:
    actions.check_legality(entry=entry, by=request.acting, opinion=request.POST.get("opinion", ""))
    return "合法性审核通过，转批准。"


def _return(request: OfficerRequest, entry: Entry) -> str:
    actions.return_(entry=entry, reason=request.POST.get("opinion", ""), by=request.acting)
    return "已退回重新判断。"


VERBS = {"approve": _approve, "check": _check, "return": _return}


@officer_required
@require_POST
def do(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    entry = queries.entry(pk, request.acting)
    form: ProposalForm | None = None
    if verb == "propose":
        form = ProposalForm(request.POST, entry=entry)
        if not form.is_valid():
            return entry_page(request, entry, form=form, status=422)
    elif verb not in VERBS:
        raise Http404
    following = _next(request, entry)
    try:
        if form is not None:
            actions.propose(entry=entry, by=request.acting, **form.cleaned_data)
            sentence = "判断已提出，等待其他同志批准。"
        else:
            sentence = VERBS[verb](request, entry)
    except actions.Refused as error:
        if form is not None:
            form.add_error(None, str(error))
        refused = "" if form is not None else str(error)
        return entry_page(request, queries.entry(pk, request.acting), form=form, refused=refused, status=409)
    messages.success(request, sentence)
    return redirect(following or reverse("stock:judge", args=[pk]))
