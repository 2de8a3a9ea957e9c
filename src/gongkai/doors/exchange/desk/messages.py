"""消息: everything that came and went, with every try and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import (
    OfficerRequest,
    acting_of,
    desk_page,
    officer_required,
    permission_required,
)
from gongkai.base.ui.registers import Column, Register
from gongkai.doors.exchange import actions, queries
from gongkai.doors.exchange.desk.shared import NAV, around, attempt, may, tabs
from gongkai.doors.exchange.models import Message
from gongkai.doors.exchange.permissions import MANAGE
from gongkai.doors.exchange.rules import DIRECTION_NAMES, MESSAGE_NAMES, STATE_NAMES, Direction, State

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.doors.exchange.models import Partner

PILLS = {
    State.PARKED: "pause", State.APPLIED: "ok", State.CONFLICT: "warn", State.QUEUED: "info", State.SENT: "info",
    State.ACKNOWLEDGED: "ok", State.REJECTED: "bad", State.DEAD: "bad", State.HELD: "pause", State.DROPPED: "pause",
}  # fmt: skip


def _partners(request: HttpRequest | None) -> QuerySet[Partner]:
    assert request is not None
    return queries.partners(acting_of(request))


class MessageFilter(FilterSet):
    partner = django_filters.ModelChoiceFilter(label="对接系统", queryset=_partners)
    direction = django_filters.ChoiceFilter(label="方向", choices=list(DIRECTION_NAMES.items()))
    kind = django_filters.ChoiceFilter(label="种类", choices=list(MESSAGE_NAMES.items()))
    state = django_filters.ChoiceFilter(label="状态", choices=list(STATE_NAMES.items()))

    class Meta:
        model = Message
        fields: list[str] = []


MESSAGES = Register(
    name="exchange-messages",
    title="交换消息",
    noun="消息",
    intro="来件和去件逐件留存，含每次发送的结果；导出的是当前筛选的全部消息，不含正文。",
    queryset=lambda request: queries.messages(acting_of(request)),
    columns=[
        Column("label", "标题", value=lambda one: one.label or one.external_id or one.index_number or one.key),
        Column("kind", "种类", sortable=True),
        Column("partner.name", "对接系统", sortable=True),
        Column("state", "状态", sortable=True),
        Column("tries", "发送次数", sortable=True, right=True),
        Column("created_at", "时间", sortable=True),
        Column("done_at", "办结时间", sortable=True),
        Column("receipt", "回执号"),
        Column("index_number", "索引号"),
        Column("note", "说明"),
    ],
    search=["label", "key", "external_id", "index_number", "receipt"],
    filters=MessageFilter,
    ordering=("-pk",),
    may=may,
    entry_url=lambda one: reverse("exchange:message", args=[one.pk]),
    context=around("messages"),
    empty_text="办公系统来件、或向上级平台报送后，出现在这里。",
)


@officer_required
@require_GET
@permission_required(MANAGE)
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    message = queries.message(pk, request.acting)
    context = {
        "tabs": tabs("messages"), "message": message, "pill": PILLS[State(message.state)], "rows": _facts(message),
        "attempts": list(message.attempts.all()), "tasks": list(message.tasks.all()), "buttons": buttons(message),
        "name": message.label or MESSAGE_NAMES[message.kind],
    }  # fmt: skip
    return desk_page(request, "exchange/desk/message.html", context, nav=NAV)


def _facts(message: Message) -> list[dict[str, Any]]:
    rows = [
        ("对接系统", message.partner.name), ("方向", message.get_direction_display()), ("种类", message.get_kind_display()),
        ("幂等编号", message.key), ("回执号", message.receipt), ("对方编号", message.external_id),
        ("索引号", message.index_number), ("版次", message.edition), ("时间", message.created_at),
        ("办结时间", message.done_at), ("下次发送", message.next_try_at), ("说明", message.note),
    ]  # fmt: skip
    return [{"label": label, "value": value} for label, value in rows if value not in {None, ""}]


def buttons(message: Message) -> list[tuple[str, str]]:
    """Return the verbs that this message offers now."""
    if message.direction == Direction.IN:
        return [("retry", "重新办理"), ("drop", "放弃")] if message.state == State.PARKED else []
    offered = {
        State.QUEUED: [("retry", "立即发送"), ("hold", "暂缓"), ("drop", "放弃")],
        State.HELD: [("retry", "恢复发送"), ("drop", "放弃")],
        State.DEAD: [("retry", "重新发送"), ("drop", "放弃")],
        State.REJECTED: [("retry", "原样重发")],
    }
    return offered.get(State(message.state), [])


VERBS = {
    "retry": (actions.retry, "已重新列入办理。"),
    "hold": (actions.hold, "已暂缓发送。"),
    "drop": (actions.drop, "已放弃。"),
}


@officer_required
@require_POST
@permission_required(MANAGE)
def act(request: OfficerRequest, pk: int, verb: str) -> HttpResponseBase:
    message = queries.message(pk, request.acting)
    if verb not in VERBS:
        raise Http404
    deed, done = VERBS[verb]
    reason = request.POST.get("reason", "")
    attempt(request, lambda: deed(message=message, reason=reason, by=request.acting), done)
    return redirect("exchange:message", message.pk)
