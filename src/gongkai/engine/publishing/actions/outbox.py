"""The outbox: written where something public changes, heard by consumers at least once each, in order."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.engine.publishing.models import ConsumerCursor, Item, OutboxEntry, PublicState
from gongkai.engine.publishing.rules import CONSUMERS, Topic

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)
BATCH = 500
LEASE = dt.timedelta(seconds=60)


@dataclass(frozen=True)
class Announcement:
    """What one outbox entry is to say; see `announce`."""

    topic: Topic
    item: Item
    edition_number: int | None
    event_seq: int | None


def announce(*, topic: Topic, item: Item, edition_number: int | None, event_seq: int | None, wake: bool = True) -> None:
    """Write the outbox row and raise the public version, in the caller's transaction.

    Call it after the event was recorded: the event chain's lock makes the order of ids the order of commits,
    which is what lets a consumer remember no more than the last id it heard.
    """
    announce_many(announcements=[Announcement(topic, item, edition_number, event_seq)], wake=wake)


def announce_many(*, announcements: Sequence[Announcement], wake: bool = True) -> None:
    """Write outbox rows in this order and raise the public version once; the rule of `announce` holds."""
    OutboxEntry.objects.bulk_create(
        [
            OutboxEntry(
                topic=said.topic,
                item_id=said.item.pk,
                edition_number=said.edition_number,
                key=said.item.key,
                kind=said.item.kind,
                event_seq=said.event_seq,
            )
            for said in announcements
        ]
    )
    raise_version()
    if wake:
        jobs.enqueue(kind="publishing.outbox", payload={}, key="outbox")


def raise_version() -> None:
    """Make every page kept so far void."""
    if not PublicState.objects.filter(pk=1).update(version=F("version") + 1):
        PublicState.objects.get_or_create(pk=1)


def _lease(name: str, holder: str) -> ConsumerCursor | None:
    ConsumerCursor.objects.get_or_create(name=name)
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now) | Q(holder=holder)
    taken = ConsumerCursor.objects.filter(free, name=name).update(holder=holder, lease_until=now + LEASE)
    return ConsumerCursor.objects.get(name=name) if taken else None


def _tell(name: str, entries: Sequence[OutboxEntry]) -> None:
    """Give a batch to a consumer; when it fails, entry by entry, and park what fails alone as a job of its own."""
    try:
        CONSUMERS[name](entries)
        return
    except Exception:
        if len(entries) == 1:
            logger.exception("outbox entry parked", extra={"consumer": name, "entry": entries[0].pk})
        else:
            logger.warning("outbox batch failed, trying one by one", extra={"consumer": name}, exc_info=True)
    if len(entries) > 1:
        for entry in entries:
            _tell(name, [entry])
        return
    jobs.enqueue(
        kind="publishing.redeliver",
        payload={"consumer": name, "entry": entries[0].pk},
        key=f"redeliver:{name}:{entries[0].pk}",
    )


def deliver(*, names: Sequence[str] | None = None) -> int:
    """Tell every consumer what it has not heard; return how many entries were told. Safe to run in two workers."""
    holder = f"{socket.gethostname()}:{os.getpid()}"
    told = 0
    for name in names or list(CONSUMERS):
        cursor = _lease(name, holder)
        if cursor is None:
            continue
        try:
            while batch := list(OutboxEntry.objects.filter(pk__gt=cursor.last_id).order_by("pk")[:BATCH]):
                _tell(name, batch)
                cursor.last_id = batch[-1].pk
                ConsumerCursor.objects.filter(name=name).update(
                    last_id=cursor.last_id, lease_until=timezone.now() + LEASE
                )
                told += len(batch)
        finally:
            ConsumerCursor.objects.filter(name=name, holder=holder).update(lease_until=None, holder="")
    if told:
        # A page kept between the release and now shows what consumers (the index) did not know yet: it is void.
        raise_version()
    return told


def redeliver(*, consumer: str, entry_id: int) -> None:
    """Tell one consumer one parked entry again; an exception lets the job queue try later and bury it in the end."""
    entry = OutboxEntry.objects.filter(pk=entry_id).first()
    if entry is not None and consumer in CONSUMERS:
        with transaction.atomic():
            CONSUMERS[consumer]([entry])
            raise_version()
