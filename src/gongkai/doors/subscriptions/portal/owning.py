"""What the links in mails open: confirm, the space of a subscriber, and the way out. The link is the key; there is no password."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.base.guard import actions as guard
from gongkai.doors.subscriptions import actions, queries
from gongkai.doors.subscriptions.actions.subscribing import has_agreed
from gongkai.doors.subscriptions.models import Subscriber
from gongkai.doors.subscriptions.portal import choosing, profiling
from gongkai.doors.subscriptions.portal.shared import (
    GET_POST,
    GONE,
    HERE,
    HOME,
    TOO_MANY,
    UNPROCESSABLE,
    number,
    page,
    shut,
)
from gongkai.doors.subscriptions.queries.links import site_name
from gongkai.doors.subscriptions.rules import (
    FREQUENCY_NAMES,
    PROFILE_CONSENT,
    PUSH_CONSENT,
    Criteria,
    CriteriaRefused,
    Standing,
)
from gongkai.doors.subscriptions.rules.adapters import masked

DONE = {
    "confirmed": "订阅已经确认。", "added": "订阅已经添加。", "dropped": "订阅已经删除。", "saved": "设置已经保存。",
    "started": "通知已经恢复。", "declined": "没有订阅，填写的内容已经删去。", "profile": "情况已经保存。",
    "device": "这台设备已经添加，有新的通知时浏览器会提醒您。", "device-gone": "设备已经移除，不会再提醒。",
}  # fmt: skip
CRUMBS = [HOME, HERE]


def _void(request: HttpRequest) -> HttpResponse:
    return page(request, "void", {"crumbs": [*CRUMBS, {"label": "链接无效"}]}, GONE)


@shut
@require_http_methods(GET_POST)
def confirm(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show a button first: programs that follow every link of a mail must not agree for anybody."""
    wanted = queries.request_of(token)
    if wanted is None:
        return _void(request)
    context: dict[str, Any] = {
        "wanted": wanted, "token": token, "crumbs": [*CRUMBS, {"label": "确认"}],
        "words": queries.in_words(Criteria.read(wanted.criteria)) if wanted.criteria else [],
        "over": wanted.expires_at < timezone.now() and wanted.used_at is None,
    }  # fmt: skip
    if request.method != "POST":
        return page(request, "confirm", context, GONE if context["over"] else 200)
    try:
        subscriber = actions.confirm(request=wanted)
    except actions.Refused as error:
        return page(request, "confirm", context | {"problem": str(error)}, GONE)
    return redirect(f"{queries.manage_path(subscriber)}?done=confirmed")


def owning(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view the subscriber that a link names; a link that is void says so."""

    @shut
    def wrapped(request: HttpRequest, /, token: str, **parts: Any) -> HttpResponseBase:
        subscriber = queries.subscriber_of(token)
        return view(request, subscriber, token, **parts) if subscriber is not None else _void(request)

    return wrapped


@owning
def manage(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponseBase:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    return _space(request, subscriber, token)


def _space(
    request: HttpRequest, subscriber: Subscriber, token: str, *, problem: str = "", at: str = "",
    typed: dict[str, Any] | None = None, status: int = UNPROCESSABLE,
) -> HttpResponse:  # fmt: skip
    said = typed or choosing.chosen(request.GET)
    rows = [
        {"one": one, "words": queries.in_words(Criteria.read(one.criteria))} for one in subscriber.subscriptions.all()
    ]
    context = {
        "subscriber": subscriber, "token": token, "rows": rows, "problem": problem, "at": at, "typed": said,
        "groups": choosing.groups(request, said), "done": "" if problem else DONE.get(request.GET.get("done", ""), ""),
        "stopped": subscriber.state == Standing.STOPPED, "masked": masked(subscriber.address),
        "frequencies": [{"value": key, "label": word} for key, word in FREQUENCY_NAMES.items()],
        "hours": list(range(24)),
        "waiting": [] if subscriber.state == Standing.STOPPED else _waiting(subscriber),
        "questions": profiling.questions(subscriber, request.POST if at == "profile" else None), "consents": subscriber.consents.all(),
        "profile_consent": "" if has_agreed(subscriber) else PROFILE_CONSENT.format(site=site_name()),
        "devices": queries.shown_devices(subscriber), "push_key": queries.public_key(),
        "push_consent": PUSH_CONSENT.format(site=site_name()),
        "crumbs": [*CRUMBS, {"label": "企业空间" if subscriber.kind == "enterprise" else "我的订阅"}],
    }  # fmt: skip
    return page(request, "manage", context, status if problem else 200)


def _waiting(subscriber: Subscriber) -> list[dict[str, Any]]:
    """In our words only: whoever typed need not be whoever reads, as with the mail."""
    found = []
    for one in queries.waiting_requests(subscriber):
        chosen = Criteria.read(one.criteria)
        words = queries.in_words(replace(chosen, words=(), without=()))
        found.append({"one": one, "words": [*words, *(["填写的词语"] if chosen.words else [])]})
    return found


@owning
def change(request: HttpRequest, subscriber: Subscriber, token: str, verb: str) -> HttpResponseBase:
    """One of the forms of the space; what is wrong comes back with what was typed."""
    if request.method != "POST":
        return HttpResponse(status=405)
    if verb not in VERBS:
        raise Http404
    typed = choosing.chosen(request.POST)
    try:
        done = VERBS[verb](subscriber, request, typed)
    except (actions.Refused, CriteriaRefused) as error:
        return _space(request, subscriber, token, problem=str(error), at=verb, typed=typed)
    except guard.TooMany as error:
        return _space(request, subscriber, token, problem=str(error), at=verb, typed=typed, status=TOO_MANY)
    if verb == "delete":
        return redirect("subscriptions_pages:deleted")
    return redirect(f"/subscriptions/manage/{token}?done={done}")


def _add(subscriber: Subscriber, _request: HttpRequest, typed: dict[str, Any]) -> str:
    criteria = choosing.criteria_of(typed)
    actions.add(subscriber=subscriber, name=choosing.name_of(typed, criteria), criteria=criteria)
    return "added"


def _waits(subscriber: Subscriber, request: HttpRequest) -> Any:
    pk = number(request.POST.get("request")) or 0
    found = next((one for one in queries.waiting_requests(subscriber) if one.pk == pk), None)
    if found is None:
        raise actions.Refused("这项订阅已经处理过，或者已经过期。需要的请在下面添加。")
    return found


def _accept(subscriber: Subscriber, request: HttpRequest, _typed: dict[str, Any]) -> str:
    actions.accept(subscriber=subscriber, request=_waits(subscriber, request))
    return "added"


def _decline(subscriber: Subscriber, request: HttpRequest, _typed: dict[str, Any]) -> str:
    actions.decline(subscriber=subscriber, request=_waits(subscriber, request))
    return "declined"


def _drop(subscriber: Subscriber, request: HttpRequest, _typed: dict[str, Any]) -> str:
    actions.drop(subscriber=subscriber, pk=number(request.POST.get("subscription")) or 0)
    return "dropped"


def _rhythm(subscriber: Subscriber, request: HttpRequest, typed: dict[str, Any]) -> str:
    hours = [number(request.POST.get(name)) for name in ("quiet_from", "quiet_until")]
    if any(hour is not None and hour > 23 for hour in hours):
        raise actions.Refused("免打扰时间请从列表中选择。")
    until = request.POST.get("paused_until", "")
    try:
        day = parse_date(until) if until else None
    except ValueError:
        day = None
    if until and day is None:
        raise actions.Refused("暂停日期写法不对，应形如 2026-03-09。")
    if hours[0] is not None and hours[0] == hours[1]:
        raise actions.Refused("免打扰的开始和结束是同一时间，请改其中一个；不需要免打扰的，两个都不选。")
    if day is not None and day <= timezone.localdate():
        raise actions.Refused("暂停到的日期要在今天以后；现在就恢复的，请清空这一项。")
    actions.set_rhythm(
        subscriber=subscriber, frequency=typed["frequency"], quiet_from=hours[0], quiet_until=hours[1], paused_until=day
    )
    return "saved"


def _profile(subscriber: Subscriber, request: HttpRequest, _typed: dict[str, Any]) -> str:
    profiling.save(subscriber, request.POST)
    return "profile"


def _start(subscriber: Subscriber, _request: HttpRequest, _typed: dict[str, Any]) -> str:
    actions.start(subscriber=subscriber)
    return "started"


def _delete(subscriber: Subscriber, request: HttpRequest, _typed: dict[str, Any]) -> str:
    if not request.POST.get("sure"):
        raise actions.Refused("请先勾选“我确定要删除”。")
    actions.delete_all(subscriber=subscriber)
    return "deleted"


def _device(subscriber: Subscriber, request: HttpRequest, _typed: dict[str, Any]) -> str:
    """What the script wrote into the form after the browser itself had asked its owner."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "public", "auth", "device_name")}
    if not given["endpoint"]:
        raise actions.Refused("浏览器没有给出推送地址。请在支持提醒的浏览器里点击“在这台设备的浏览器里接收提醒”。")
    actions.add_device(
        subscriber=subscriber, endpoint=given["endpoint"], public=given["public"], auth=given["auth"],
        name=given["device_name"],
    )  # fmt: skip
    return "device"


def _drop_device(subscriber: Subscriber, request: HttpRequest, _typed: dict[str, Any]) -> str:
    found = queries.shown_devices(subscriber).filter(pk=number(request.POST.get("device")) or 0).first()
    if found is None:
        raise Http404
    actions.remove_device(device=found)
    return "device-gone"


VERBS: dict[str, Callable[[Subscriber, HttpRequest, dict[str, Any]], str]] = {
    "add": _add, "drop": _drop, "rhythm": _rhythm, "profile": _profile, "start": _start, "delete": _delete,
    "device": _device, "drop-device": _drop_device, "accept": _accept, "decline": _decline,
}  # fmt: skip


@owning
def export(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponseBase:
    """Everything that is kept of this subscriber, as a file."""
    del token
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    told = json.dumps(queries.own_data(subscriber), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    response = HttpResponse(told, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="subscriptions.json"'
    return response


def _partner_stops(request: HttpRequest, token: str) -> HttpResponse:
    partner = queries.partner_of_stop(token)
    if partner is None:
        return _void(request)
    if request.method == "POST":
        actions.end_mails(partner=partner)
    context = {"done": not partner.email, "token": token, "manage": "", "partner": partner.name}
    return page(request, "unsubscribe", context | {"crumbs": [*CRUMBS, {"label": "不再接收"}]})


# One click (RFC 8058): the mail program posts without any cookie of ours; the signed link is what it must have.
@csrf_exempt
@shut
@require_http_methods(GET_POST)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponseBase:
    subscriber = queries.subscriber_of(token, "stop")
    if subscriber is None:
        return _partner_stops(request, token)
    done = subscriber.state == Standing.STOPPED
    if request.method == "POST":
        actions.stop(subscriber=subscriber)
        done = True
    context = {"done": done, "token": token, "manage": queries.manage_path(subscriber) if done else ""}
    return page(request, "unsubscribe", context | {"crumbs": [*CRUMBS, {"label": "退订"}]})


@shut
@require_safe
def deleted(request: HttpRequest) -> HttpResponseBase:
    return page(request, "deleted", {"crumbs": [*CRUMBS, {"label": "已删除"}]})


__all__ = ["change", "confirm", "deleted", "export", "manage", "unsubscribe"]
