"""What a button of the page posts: one table of verbs."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import WITHDRAWAL_NAMES, Withdrawal
from gongkai.proactive.faq import actions, queries
from gongkai.proactive.faq.desk.shared import CHECK_WORDS, REFUSALS
from gongkai.proactive.faq.models import Proposal, QuestionList


def _reason(request: OfficerRequest) -> str:
    return request.POST.get("reason", "").strip()


def _submit(request: OfficerRequest, one: QuestionList) -> str:
    actions.submit(one=one, by=request.acting)
    return "已送审。"


def _approve(request: OfficerRequest, one: QuestionList) -> str:
    posted = request.POST
    checks = {key: posted.get(key, "") for key in CHECK_WORDS if key in posted}
    actions.approve(
        one=one, by=request.acting, opinion=posted.get("opinion", ""), checks=checks, seen=posted.get("seen", "")
    )
    return "已同意。"


def _return(request: OfficerRequest, one: QuestionList) -> str:
    actions.send_back(one=one, opinion=request.POST.get("opinion", ""), by=request.acting)
    return "已退回编写人。"


def _publish(request: OfficerRequest, one: QuestionList) -> str:
    actions.publish(one=one, by=request.acting)
    return "已发布。"


def _reopen(request: OfficerRequest, one: QuestionList) -> str:
    actions.reopen(one=one, reason=_reason(request), by=request.acting)
    return "已收回，可以修改。"


def _next(request: OfficerRequest, one: QuestionList) -> str:
    actions.open_next(one=one, reason=_reason(request), by=request.acting)
    return "已开始新的版本。"


def _discard(request: OfficerRequest, one: QuestionList) -> str:
    actions.discard(one=one, reason=_reason(request), by=request.acting)
    return "已放弃这一版，清单恢复为已公开的内容。"


def _recheck(request: OfficerRequest, one: QuestionList) -> str:
    actions.recheck(one=one, conclusion=_reason(request), by=request.acting)
    return "已记录核对结论。"


def _withdraw(request: OfficerRequest, one: QuestionList) -> str:
    kind = request.POST.get("kind", "")
    if kind not in WITHDRAWAL_NAMES:
        raise Refused("请选择撤下的原因。")
    actions.withdraw(one=one, kind=Withdrawal(kind), reason=_reason(request), by=request.acting)
    return "已撤下。"


def _join(request: OfficerRequest, one: QuestionList) -> str:
    actions.join(one=one, keep=request.POST.get("keep", ""), drop=request.POST.get("drop", ""), by=request.acting)
    return "已合并为一个问题。"


VERBS: dict[str, Callable[[OfficerRequest, QuestionList], str]] = {
    "submit": _submit,
    "approve": _approve,
    "return": _return,
    "publish": _publish,
    "reopen": _reopen,
    "next": _next,
    "discard": _discard,
    "recheck": _recheck,
    "withdraw": _withdraw,
    "join": _join,
}


@officer_required
@require_POST
def decide(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    one = queries.find(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    try:
        messages.success(request, VERBS[verb](request, one))
    except OutOfSight:
        raise
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect("faq:list", pk)


@officer_required
@require_POST
def proposal(request: OfficerRequest, pk: int, proposal: int) -> HttpResponseBase:
    """Adopt a proposed question, count it with one that stands, or leave it out."""
    one, by = queries.find(pk, request.acting), request.acting
    found = Proposal.objects.filter(pk=proposal, policy=one.policy_id).first()
    if found is None:
        raise Http404
    what = request.POST.get("do", "")
    try:
        match what:
            case "adopt":
                actions.adopt(one=one, proposal=found, by=by)
            case "merge":
                actions.merge(one=one, proposal=found, entry=request.POST.get("entry", ""), by=by)
            case "decline":
                actions.decline(one=one, proposal=found, reason=_reason(request), by=by)
            case _:
                raise Refused("请选择采纳、合并或者不采纳。")
    except OutOfSight:
        raise
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "已处理。")
    return redirect(f"/desk/faq/{pk}/#proposals")
