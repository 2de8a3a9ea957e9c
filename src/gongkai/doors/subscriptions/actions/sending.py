"""Letters leave: claimed in batches, handed over one by one, settled together; each once in effect (see `journal`)."""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import smtplib
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from gongkai.doors.subscriptions.actions import composing, journal
from gongkai.doors.subscriptions.actions.browsers import hand_to_browsers
from gongkai.doors.subscriptions.actions.devices import count_lost, forget_devices, lose_device, note_taken
from gongkai.doors.subscriptions.actions.outlets import Broken, Said, mail_post, send_messages
from gongkai.doors.subscriptions.actions.subscribing import stop
from gongkai.doors.subscriptions.models import Delivery, Letter, Subscriber
from gongkai.doors.subscriptions.rules import (
    BOUNCES_BEFORE_STOP,
    LETTER_BATCH,
    LETTER_LEASE,
    MOST_TRIES,
    PUSH_BATCH,
    Sending,
    push_pause,
)
from gongkai.doors.subscriptions.rules.adapters import Message
from gongkai.doors.subscriptions.rules.schedule import quiet_over

LETTERS_KEPT = dt.timedelta(days=180)  # configuration of our own
AFTER_A_REFUSAL = dt.timedelta(minutes=5)


class Unreachable(Exception):
    """The way out is closed; what waits goes on waiting."""


@dataclass
class Batch:
    """Letters in hand and what became of them; what is in no list was not touched."""

    letters: list[Letter]
    holder: str
    lease: int
    ready: dict[int, composing.Ready] = field(default_factory=dict)
    sent: list[int] = field(default_factory=list)
    filed: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    later: dict[int, str] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    pauses: dict[int, int] = field(default_factory=dict)

    def put(self, letter: int, said: Said) -> None:
        self.pauses[letter] = said.pause
        if said.answer == "sent":
            self.sent.append(letter)
        elif said.answer == "filed":
            self.filed.append(letter)
        elif said.answer == "held":
            self.held.add(letter)
        else:
            (self.refused if said.answer == "refused" else self.later)[letter] = said.sentence


def send_due(*, now: dt.datetime | None = None, lease: int = LETTER_LEASE, batch: int = LETTER_BATCH) -> int:
    """Send what is due and return how many letters left. Raises Unreachable; then everything else waits on.

    Letters and messages go first, then what is for browsers: a closed way of the one keeps nothing from the other.
    """
    recover()
    let_rest(now or timezone.now())
    total, broken = 0, None
    for browsers, most in ((False, batch), (True, min(batch, PUSH_BATCH))):
        holder = _holder()
        with journal.Journal(holder) as written:
            try:
                while letters := claim(holder, now or timezone.now(), lease=lease, batch=most, browsers=browsers):
                    total += _send(Batch(letters, holder, lease), written)
                    written.forget()
            except Unreachable as error:
                broken = error
            finally:
                if not Letter.objects.filter(holder=holder, state=Sending.HANDING).exists():
                    journal.drop(holder)
    if broken is not None:
        raise broken
    return total


def let_rest(now: dt.datetime) -> int:
    """Put off what is overdue, since nobody sent it in time, for those whose quiet hours have begun; return how many letters."""
    overdue = Letter.objects.filter(state=Sending.WAITING, due_at__lte=now, subscriber__quiet_from__isnull=False)
    hours = ("subscriber__quiet_from", "subscriber__quiet_until")
    local, total = timezone.localtime(now), 0
    for quiet_from, quiet_until in overdue.order_by().values_list(*hours).distinct():
        due = quiet_over(local, quiet_from, quiet_until)
        if due > local:
            theirs = overdue.filter(subscriber__quiet_from=quiet_from, subscriber__quiet_until=quiet_until)
            total += Letter.objects.filter(pk__in=list(theirs.values_list("pk", flat=True))).update(due_at=due)
    return total


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", socket.gethostname())[:40]


def _holder() -> str:
    return f"{_host()}.{os.getpid()}.{secrets.token_hex(4)}"


def claim(holder: str, now: dt.datetime, *, lease: int, batch: int, browsers: bool = False) -> list[Letter]:
    """Write down that these letters are being handed over, before anybody outside hears of them."""
    due = Letter.objects.filter(state=Sending.WAITING, due_at__lte=now, device__isnull=not browsers)
    pks = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:batch])
    if not pks:
        return []
    waiting = Letter.objects.filter(pk__in=pks, state=Sending.WAITING)
    until = timezone.now() + dt.timedelta(seconds=lease)
    waiting.update(state=Sending.HANDING, holder=holder, lease_until=until, tries=F("tries") + 1)
    mine = Letter.objects.filter(pk__in=pks, holder=holder, state=Sending.HANDING)
    found = list(mine.select_related("subscriber", "device").order_by("pk"))
    # Another worker took all of these between our two statements: there may be more behind them.
    return found or claim(holder, now, lease=lease, batch=batch, browsers=browsers)


def _send(batch: Batch, written: journal.Journal) -> int:
    batch.ready = composing.compose(batch.letters)
    broken: Exception | None = None
    try:
        _mails(batch, written)
        _messages(batch, written)
        _pushes(batch, written)
    except (Broken, OSError, smtplib.SMTPException) as error:
        broken = error
    _settle(batch)
    if broken is not None:
        raise Unreachable(f"发送渠道连接不上：{broken}") from broken
    return len(batch.sent)


def _mails(batch: Batch, written: journal.Journal) -> None:
    mails = [(pk, ready.mail) for pk, ready in batch.ready.items() if ready.mail is not None]
    if not mails:
        return
    with mail_post() as post:
        renewed = time.monotonic()
        for pk, mail in mails:
            if time.monotonic() - renewed > batch.lease / 3:
                renewed = time.monotonic()
                _renew(batch)
            said = post.hand_over(mail)
            if said.answer == "sent":
                written.accepted(pk)
            batch.put(pk, said)


def _renew(batch: Batch) -> None:
    until = timezone.now() + dt.timedelta(seconds=batch.lease)
    Letter.objects.filter(holder=batch.holder, state=Sending.HANDING).update(lease_until=until)


def _messages(batch: Batch, written: journal.Journal) -> None:
    by_channel: dict[str, list[tuple[int, Message]]] = {}
    for pk, ready in batch.ready.items():
        if ready.message is not None:
            by_channel.setdefault(ready.channel, []).append((pk, ready.message))
    for channel, several in by_channel.items():
        for (pk, _), said in zip(several, send_messages(channel, [one for _, one in several]), strict=True):
            if said.answer == "sent":
                written.accepted(pk)
            batch.put(pk, said)


def _pushes(batch: Batch, written: journal.Journal) -> None:
    several = [(pk, ready.push) for pk, ready in batch.ready.items() if ready.push is not None]
    for pk, said in hand_to_browsers(several) if several else ():
        if said.answer == "sent":
            written.accepted(pk)
        batch.put(pk, said)


@transaction.atomic
def _settle(batch: Batch) -> None:
    """Tell the database what became of a batch; what was not touched waits again, in the same order."""
    _mark(batch, batch.sent, Sending.SENT)
    _mark(batch, batch.filed, Sending.FILED)
    empty = [one.pk for one in batch.letters if one.pk not in batch.ready]
    Letter.objects.filter(pk__in=empty).update(state=Sending.DROPPED, holder="", lease_until=None)
    tries = {one.pk: one.tries for one in batch.letters}
    given_up = [pk for pk in batch.later if tries[pk] >= MOST_TRIES]
    _mark(batch, [*batch.refused, *given_up], Sending.FAILED)
    for pk, sentence in (batch.refused | batch.later).items():
        Letter.objects.filter(pk=pk).update(error=sentence)
    settled = {*batch.sent, *batch.filed, *batch.refused, *given_up, *empty}
    untouched = [one.pk for one in batch.letters if one.pk not in settled]
    _wait_again(batch, untouched)
    _follow(batch, set(given_up))


def _follow(batch: Batch, given_up: set[int]) -> None:
    """What an answer means for the next letter: an address or a browser that is gone gets none."""
    sent = set(batch.sent)
    told = [one.device_id for one in batch.letters if one.device_id and one.pk in sent]
    if told:
        note_taken(devices=told, at=timezone.now())
    for one in batch.letters:
        if one.device is not None and one.pk in batch.refused:
            lose_device(device=one.device, reason="expired")
        elif one.device is not None and one.pk in given_up:
            count_lost(device=one.device)
        elif one.pk in batch.refused:
            bounce(subscriber=one.subscriber, hard=True)


def _mark(batch: Batch, letters: Sequence[int], state: Sending) -> None:
    at = timezone.now() if state == Sending.SENT else None
    mine = Letter.objects.filter(pk__in=letters, holder=batch.holder)
    mine.update(state=state, sent_at=at, holder="", lease_until=None)
    deliveries = [pk for letter in letters for pk in batch.ready[letter].deliveries]
    Delivery.objects.filter(pk__in=deliveries).update(state=state)


def _wait_again(batch: Batch, letters: Sequence[int]) -> None:
    rows = Letter.objects.filter(pk__in=letters, holder=batch.holder)
    now = timezone.now()
    rows.filter(pk__in=list(batch.later), device__isnull=True).update(due_at=now + AFTER_A_REFUSAL)
    for one in batch.letters:
        if one.device_id and (one.pk in batch.later or one.pk in batch.held):
            tries = one.tries - (one.pk in batch.held)
            then = timezone.localtime(now + dt.timedelta(seconds=push_pause(tries, batch.pauses[one.pk])))
            due = quiet_over(then, one.subscriber.quiet_from, one.subscriber.quiet_until)
            rows.filter(pk=one.pk).update(due_at=due, tries=tries)
    rows.update(state=Sending.WAITING, holder="", lease_until=None)
    deliveries = [pk for letter in letters if letter in batch.ready for pk in batch.ready[letter].deliveries]
    Delivery.objects.filter(pk__in=deliveries, state=Sending.HANDING).update(state=Sending.WAITING)


def recover(now: dt.datetime | None = None) -> tuple[int, int]:
    """Settle what a dead worker had in hand: (written down as accepted, to be offered again under the same Message-ID)."""
    moment = now or timezone.now()
    handing = Letter.objects.filter(state=Sending.HANDING)
    settled = again = 0
    for holder in handing.order_by().values_list("holder", flat=True).distinct():
        if handing.filter(holder=holder, lease_until__gt=moment).exists() and not _is_dead(holder):
            continue
        with transaction.atomic():
            rows = list(handing.filter(holder=holder).values_list("pk", "subscriber_id", "slot"))
            accepted = journal.accepted_by(holder)
            settled += _as(rows, accepted, Sending.SENT, moment)
            again += _as(rows, {row[0] for row in rows} - accepted, Sending.WAITING, None)
        journal.drop(holder)
    return settled, again


def _as(rows: Sequence[tuple[int, int, str]], wanted: set[int], state: Sending, at: dt.datetime | None) -> int:
    chosen = [row for row in rows if row[0] in wanted]
    Letter.objects.filter(pk__in=[row[0] for row in chosen]).update(
        state=state, sent_at=at, holder="", lease_until=None
    )
    for slot in {row[2] for row in chosen}:
        people = [row[1] for row in chosen if row[2] == slot]
        mine = Delivery.objects.filter(subscriber__in=people, slot=slot, state=Sending.HANDING)
        mine.update(state=state)
    return len(chosen)


def _is_dead(holder: str) -> bool:
    """Say whether the holder was a process of this machine that is gone."""
    host, pid, _ = holder.rsplit(".", 2)
    if host != _host() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


@transaction.atomic
def bounce(*, subscriber: Subscriber, hard: bool) -> bool:
    """Count a returned letter; a mailbox that does not exist stops at once, a full one after several. Say if it stopped."""
    Subscriber.objects.filter(pk=subscriber.pk).update(bounces=F("bounces") + 1)
    subscriber.refresh_from_db(fields=["bounces"])
    if hard or subscriber.bounces >= BOUNCES_BEFORE_STOP:
        return stop(subscriber=subscriber, reason="bounced")
    return False


def forget_letters(*, now: dt.datetime | None = None) -> int:
    """Delete what left long ago: late returns are over; that somebody was told stands in the deliveries."""
    old = (now or timezone.now()) - LETTERS_KEPT
    settled = Letter.objects.exclude(state__in=[Sending.WAITING, Sending.HANDING])
    forget_devices(before=old)
    return settled.filter(due_at__lt=old).delete()[0]


def letter_of(message_id: str) -> Letter | None:
    return Letter.objects.select_related("subscriber").filter(Q(message_id=message_id)).first()
