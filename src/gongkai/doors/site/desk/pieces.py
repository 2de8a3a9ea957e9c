"""What the desk pages of topics, reposts and English versions share: where it stands, what is missing, and one table of verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import select_template
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.organisations.rules import Permission
from gongkai.doors.site import actions, queries
from gongkai.doors.site.models import Piece, Repost, Topic, Translation
from gongkai.doors.site.rules import BlockRefused
from gongkai.doors.site.rules.flow import DRAFTING, REVIEWERS, STEPS
from gongkai.engine.publishing import actions as publishing_actions
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.rules import STATE_NAMES, State, Withdrawal
from gongkai.engine.screening import queries as screening

REFUSALS = (publishing_actions.Refused, BlockRefused, NotAllowed, ValueError)
FINDINGS = ["screening/_findings.html", "documents/desk/_findings.html"]
CHECK_WORDS = {"state_secret": "国家秘密", "work_secret": "工作秘密", "sensitive": "敏感信息"}
MODELS: dict[str, type[Piece]] = {"topics": Topic, "reposts": Repost, "english": Translation}
PAGES = {"topics": "topic", "reposts": "repost", "english": "translation"}
LOOKS = {
    "编辑中": "info",
    "审核中": "warn",
    "待发布": "warn",
    "定时发布": "pause",
    "已发布": "ok",
    "已撤下": "bad",
    "不转载": "pause",
}


def check_reader(request: OfficerRequest) -> None:
    if not any(request.acting.may_anywhere(permission) for permission in queries.READERS):
        raise NotAllowed("这一页供网站编辑、政务公开专员和保密审查员使用，您目前没有这些岗位。")


def standing(piece: Piece, edition: Any = None) -> str:
    """Return in a word how far it is."""
    at = edition or queries.edition_of(piece)
    if isinstance(piece, Repost) and piece.declined_at:
        return "不转载"
    if at.state != State.PREPARING:
        return STATE_NAMES[at.state]
    if not piece.submitted:
        return "编辑中"
    return "审核中" if publishing.missing_steps(at) else "待发布"


def pill(word: str) -> dict[str, str]:
    return {"label": word, "kind": LOOKS.get(word, "info")}


def piece_context(request: OfficerRequest, piece: Piece) -> dict[str, Any]:
    """Return what both detail pages show below their own content."""
    edition, by, agency = queries.edition_of(piece), request.acting, piece.item.agency
    open_ = edition.state == State.PREPARING
    missing = publishing.missing_steps(edition) if open_ else []
    found = screening.findings_for_edition(edition, by) if open_ else {"findings": [], "open": 0}
    public = queries.public_edition(piece)
    turn = missing[0] if piece.submitted and open_ and missing else None
    return {
        "piece": piece,
        "edition": edition,
        "state": standing(piece, edition),
        "pill": pill(standing(piece, edition)),
        "editing": open_ and not piece.submitted and by.may(DRAFTING, agency),
        "drafts": by.may(DRAFTING, agency),
        "turn": turn,
        "my_turn": bool(turn and by.may(REVIEWERS[turn.key], agency)),
        "checks": [{"key": key, "label": CHECK_WORDS[key]} for key in (turn.checks if turn else ())],
        "digest": publishing.review_digest(edition) if turn else "",
        "steps": _steps(piece, edition, missing, public),
        "ready": piece.submitted and open_ and not missing and not found["open"],
        "may_release": by.may(Permission.PUBLISHING_RELEASE, agency),
        "may_withdraw": by.may(Permission.PUBLISHING_WITHDRAW, agency),
        "public": public,
        "screened": found,
        "findings_template": select_template(FINDINGS).template.name,
        "reviews": publishing.reviews_of(edition),
        "step_names": {step.key: step.name for step in STEPS},
        "here": request.path,
    }


def _steps(piece: Piece, edition: Any, missing: list[Any], public: Any) -> list[dict[str, str]]:
    """Return the road as ui/stepper.html shows it."""
    done = edition.state in {State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN}
    left = {step.key for step in missing}
    said = [("编辑", piece.submitted or done)]
    said += [(step.name, done or (piece.submitted and step.key not in left)) for step in STEPS]
    said.append(("发布", done or bool(public and public.pk == edition.pk)))
    first = next((place for place, (_, finished) in enumerate(said) if not finished), len(said))
    return [
        {"label": label, "state": "done" if finished else "now" if place == first else "next"}
        for place, (label, finished) in enumerate(said)
    ]


def _moment(text: str) -> dt.datetime:
    at = parse_datetime(text)
    if at is None:
        raise publishing_actions.Refused("请填写定时发布的日期和时间。")
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def _approve(request: OfficerRequest, piece: Piece) -> str:
    posted = request.POST
    checks = {key: posted.get(key, "") for key in CHECK_WORDS if key in posted}
    actions.approve(
        piece=piece, step=posted.get("step", ""), by=request.acting, opinion=posted.get("opinion", ""), checks=checks,
        seen=posted.get("seen", ""),
    )  # fmt: skip
    return "已同意。"


def _send_back(request: OfficerRequest, piece: Piece) -> str:
    opinion, step = request.POST.get("opinion", ""), request.POST.get("step", "")
    actions.send_back(piece=piece, step=step, opinion=opinion, by=request.acting)
    return "已退回编辑。"


def _submit(request: OfficerRequest, piece: Piece) -> str:
    actions.submit(piece=piece, by=request.acting)
    return "已送审。"


def _publish(request: OfficerRequest, piece: Piece) -> str:
    actions.publish(piece=piece, by=request.acting)
    return "已发布。"


def _schedule(request: OfficerRequest, piece: Piece) -> str:
    actions.schedule(piece=piece, at=_moment(request.POST.get("at", "")), by=request.acting)
    return "已设定定时发布。"


def _unschedule(request: OfficerRequest, piece: Piece) -> str:
    actions.unschedule(piece=piece, by=request.acting)
    return "已取消定时发布。"


def _open(request: OfficerRequest, piece: Piece) -> str:
    actions.open_next(piece=piece, reason=request.POST.get("reason", ""), by=request.acting)
    return "已开始新的版本，公众看到的还是原来的内容。"


def _discard(request: OfficerRequest, piece: Piece) -> str:
    actions.discard(piece=piece, reason=request.POST.get("reason", ""), by=request.acting)
    return "已放弃这一版。"


def _withdraw(request: OfficerRequest, piece: Piece) -> str:
    kind = Withdrawal(request.POST.get("kind", ""))
    actions.withdraw(piece=piece, kind=kind, reason=request.POST.get("reason", ""), by=request.acting)
    return "已撤下。原地址写明撤下的原因和日期。"


def _decline(request: OfficerRequest, piece: Piece) -> str:
    assert isinstance(piece, Repost)
    actions.decline(repost=piece, reason=request.POST.get("reason", ""), by=request.acting)
    return "已记录不转载的原因。"


def _check(request: OfficerRequest, piece: Piece) -> str:
    assert isinstance(piece, Repost)
    actions.check_link(repost=piece, works=request.POST.get("works") == "yes", by=request.acting)
    return "已记录核对结果。"


VERBS: dict[str, Callable[[OfficerRequest, Piece], str]] = {
    "submit": _submit, "approve": _approve, "return": _send_back, "publish": _publish, "schedule": _schedule,
    "unschedule": _unschedule, "open": _open, "discard": _discard, "withdraw": _withdraw, "decline": _decline,
    "check": _check,
}  # fmt: skip
FOR_REPOSTS = frozenset({"decline", "check"})


@officer_required
@require_POST
def act(request: OfficerRequest, model: str, pk: int, verb: str) -> HttpResponseBase:
    """Carry out one verb and go back to the page; a refusal is said there in its own words."""
    check_reader(request)
    if verb not in VERBS or model not in MODELS or (verb in FOR_REPOSTS and model != "reposts"):
        raise Http404
    piece = queries.find(MODELS[model], pk, request.acting)
    if verb in {"approve", "return"} and request.POST.get("step", "") not in REVIEWERS:
        raise Http404
    try:
        messages.success(request, VERBS[verb](request, piece))
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect(f"site-desk:{PAGES[model]}", pk)
