"""Receipts: at once in the answer, or later by a call of the partner's; counted once, whenever and however often they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.actions.tasks import close_open, open_task
from gongkai.doors.exchange.models import Message, Try
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.rules import (
    OPEN_TO_RECEIPTS,
    Decision,
    Direction,
    Outcome,
    State,
    TaskKind,
    Verdict,
)

if TYPE_CHECKING:
    from gongkai.doors.exchange.models import Partner

SETTLED: dict[str, State] = {Outcome.ACCEPTED: State.ACKNOWLEDGED, Outcome.REJECTED: State.REJECTED}


class UnknownFiling(Refused):
    """A receipt for something that we never sent."""


def settle_receipt(message: Message, verdict: Verdict) -> bool:
    """Write a verdict down if nothing final stands yet; return whether it counted. Runs in the caller's transaction.

    An acceptance after a rejection (or the reverse) changes nothing by itself: it becomes a task.
    """
    state = SETTLED.get(verdict.outcome)
    if state is None:
        rows = Message.objects.filter(pk=message.pk, state=State.QUEUED)
        counted = bool(rows.update(state=State.SENT, receipt=verdict.receipt, note="", tries=message.tries))
    else:
        rows = Message.objects.filter(pk=message.pk, state__in=OPEN_TO_RECEIPTS)
        final = {"state": state, "receipt": verdict.receipt, "note": verdict.reason, "done_at": timezone.now()}
        counted = bool(rows.update(**final, next_try_at=None, lease_until=None))
    standing = message.state
    message.refresh_from_db()
    if counted and state is not None:
        _follow(message, verdict)
    elif state is not None and standing in set(SETTLED.values()) and standing != state:
        _contradiction(message, verdict)
    return counted


def _follow(message: Message, verdict: Verdict) -> None:
    words = f"已于{timezone.localtime():%Y-%m-%d %H:%M}收到回执{verdict.receipt}。"
    close_open(partner=message.partner, kind=TaskKind.DEAD, key=message.key, decision=Decision.GONE, reason=words)
    if verdict.outcome == Outcome.ACCEPTED:
        close_open(
            partner=message.partner, kind=TaskKind.REJECTED, key=message.index_number or message.key,
            decision=Decision.GONE, reason=words,
        )  # fmt: skip
    else:
        _ask(message, verdict.reason)


def _contradiction(message: Message, verdict: Verdict) -> None:
    _ask(
        message,
        f"先后两次答复不同，后一次为“{'接受' if verdict.outcome == Outcome.ACCEPTED else '未接受'}”。{verdict.reason}",
    )


def _ask(message: Message, reason: str) -> None:
    open_task(
        partner=message.partner, kind=TaskKind.REJECTED, key=message.index_number or message.key,
        agency=message.partner.agency, title=message.label, message=message, index_number=message.index_number,
        detail={
            "ours": {name: str(message.payload.get(name) or "") for name in ("title", "doc_number", "date")},
            "theirs": {"reason": reason or "对方没有说明原因"},
        },
    )  # fmt: skip


@transaction.atomic
def acknowledge(*, partner: Partner, key: str, verdict: Verdict) -> tuple[Message, bool]:
    """Take a receipt that comes by itself; return the message and whether it counted. Raises UnknownFiling."""
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("partner__agency")
        .filter(partner=partner, direction=Direction.OUT, key=key)
        .first()
    )
    if message is None:
        raise UnknownFiling("没有向贵平台报送过这个编号的内容，请核对 key。")
    counted = settle_receipt(message, verdict)
    Try.objects.create(
        message=message,
        outcome=verdict.outcome if counted else "repeat",
        receipt=verdict.receipt,
        reason=verdict.reason,
    )
    events.record(
        tag="exchange:call:receipt", by=the_system(f"exchange:{partner.code}").actor(agency=partner.agency),
        subject=Subject("exchange-message", key), new={"result": verdict.outcome, "counted": counted},
    )  # fmt: skip
    return message, counted
