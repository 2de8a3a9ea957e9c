"""Claim jobs, lengthen their leases, finish or reschedule them: short statements, each safe against other workers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from gongkai.base.jobs.actions.register import Handler
from gongkai.base.jobs.models import Job, Receipt
from gongkai.base.jobs.rules import ClaimedJob, State, retry_delay

LONGEST_ERROR = 4000

_CLAIM = """
UPDATE jobs_job SET state = 'running', attempts = attempts + 1, max_attempts = %s, lease_until = %s, worker = %s
WHERE id IN (
    SELECT id FROM jobs_job
    WHERE kind = %s AND (
        (state = 'queued' AND run_at <= %s)
        OR (state = 'running' AND lease_until < %s AND attempts < max_attempts))
    ORDER BY priority DESC, run_at, id LIMIT %s {lock}
)
RETURNING id, kind, key, payload, attempts, max_attempts
"""


def due(kinds: Collection[str], now: datetime) -> QuerySet[Job]:
    """Return what could be claimed now: waiting jobs whose time has come, and those whose worker fell silent."""
    ripe = Q(state=State.QUEUED, run_at__lte=now)
    orphaned = Q(state=State.RUNNING, lease_until__lt=now, attempts__lt=F("max_attempts"))
    return Job.objects.filter(ripe | orphaned, kind__in=kinds)


def next_kind(kinds: Collection[str], now: datetime) -> str | None:
    """Return the kind of the most urgent job. A read: an idle worker takes no write lock."""
    return due(kinds, now).order_by("-priority", "run_at", "id").values_list("kind", flat=True).first()


def claim(handler: Handler, *, worker: str, now: datetime) -> list[ClaimedJob]:
    """Claim up to a batch of jobs in one statement; two workers never get the same job."""
    postgres = connection.vendor == "postgresql"
    moment = connection.ops.adapt_datetimefield_value(now)
    lease = connection.ops.adapt_datetimefield_value(now + timedelta(seconds=handler.lease_seconds))
    sql = _CLAIM.format(lock="FOR UPDATE SKIP LOCKED" if postgres else "")
    with connection.cursor() as cursor:
        cursor.execute(sql, [handler.max_attempts, lease, worker, handler.kind, moment, moment, handler.batch])
        rows = cursor.fetchall()
    return [
        ClaimedJob(id_, kind, key, json.loads(payload) if isinstance(payload, str) else payload, attempts, most)
        for id_, kind, key, payload, attempts, most in sorted(rows)
    ]


def _mine(jobs: Iterable[ClaimedJob], worker: str) -> QuerySet[Job]:
    """Return the rows of jobs that are still ours: a lease that ran out may have been taken over."""
    same = [Q(pk=job.id, attempts=job.attempt) for job in jobs]
    return Job.objects.filter(Q(*same, _connector=Q.OR), state=State.RUNNING, worker=worker)


def lengthen(jobs: Sequence[ClaimedJob], *, worker: str, seconds: float, now: datetime) -> int:
    return _mine(jobs, worker).update(lease_until=now + timedelta(seconds=seconds)) if jobs else 0


def finish(jobs: Sequence[ClaimedJob], *, worker: str) -> None:
    """Delete what is done; a job that may only be done once leaves its receipt."""
    with transaction.atomic():
        mine = _mine(jobs, worker)
        done = mine.filter(once=True).values_list("kind", "key")
        receipts = [Receipt(kind=kind, key=key) for kind, key in done]
        Receipt.objects.bulk_create(receipts, ignore_conflicts=True)
        mine.delete()


def fail(job: ClaimedJob, *, worker: str, error: str, now: datetime) -> bool:
    """Put a failed job back for later, or give it up after its last attempt; return whether it was given up."""
    with transaction.atomic():
        mine = _mine([job], worker)
        changes = {"lease_until": None, "worker": "", "last_error": error[-LONGEST_ERROR:]}
        if job.is_last_attempt:
            return bool(mine.update(state=State.DEAD, **changes))
        twin = Job.objects.filter(kind=job.kind, key=job.key, state=State.QUEUED)
        if job.key and twin.exists():
            mine.delete()  # the same work waits already, with newer data
            return False
        mine.update(state=State.QUEUED, run_at=now + retry_delay(job.attempt, seed=job.id), **changes)
        return False


def release(jobs: Sequence[ClaimedJob], *, worker: str) -> None:
    """Give back jobs that were claimed but not begun (the worker stops); the attempt does not count."""
    now = timezone.now()
    for job in jobs:
        with transaction.atomic():
            mine = _mine([job], worker)
            if job.key and Job.objects.filter(kind=job.kind, key=job.key, state=State.QUEUED).exists():
                mine.delete()
            else:
                mine.update(state=State.QUEUED, attempts=F("attempts") - 1, lease_until=None, worker="", run_at=now)


def silent(now: datetime) -> QuerySet[Job]:
    """Return jobs whose worker died in their last attempt: perhaps it is they who kill it."""
    return Job.objects.filter(state=State.RUNNING, lease_until__lt=now, attempts__gte=F("max_attempts"))


def bury(now: datetime) -> int:
    """Give up the silent jobs and return how many. Looks first: an idle worker takes no write lock."""
    if not silent(now).exists():
        return 0
    words = "执行者在最后一次尝试中失去联系（进程被杀或崩溃）"
    return silent(now).update(state=State.DEAD, lease_until=None, worker="", last_error=words)
