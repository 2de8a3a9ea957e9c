"""`/subscriptions/`: choose and leave an address. The answer is the same for every address, known or not."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongkai.base.guard import actions as guard
from gongkai.base.guard import queries as guard_queries
from gongkai.doors.subscriptions import actions, queries
from gongkai.doors.subscriptions.actions.subscribing import READERS
from gongkai.doors.subscriptions.models import Request
from gongkai.doors.subscriptions.portal import choosing
from gongkai.doors.subscriptions.portal.shared import GET_POST, GONE, HERE, HOME, TOO_MANY, UNPROCESSABLE, page, shut
from gongkai.doors.subscriptions.queries.links import site_name
from gongkai.doors.subscriptions.rules import (
    CHANNEL_NAMES,
    CODE_FIGURES,
    CODE_LIVES_MINUTES,
    CONFIRMATION_LIVES_HOURS,
    CONSENT,
    FREQUENCY_NAMES,
    SIGN_UP_SECONDS,
    SIGN_UPS,
    SUBSCRIBER_KINDS,
    WECHAT_LIVES_MINUTES,
    CriteriaRefused,
)
from gongkai.doors.subscriptions.rules.adapters import is_registered

PURPOSE = "subscribe"


@shut
@require_http_methods(GET_POST)
def index(request: HttpRequest) -> HttpResponseBase:
    typed = choosing.chosen(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _form(request, typed, {})
    errors = _errors(typed)
    if errors:
        return _form(request, typed, errors, UNPROCESSABLE)
    try:
        guard.check(request, PURPOSE)
        guard.count(PURPOSE, guard_queries.address_of(request), limit=SIGN_UPS, seconds=SIGN_UP_SECONDS)
    except guard.TooMany as error:
        return _form(request, typed, {"guard": str(error)}, TOO_MANY)
    except guard.GuardRefused as error:
        return _form(request, typed, {"guard": str(error)}, UNPROCESSABLE)
    criteria = choosing.criteria_of(typed)
    if typed["channel"] == "wechat":
        asked_for = actions.ask_by_wechat(
            name=choosing.name_of(typed, criteria),
            criteria=criteria,
            frequency=typed["frequency"],
            kind=typed["kind_of"],
        )
        return redirect(queries.code_path(asked_for))
    sent = actions.ask(
        address=_address(typed), name=choosing.name_of(typed, criteria), criteria=criteria,
        frequency=typed["frequency"], kind=typed["kind_of"], channel=typed["channel"],
    )  # fmt: skip
    return redirect(queries.code_path(sent) if typed["channel"] == "sms" else "subscriptions_pages:asked")


def _address(typed: dict[str, Any]) -> str:
    return str(typed["number"] if typed["channel"] == "sms" else typed["address"])


@shut
@require_http_methods(GET_POST)
def code(request: HttpRequest, token: str) -> HttpResponseBase:
    """Type in the code of a short message; whoever holds the number comes into its space."""
    known, wanted = queries.request_of_code(token)
    if not known:
        return page(request, "void", {"crumbs": [HOME, HERE, {"label": "链接无效"}]}, GONE)
    if wanted is not None and wanted.channel == "wechat":
        return _by_wechat(request, wanted, token)
    context: dict[str, Any] = {
        "token": token, "minutes": CODE_LIVES_MINUTES, "figures": CODE_FIGURES,
        "crumbs": [HOME, HERE, {"label": "输入验证码"}],
    }  # fmt: skip
    if request.method != "POST":
        return page(request, "code", context)
    try:
        subscriber = actions.confirm_code(request=wanted, code=request.POST.get("code", "")[:20])
    except actions.Refused as error:
        return page(request, "code", context | {"problem": str(error)}, UNPROCESSABLE)
    return redirect(f"{queries.manage_path(subscriber)}?done=confirmed")


def _by_wechat(request: HttpRequest, wanted: Request, token: str) -> HttpResponse:
    """Show what to send; it goes on in WeChat, and this page never learns who sent it."""
    over = wanted.used_at is None and wanted.expires_at < timezone.now()
    context = {
        "token": token, "code": actions.spoken_code(wanted), "square": actions.square_code(wanted), "over": over,
        "account": settings.WECHAT_ACCOUNT, "minutes": WECHAT_LIVES_MINUTES, "hours": CONFIRMATION_LIVES_HOURS,
        "crumbs": [HOME, HERE, {"label": "用微信订阅"}],
    }  # fmt: skip
    return page(request, "wechat", context, GONE if over else 200)


def _errors(typed: dict[str, Any]) -> dict[str, str]:
    """Return a sentence for each field that is wrong."""
    errors: dict[str, str] = {}
    try:
        choosing.criteria_of(typed)
    except CriteriaRefused as error:
        errors["words"] = str(error)
    if typed["channel"] not in _channels():
        typed["channel"] = "mail"
    try:
        if typed["channel"] in READERS:  # who uses WeChat is known by the message they will send
            READERS[typed["channel"]](_address(typed))
    except actions.Refused as error:
        errors["number" if typed["channel"] == "sms" else "address"] = str(error)
    if typed["frequency"] not in FREQUENCY_NAMES:
        errors["frequency"] = "请选择通知频率。"
    if typed["kind_of"] not in SUBSCRIBER_KINDS:
        typed["kind_of"] = "person"
    if not typed["agree"]:
        errors["agree"] = "请勾选同意，否则不能发送通知。"
    return errors


def _form(request: HttpRequest, typed: dict[str, Any], errors: dict[str, str], status: int = 200) -> HttpResponse:
    labels = {
        "words": "内容",
        "address": "邮箱",
        "number": "手机号码",
        "frequency": "频率",
        "agree": "同意",
        "guard": "验证",
    }
    context = {
        "left_out": "、".join(choosing.not_carried(request.GET)), "typed": typed, "errors": errors, "groups": choosing.groups(request, typed),
        "said": [{"id": _places().get(key, key), "label": labels[key], "text": text} for key, text in errors.items()],
        "frequencies": [{"value": key, "label": word} for key, word in FREQUENCY_NAMES.items()],
        "kinds": [{"value": key, "label": word} for key, word in SUBSCRIBER_KINDS.items()],
        "channels": [{"value": key, "label": word} for key, word in _channels().items()],
        "by": _channels(), "consent": CONSENT.format(site=site_name()), "guard": guard_queries.challenge(PURPOSE),
        "reminders": bool(queries.public_key()), "crumbs": [HOME, {"label": "订阅"}],
    }  # fmt: skip
    return page(request, "index", context, status)


def _channels() -> dict[str, str]:
    """Return how one can be told: by short message or WeChat only where a provider is connected, or nothing would ever come."""
    return {"mail": "邮件"} | {one: CHANNEL_NAMES[one] for one in ("sms", "wechat") if is_registered(one)}


def _places() -> dict[str, str]:
    return {"frequency": "frequency-day", "guard": "guard_answer"}


@shut
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest) -> HttpResponseBase:
    return page(request, "asked", {"hours": CONFIRMATION_LIVES_HOURS, "crumbs": [HOME, HERE, {"label": "请查收邮件"}]})
