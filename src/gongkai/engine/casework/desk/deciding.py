"""What a button posts: one verb each, and back to the page with a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.vault import actions as vault
from gongkai.engine.casework import actions, queries
from gongkai.engine.casework.desk.pages import detail_page
from gongkai.engine.casework.rules import Refused

if TYPE_CHECKING:
    from gongkai.engine.casework.models import Dispatch, Letter


def day_of(typed: str, name: str) -> dt.date:
    """Return a typed day. Raises Refused."""
    try:
        found = parse_date(typed.strip())
    except ValueError:
        found = None
    if found is None:
        raise Refused(f"请填写{name}，例如2026-03-09。")
    return found


def _values(request: OfficerRequest) -> dict[str, str]:
    return {key[4:]: str(value) for key, value in request.POST.items() if key.startswith("var-")}


def _revise(request: OfficerRequest, letter: Letter) -> str:
    seen = request.POST.get("revision", "")
    if not seen.isdecimal():
        raise Refused("请刷新页面后再保存。")
    made = actions.revise(
        letter=letter, by=request.acting, seen=int(seen), text=request.POST.get("text"), variables=_values(request)
    )
    left = len(queries.problems_of(made))
    return f"已保存，还有{left}处需要补充。" if left else "已保存。"


def _submit(request: OfficerRequest, letter: Letter) -> str:
    actions.submit(letter=letter, by=request.acting, seen=request.POST.get("seen", ""))
    return "已送签。"


def _countersign(request: OfficerRequest, letter: Letter) -> str:
    post = request.POST
    actions.countersign(
        letter=letter, step=post.get("step", ""), by=request.acting, remark=post.get("remark", ""),
        seen=post.get("seen", ""),
    )  # fmt: skip
    return "已签署。"


def _send_back(request: OfficerRequest, letter: Letter) -> str:
    actions.send_back(letter=letter, by=request.acting, remark=request.POST.get("remark", ""))
    return "已退回起草人。"


def _issue(request: OfficerRequest, letter: Letter) -> str:
    typed = request.POST.get("on", "").strip()
    day = day_of(typed, "签发日期") if typed else None
    made = actions.issue(letter=letter, by=request.acting, on=day, seen=request.POST.get("seen", ""))
    return f"已签发{made.number}。内容不再改变，可以随时原样重印。"


def _void(request: OfficerRequest, letter: Letter) -> str:
    actions.void(letter=letter, reason=request.POST.get("reason", ""), by=request.acting)
    return "已作废。编号保留，不再使用。" if letter.number else "草稿已作废。"


def _dispatch(request: OfficerRequest, letter: Letter) -> str:
    post = request.POST
    actions.dispatch(
        letter=letter, route=post.get("route", ""), by=request.acting, address=post.get("address", ""),
        link=post.get("link", ""), attach=post.get("attach") == "on",
    )  # fmt: skip
    return "已安排发送。"


def _dispatch_each(request: OfficerRequest, letter: Letter) -> str:
    left = actions.dispatch_each(letter=letter, route=request.POST.get("route", ""), by=request.acting)
    return f"已安排。{'、'.join(left)}没有留下这种地址，请用其他方式。" if left else "已安排，请逐件登记寄出。"


VERBS: dict[str, Callable[[OfficerRequest, Letter], str]] = {
    "revise": _revise,
    "submit": _submit,
    "countersign": _countersign,
    "send_back": _send_back,
    "issue": _issue,
    "void": _void,
    "dispatch": _dispatch,
    "dispatch_each": _dispatch_each,
}


@officer_required
@require_POST
def act(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    letter = queries.letter(pk, request.acting)
    if verb == "correct":
        return _correct(request, letter)
    if verb not in VERBS:
        raise Http404
    try:
        said = VERBS[verb](request, letter)
    except Refused as error:
        return _again(request, pk, verb, error)
    messages.success(request, said)
    return redirect(_back(request) or reverse("casework:detail", args=[pk]))


def _correct(request: OfficerRequest, letter: Letter) -> HttpResponseBase:
    try:
        made = actions.correct(letter=letter, reason=request.POST.get("reason", ""), by=request.acting)
    except Refused as error:
        return _again(request, letter.pk, "correct", error)
    messages.success(request, "更正文书已起草，第一段写明更正了哪一份文书。原文书不变。")
    return redirect("casework:detail", made.pk)


def _again(request: OfficerRequest, pk: int, verb: str, error: Refused) -> HttpResponseBase:
    """Show the page with what was typed; nothing that somebody wrote is lost."""
    typed: dict[str, Any] = {"posted": request.POST.dict()}
    if verb == "revise":
        typed |= {"values": _values(request), "text": request.POST.get("text", "")}
    return detail_page(request, queries.letter(pk, request.acting), refused=str(error), typed=typed, status=422)


def _back(request: OfficerRequest) -> str:
    """Return the page that the form stood in, when it is one of this site."""
    back = request.POST.get("back", "")
    ours = back.startswith("/desk/") and url_has_allowed_host_and_scheme(back, {request.get_host()})
    return back if ours else ""


@officer_required
@require_POST
def record(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    """Record what became of one dispatch."""
    one = queries.dispatch(pk, request.acting)
    if verb not in RECORDS:
        raise Http404
    try:
        said = RECORDS[verb](request, one)
    except (Refused, FileRefused) as error:
        letter = queries.letter(one.letter_id, request.acting)
        return detail_page(request, letter, refused=str(error), typed={"posted": request.POST.dict()}, status=422)
    messages.success(request, said)
    return redirect(_back(request) or reverse("casework:detail", args=[one.letter_id]))


def _posted(request: OfficerRequest, one: Dispatch) -> str:
    day = day_of(request.POST.get("on", ""), "寄出日期")
    made = actions.record_posted(dispatch=one, on=day, tracking=request.POST.get("tracking", ""), by=request.acting)
    return f"已登记。{made.warning}" if made.warning else "已登记。"


def _signed(request: OfficerRequest, one: Dispatch) -> str:
    day, proof = day_of(request.POST.get("on", ""), "签收日期"), request.FILES.get("proof")
    kept = None
    with transaction.atomic():  # a proof without its record would be spare
        if proof is not None:
            kept = vault.keep_file(data=proof.read(), name=proof.name or "凭证", by=request.acting, purpose="送达凭证")
        actions.record_signed(
            dispatch=one, on=day, signed_by=request.POST.get("signed_by", ""), by=request.acting, proof=kept
        )
    return "签收已登记。"


def _returned(request: OfficerRequest, one: Dispatch) -> str:
    day = day_of(request.POST.get("on", ""), "退回日期")
    actions.record_returned(dispatch=one, on=day, reason=request.POST.get("reason", ""), by=request.acting)
    return "退回已登记，请重新送达或者写明怎样处理。"


def _redated(request: OfficerRequest, one: Dispatch) -> str:
    day = day_of(request.POST.get("on", ""), "日期")
    made = actions.redate(dispatch=one, on=day, reason=request.POST.get("reason", ""), by=request.acting)
    return f"日期已更正，期限按{made.counted_on:%Y年%-m月%-d日}计算。"


def _settled(request: OfficerRequest, one: Dispatch) -> str:
    actions.settle_returned(dispatch=one, by=request.acting, remark=request.POST.get("remark", ""))
    return "已记录。"


RECORDS: dict[str, Callable[[OfficerRequest, Dispatch], str]] = {
    "posted": _posted,
    "signed": _signed,
    "returned": _returned,
    "redated": _redated,
    "settled": _settled,
}
