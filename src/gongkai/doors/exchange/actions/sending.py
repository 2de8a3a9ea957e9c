"""Sending what is queued: one call at a time, written down before it is made, repeated until there is an answer.

Exactly once in effect: every repetition carries the same Idempotency-Key, and a receipt is written by a conditional
update, so however often it comes it counts once.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.actions import client
from gongkai.doors.exchange.actions.adapters import adapter_of
from gongkai.doors.exchange.actions.client import Unreachable
from gongkai.doors.exchange.actions.recalling import take_back, tellings
from gongkai.doors.exchange.actions.receipts import settle_receipt
from gongkai.doors.exchange.actions.tasks import open_task
from gongkai.doors.exchange.models import Message, Partner, Try
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.queries import public_edition
from gongkai.doors.exchange.rules import FILINGS, MOST_TRIES, Direction, MessageKind, Outcome, State, TaskKind, Verdict
from gongkai.doors.exchange.rules.answers import WAIT_FOR_RECEIPT, judge_callback, rest_after, wait_after
from gongkai.engine.publishing.rules import digest

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)
SEND_JOB = "exchange.send"
LEASE = dt.timedelta(seconds=90)
CALLBACK_PATH = "/callbacks"


def queue(
    *, partner: Partner, kind: MessageKind, key: str, payload: Mapping[str, Any], label: str = "", external_id: str = "",
    index_number: str = "", edition: int | None = None,
) -> Message:  # fmt: skip
    """Write a message that is to go, in the caller's transaction, and wake the worker. The same key is queued once."""
    now = timezone.now()
    message, made = Message.objects.get_or_create(
        partner=partner, direction=Direction.OUT, key=key,
        defaults={
            "kind": kind, "payload": dict(payload), "digest": digest(dict(payload)), "label": label[:300],
            "external_id": external_id, "index_number": index_number, "edition": edition, "state": State.QUEUED,
            "next_try_at": now,
        },
    )  # fmt: skip
    if made:
        wake(message, now)
    return message


def wake(message: Message, at: dt.datetime) -> None:
    jobs.enqueue(kind=SEND_JOB, payload={"message": message.pk}, key=str(message.pk), run_at=at)


def send(message_id: int) -> None:
    """Make one try, unless it is not this message's turn. Never raises for what a partner does."""
    message = _claim(message_id)
    if message is None:
        return
    if (later := _not_yet(message)) is not None:
        _postpone(message, later)
        return
    if message.kind in FILINGS and (words := _pointless(message)):
        _drop(message, words)
        return
    attempt = Try.objects.create(message=message)
    started = time.monotonic()
    try:
        status, verdict = _call(message)
    except (Unreachable, Refused) as error:
        status, verdict = None, Verdict(Outcome.FAILED, reason=str(error))
    _finish(message, attempt, status, verdict, round((time.monotonic() - started) * 1000))


def _claim(message_id: int) -> Message | None:
    """Take the message for this worker; two never send the same at once."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    due = Message.objects.filter(
        free, pk=message_id, direction=Direction.OUT, state__in=[State.QUEUED, State.SENT], next_try_at__lte=now
    )
    if not due.update(lease_until=now + LEASE):
        return None
    return Message.objects.select_related("partner__agency").get(pk=message_id)


def _not_yet(message: Message) -> dt.datetime | None:
    """Return when to look again: the partner rests, is switched off, or an earlier message about the same thing waits."""
    partner, now = message.partner, timezone.now()
    if not partner.active:
        return now + dt.timedelta(minutes=10)
    if partner.resting_until is not None and partner.resting_until > now:
        return partner.resting_until
    same = Q(index_number=message.index_number) & ~Q(index_number="")
    before = partner.messages.filter(same, direction=Direction.OUT, state=State.QUEUED, pk__lt=message.pk)
    before = before.filter(kind__in=FILINGS) if message.kind in FILINGS else before.filter(kind=message.kind)
    first = before.order_by("next_try_at").first()
    if first is None:
        return None
    wait = dt.timedelta(seconds=min(partner.first_retry_seconds, 5))
    return max(first.next_try_at or now, now) + wait


def _pointless(message: Message) -> str:
    """Return why this must not or need not go any more, looked at in the moment before it goes."""
    if message.kind == MessageKind.FILE_WITHDRAWAL:
        # A try is written down before it is made: one that a crash left without an outcome may have been heard.
        told = Try.objects.filter(message__in=tellings(message.index_number).filter(partner=message.partner))
        return "" if told.exists() else "公开时未曾报送，撤下也不必报送。"
    if public_edition(message.index_number, message.edition or 0) is None:
        return "已撤下，不再报送公开内容。"
    return ""


def _call(message: Message) -> tuple[int | None, Verdict]:
    if message.kind == MessageKind.FILE_WITHDRAWAL:
        for told in tellings(message.index_number).filter(partner=message.partner, edition__lte=message.edition or 0):
            take_back(told)
    if message.kind in FILINGS:
        return adapter_of(message.partner).deliver(message)
    body = json.dumps(message.payload, ensure_ascii=False, sort_keys=True).encode()
    headers = {"Idempotency-Key": message.key}
    answer = client.call(message.partner, "POST", CALLBACK_PATH, body=body, headers=headers)
    return answer.status, judge_callback(answer.status, answer.body)


@transaction.atomic
def _finish(message: Message, attempt: Try, status: int | None, verdict: Verdict, took: int) -> None:
    Try.objects.filter(pk=attempt.pk).update(
        outcome=verdict.outcome, status=status, receipt=verdict.receipt, reason=verdict.reason, milliseconds=took
    )
    partner = Partner.objects.select_for_update().get(pk=message.partner_id)
    message = Message.objects.select_for_update(of=("self",)).select_related("partner__agency").get(pk=message.pk)
    message.tries, message.lease_until = message.tries + 1, None
    message.save(update_fields=["tries", "lease_until"])
    now = timezone.now()
    if verdict.outcome == Outcome.FAILED:
        _failed(message, partner, verdict, now)
        return
    partner.failures, partner.resting_until, partner.last_reached_at = 0, None, now
    partner.save(update_fields=["failures", "resting_until", "last_reached_at"])
    settle_receipt(message, verdict)
    if verdict.outcome == Outcome.PENDING and message.state == State.SENT:
        _postpone(message, now + dt.timedelta(seconds=partner.first_retry_seconds * WAIT_FOR_RECEIPT))


def _failed(message: Message, partner: Partner, verdict: Verdict, now: dt.datetime) -> None:
    partner.failures += 1
    rest = rest_after(partner.failures, first=partner.first_retry_seconds)
    partner.resting_until = now + rest if rest else None
    partner.save(update_fields=["failures", "resting_until"])
    if message.state not in {State.QUEUED, State.SENT}:
        return  # its receipt came by itself while this call was under way
    if message.tries >= MOST_TRIES:
        _give_up(message, verdict)
        return
    Message.objects.filter(pk=message.pk).update(note=verdict.reason[:500])
    _postpone(message, now + wait_after(message.tries, first=partner.first_retry_seconds, seed=message.pk))


def _give_up(message: Message, verdict: Verdict) -> None:
    Message.objects.filter(pk=message.pk).update(state=State.DEAD, next_try_at=None, note=verdict.reason[:500])
    events.record(
        tag="exchange:message:dead", by=the_system("exchange").actor(agency=message.partner.agency),
        subject=Subject("exchange-message", message.key), new={"partner": message.partner.code, "tries": message.tries},
        remark=verdict.reason,
    )  # fmt: skip
    open_task(
        partner=message.partner, kind=TaskKind.DEAD, key=message.key, agency=message.partner.agency,
        title=message.label, message=message, index_number=message.index_number,
        detail={"ours": {"attempts": str(message.tries)}, "theirs": {"reason": verdict.reason}},
    )  # fmt: skip


def _postpone(message: Message, at: dt.datetime) -> None:
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(lease_until=None, next_try_at=at)
        wake(message, at)


def _drop(message: Message, words: str) -> None:
    """Give it up once nothing of it can be fetched any more; a folder that is away is asked again."""
    try:
        take_back(message)
    except Unreachable as error:
        log.warning("package not taken back", extra={"partner": message.partner.code, "error": str(error)})
        _postpone(message, timezone.now() + LEASE)
        return
    Message.objects.filter(pk=message.pk).update(
        state=State.DROPPED,
        note=words,
        lease_until=None,
        next_try_at=None,
        done_at=timezone.now(),
        payload={},
        label="",
    )


def send_overdue() -> int:
    """Wake every message whose turn has come but whose job was lost; return how many."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    due = Message.objects.filter(
        free, direction=Direction.OUT, state__in=[State.QUEUED, State.SENT], next_try_at__lte=now
    )
    found = list(due.order_by("pk")[:1000])
    for message in found:
        wake(message, now)
    return len(found)
