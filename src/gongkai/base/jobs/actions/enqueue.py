"""Put work into the queue, inside the transaction that makes it necessary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gongkai.base.jobs.actions.register import handler_of
from gongkai.base.jobs.models import Job, Receipt
from gongkai.base.jobs.rules import State


def enqueue(
    *,
    kind: str,
    payload: Mapping[str, Any],
    key: str = "",
    run_at: datetime | None = None,
    priority: int = 0,
    once: bool = False,
) -> int | None:
    """Put a job into the queue, in the caller's transaction, and return its id.

    With a `key`, a job of that kind and key which still waits is not doubled: it stays, with the newest payload, the
    earlier time and the higher priority. One that already runs may have read old data, so a second one waits behind
    it. With `once` the pair of kind and key is accepted a single time ever; afterwards None is returned.
    Raises UnknownKind.
    """
    handler = handler_of(kind)
    if once and not key:
        raise ValueError("只做一次的任务须有去重键")
    job = Job(
        kind=kind,
        key=key,
        payload=dict(payload),
        once=once,
        priority=priority,
        run_at=run_at or timezone.now(),
        max_attempts=handler.max_attempts,
    )
    with transaction.atomic(savepoint=False):
        if not key:
            job.save(force_insert=True)
            return job.pk
        return _enqueue_keyed(job)


def _enqueue_keyed(job: Job) -> int | None:
    """Join or insert, until neither is crossed by another transaction (PostgreSQL; SQLite has one writer)."""
    while True:
        if job.once and _was_accepted(job.kind, job.key):
            return None
        if (joined := _merge(job)) is not None:
            return joined
        try:
            with transaction.atomic(savepoint=connection.vendor == "postgresql"):
                job.save(force_insert=True)
        except IntegrityError:
            if connection.vendor != "postgresql":
                raise
            job.pk = None
            continue  # another transaction just enqueued the same: look again
        return job.pk


def _was_accepted(kind: str, key: str) -> bool:
    same = {"kind": kind, "key": key}
    return Receipt.objects.filter(**same).exists() or Job.objects.filter(**same).exists()


def _merge(new: Job) -> int | None:
    """Join the new job to one that waits, if there is one.

    The row stays locked to the end of our transaction, so that no worker fetches it before what we did is visible.
    """
    waiting = Job.objects.select_for_update().filter(kind=new.kind, key=new.key, state=State.QUEUED).first()
    if waiting is None:
        return None
    waiting.payload, waiting.once = new.payload, waiting.once or new.once
    waiting.run_at, waiting.priority = min(waiting.run_at, new.run_at), max(waiting.priority, new.priority)
    waiting.save(update_fields=["payload", "once", "run_at", "priority"])
    return waiting.pk


def only_once(*, effect: str, key: str) -> bool:
    """Return True the first time this is asked for the effect and key, False ever after.

    Ask outside any transaction, right before an effect that cannot be taken back. Inside a transaction the answer is
    taken back with it.
    """
    _, created = Receipt.objects.get_or_create(kind=effect, key=key)
    return created
