"""Claim jobs, lengthen their leases, finish or reschedule them: short statements, each safe against other workers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gongkai.base.jobs.actions.register import Handler
from gongkai.base.jobs.models import Job, Receipt
from gongkai.base.jobs.rules import ClaimedJob, State, retry_delay

LONGEST_ERROR = 4000
SILENCE = "执行者在最后一次尝试中失去联系（进程被杀或崩溃）"

_CLAIM = """
UPDATE jobs_job SET state = 'running', attempts = attempts + 1, max_attempts = %s, lease_until = %s, worker = %s
WHERE id IN (
    SELECT id FROM jobs_job WHERE state = 'queued' AND kind = %s AND run_at <= %s
    ORDER BY priority DESC, run_at, id LIMIT %s {lock}
)
RETURNING id, kind, key, payload, attempts, max_attempts, once
"""


def next_kind(kinds: Collection[str], now: datetime) -> str | None:
    """Return the kind of the most urgent job. A read: an idle worker takes no write lock."""
    due = Job.objects.filter(state=State.QUEUED, run_at__lte=now, kind__in=kinds)
    return due.order_by("-priority", "run_at", "id").values_list("kind", flat=True).first()


def claim(handler: Handler, *, worker: str, now: datetime) -> list[ClaimedJob]:
    """Claim up to a batch of jobs in one statement; two workers never get the same job."""
    postgres = connection.vendor == "postgresql"
    moment = connection.ops.adapt_datetimefield_value(now)
    lease = connection.ops.adapt_datetimefield_value(now + timedelta(seconds=handler.lease_seconds))
    sql = _CLAIM.format(lock="FOR UPDATE SKIP LOCKED" if postgres else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, [handler.max_attempts, lease, worker, handler.kind, moment, handler.batch])
        rows = cursor.fetchall()
    return [
        ClaimedJob(
            id_, kind, key, json.loads(payload) if isinstance(payload, str) else payload, attempts, most, bool(once)
        )
        for id_, kind, key, payload, attempts, most, once in sorted(rows, key=itemgetter(0))
    ]


def _mine(jobs: Iterable[ClaimedJob], worker: str) -> QuerySet[Job]:
    """Return the rows of jobs that are still ours: a lease that ran out may have been taken over."""
    same = [Q(pk=job.id, attempts=job.attempt) for job in jobs]
    return Job.objects.filter(Q(*same, _connector=Q.OR), state=State.RUNNING, worker=worker)


def lengthen(jobs: Sequence[ClaimedJob], *, worker: str, seconds: float, now: datetime) -> int:
    return _mine(jobs, worker).update(lease_until=now + timedelta(seconds=seconds)) if jobs else 0


def finish(jobs: Sequence[ClaimedJob], *, worker: str) -> None:
    """Delete what is done; a job that may only be done once leaves its receipt."""
    receipts = [Receipt(kind=job.kind, key=job.key) for job in jobs if job.once]
    if not receipts:
        _mine(jobs, worker).delete()
        return
    with transaction.atomic():
        Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
        _mine(jobs, worker).delete()


def fail(job: ClaimedJob, *, worker: str, error: str, now: datetime) -> bool:
    """Put a failed job back for later, or give it up after its last attempt; return whether it was given up."""
    mine = _mine([job], worker)
    text = error[-LONGEST_ERROR:]
    if job.is_last_attempt:
        return bool(mine.update(state=State.DEAD, lease_until=None, worker="", last_error=text))
    _requeue(mine, job.kind, job.key, run_at=now + retry_delay(job.attempt, seed=job.id), last_error=text)
    return False


def release(jobs: Sequence[ClaimedJob], *, worker: str) -> None:
    """Give back jobs that were claimed but not begun (the worker stops); the attempt does not count."""
    for job in jobs:
        _requeue(_mine([job], worker), job.kind, job.key, run_at=timezone.now(), attempts=F("attempts") - 1)


def _requeue(rows: QuerySet[Job], kind: str, key: str, **changes: Any) -> None:
    """Let a job wait again, unless the same work waits already, with newer data: then it is done with."""
    with transaction.atomic():
        if key and Job.objects.select_for_update().filter(kind=kind, key=key, state=State.QUEUED).exists():
            rows.delete()
        else:
            rows.update(state=State.QUEUED, lease_until=None, worker="", **changes)


def recover(now: datetime) -> tuple[int, int]:
    """Take care of jobs whose worker fell silent; return how many wait again and how many were given up.

    One whose last attempt it was is given up: perhaps it is the job that kills its workers. Looks first: an idle
    worker takes no write lock.
    """
    silent = Job.objects.filter(state=State.RUNNING, lease_until__lt=now)
    orphans = list(silent.values_list("id", "kind", "key", "attempts", "max_attempts"))
    given_up = 0
    for id_, kind, key, attempts, most in orphans:
        row = silent.filter(pk=id_, attempts=attempts)
        if attempts < most:
            _requeue(row, kind, key, run_at=now)
        else:
            given_up += row.update(state=State.DEAD, lease_until=None, worker="", last_error=SILENCE)
    return len(orphans) - given_up, given_up
