"""Telling the office systems how their documents stand, and doing what had to wait for a document's turn."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.files import actions as files
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.actions.applying import OPEN, apply_waiting
from gongkai.doors.exchange.actions.filing import absolute
from gongkai.doors.exchange.actions.papers import missing
from gongkai.doors.exchange.actions.sending import queue
from gongkai.doors.exchange.models import Handover, Message, Nonce, Task
from gongkai.doors.exchange.rules import Direction, MessageKind, State
from gongkai.doors.exchange.rules.signing import WINDOW_SECONDS
from gongkai.proactive.documents.rules import STATUS_NAMES, Status

if TYPE_CHECKING:
    from gongkai.proactive.documents.models import Document

BATCH = 500
# What is over stays over: nothing more will be told of it.
FINAL = frozenset({Status.ABANDONED, Status.SEALED})


def standing(document: Document, external_id: str) -> dict[str, Any]:
    """Return how a document stands, in what the office system is told: by call and on asking."""
    status = Status(document.status)
    last = document.returns.first() if status == Status.RETURNED else None
    sealed = status == Status.SEALED
    return {
        "external_id": external_id,
        "index_number": document.item.key,
        "status": status.value,
        "status_name": STATUS_NAMES[status],
        "since": document.status_since.isoformat(timespec="seconds"),
        "doc_number": "" if sealed else document.doc_number,
        "missing": missing(document),
        "returned": f"{last.cause}：{last.detail}" if last else "",
        "url": absolute(f"/documents/{document.item.key}") if status == Status.PUBLISHED else "",
    }


def follow() -> int:
    """Look at every handed-over document that may have moved: tell its office, apply what waits; return how many moved."""
    last, moved = 0, 0
    while batch := list(_handovers(last)):
        for handover in batch:
            moved += _follow_one(handover)
        last = batch[-1].pk
    return moved


def _handovers(after: int) -> Any:
    rows = Handover.objects.filter(pk__gt=after, partner__active=True).exclude(told__startswith="-").order_by("pk")
    return rows.select_related("partner__agency", "partner__account", "item__document__item")[:BATCH]


def _follow_one(handover: Handover) -> bool:
    document = handover.item.document
    now = f"{document.status}@{document.status_since.timestamp():.6f}"
    if handover.told == now:
        return False
    with transaction.atomic():
        # Two workers may look at once: one of them writes this, the other finds it written.
        if not Handover.objects.filter(pk=handover.pk, told=handover.told).update(told=now):
            return False
        if document.status in OPEN:
            apply_waiting(handover, the_system("exchange"))
        if document.status == Status.SEALED:
            _forget(handover)
        if handover.partner.base_url:
            queue(
                partner=handover.partner, kind=MessageKind.STATUS, key=f"{document.item.key}:{now}"[:120],
                payload=standing(document, handover.external_id), external_id=handover.external_id,
                index_number=document.item.key, label=STATUS_NAMES[Status(document.status)],
            )  # fmt: skip
        if document.status in FINAL:
            Handover.objects.filter(pk=handover.pk).update(told=f"-{now}")
    return True


def _forget(handover: Handover) -> None:
    """A document turned out to be a state secret: nothing of what was sent stays here either (R008)."""
    came = Message.objects.filter(
        partner=handover.partner, direction=Direction.IN, external_id=handover.external_id
    ).prefetch_related("files__file")  # fmt: skip
    for message in came:
        stored = [one.file for one in message.files.all()]
        message.files.all().delete()
        for file in stored:
            files.purge_if_unused(file=file)
        message.payload, message.label, message.note = {}, "", "已登记为涉密，内容已清除。"
        if message.state in {State.PARKED, State.CONFLICT}:
            message.state, message.done_at = State.DROPPED, timezone.now()
        message.save()
    Task.objects.filter(index_number=handover.item.key).update(title="（涉密文件存根）", detail={})


def tidy() -> int:
    """Drop nonces that no clock would let in any more; return how many."""
    old = timezone.now() - dt.timedelta(seconds=4 * WINDOW_SECONDS)
    return Nonce.objects.filter(at__lt=old).delete()[0]
