"""What a button posts: one verb each, and back to the page with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.proactive.targeted import actions
from gongkai.proactive.targeted.desk.forms import KeepForm, ReaddressForm, ReasonForm, ReceiptForm, WidenForm
from gongkai.proactive.targeted.desk.pages import detail_page, load
from gongkai.proactive.targeted.models import Delivery, Recipient
from gongkai.proactive.targeted.rules import CHECK_NAMES, STEPS

STEP_KEYS = {step.key for step in STEPS}


def _review(request: OfficerRequest, delivery: Delivery) -> str:
    step = request.POST.get("step", "")
    if step not in STEP_KEYS:
        raise Http404
    agree = request.POST.get("result") == "approve"
    actions.review(
        delivery=delivery, step=step, agree=agree, by=request.acting, opinion=request.POST.get("opinion", ""),
        checks={key: request.POST.get(key, "") for key in CHECK_NAMES} if step == "secrecy" and agree else {},
        seen=request.POST.get("seen", ""),
    )  # fmt: skip
    return "审查意见已记录。"


def _deliver(request: OfficerRequest, delivery: Delivery) -> str:
    actions.deliver(delivery=delivery, by=request.acting)
    return "已送达。请把链接用邮件或者信函送出，提取码用另一种方式告知。"


def _send(request: OfficerRequest, delivery: Delivery) -> str:
    count = actions.send_links(delivery=delivery, by=request.acting)
    return f"{count}封邮件已列入发送，稍后刷新页面查看结果。" if count else "没有需要发送的邮件：有邮箱的对象都已发送。"


def _withdraw(request: OfficerRequest, delivery: Delivery) -> str:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.withdraw(delivery=delivery, reason=reason, by=request.acting)
    return "已撤回，链接不再打开。"


def _widen(request: OfficerRequest, delivery: Delivery) -> str:
    form = WidenForm(request.POST, delivery=delivery)
    if not form.is_valid():
        raise actions.Refused(_sentences(form))
    data = form.cleaned_data
    made = actions.widen(
        delivery=delivery, reason=data["reason"], drafter=data.get("drafter"), seen=data["seen"], by=request.acting
    )  # fmt: skip
    drafter = made.document.drafter
    return f"已提出转为主动公开，请{drafter.name if drafter else '拟稿人'}送审。公开之前，收件人照常查阅。"


def _keep(request: OfficerRequest, delivery: Delivery) -> str:
    form = KeepForm(request.POST)
    if not form.is_valid():
        raise actions.Refused("请写明为什么仍定向公开。")
    actions.keep(delivery=delivery, reason=form.cleaned_data["reason"], by=request.acting)
    return "不再转为主动公开，材料仍只向原来的对象公开。"


def _sentences(form: forms.Form) -> str:
    return "".join(f"{form[name].label}：{''.join(map(str, said))}" for name, said in form.errors.items())


VERBS: dict[str, Callable[[OfficerRequest, Delivery], str]] = {
    "review": _review,
    "deliver": _deliver,
    "send": _send,
    "withdraw": _withdraw,
    "widen": _widen,
    "keep": _keep,
}


@officer_required
@require_POST
def decide(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    delivery = load(request, pk)
    if verb not in VERBS:
        raise Http404
    return _answer(request, delivery, lambda: VERBS[verb](request, delivery), verb)


def _receipt(request: OfficerRequest, row: Recipient) -> str:
    form = ReceiptForm(request.POST)
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    address = data.get("address") or row.name
    actions.record_receipt(recipient=row, name=data.get("name", ""), address=address, by=request.acting)
    return "签收已登记。"


def _readdress(request: OfficerRequest, row: Recipient) -> None:
    form = ReaddressForm(request.POST)
    if not form.is_valid():
        raise actions.Refused(_sentences(form))
    actions.readdress(recipient=row, by=request.acting, **form.cleaned_data)


RECIPIENT_VERBS: dict[str, Callable[[OfficerRequest, Recipient], object]] = {
    "revoke": lambda request, row: actions.revoke(recipient=row, by=request.acting),
    "reissue": lambda request, row: actions.reissue(recipient=row, by=request.acting),
    "post": lambda request, row: actions.post(recipient=row, by=request.acting),
    "mail": lambda request, row: actions.send_again(recipient=row, by=request.acting),
    "receipt": _receipt,
    "readdress": _readdress,
}
DONE = {
    "revoke": "链接已停用。",
    "reissue": "已开具新链接，旧链接不再打开。",
    "post": "已登记。",
    "mail": "邮件已列入发送，稍后刷新页面查看结果。",
    "receipt": "签收已登记。",
    "readdress": "邮箱已更正，原链接作废，新链接已列入发送。提取码也换了，请用另一种方式告知对象。",
}


@officer_required
@require_POST
def recipient(request: OfficerRequest, pk: int, recipient: int, verb: str) -> HttpResponseBase:
    delivery = load(request, pk)
    row = delivery.recipients.select_related("delivery__item__agency").filter(pk=recipient).first()
    if row is None or verb not in RECIPIENT_VERBS:
        raise Http404

    def run() -> str:
        RECIPIENT_VERBS[verb](request, row)
        return DONE[verb]

    return _answer(request, delivery, run, f"{verb}-{row.pk}")


def _answer(request: OfficerRequest, delivery: Delivery, run: Callable[[], str], form: str) -> HttpResponseBase:
    """Do it, or show the page with the sentence of refusal and what was typed in the form of this name."""
    try:
        sentence = run()
    except (actions.Refused, FileRefused) as error:
        typed = {form: request.POST}
        return detail_page(request, load(request, delivery.pk), refused=str(error), typed=typed, status=409)
    messages.success(request, sentence)
    return redirect("targeted:detail", delivery.pk)
