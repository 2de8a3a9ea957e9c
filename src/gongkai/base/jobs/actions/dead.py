"""What to do with jobs that were given up: the operator's two verbs, both recorded."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor, Subject
from gongkai.base.jobs.models import Job
from gongkai.base.jobs.rules import DISCARD, RETRY, State


class NotDead(Exception):
    """There is no such failed job (any more)."""


def retry(*, job_id: int, by: Actor) -> None:
    """Let a failed job run again at once, with all its attempts. Raises NotDead."""
    with transaction.atomic():
        job = _dead(job_id)
        twin = Job.objects.filter(kind=job.kind, key=job.key, state=State.QUEUED)
        if job.key and twin.exists():
            job.delete()  # the same work waits already
        else:
            job.state, job.attempts, job.run_at = State.QUEUED, 0, timezone.now()
            job.save(update_fields=["state", "attempts", "run_at"])
        events.record(tag=RETRY, by=by, subject=_subject(job, job_id))


def discard(*, job_id: int, by: Actor, reason: str) -> None:
    """Delete a failed job for good. Raises NotDead."""
    if not reason.strip():
        raise ValueError("放弃任务须写明原因")
    with transaction.atomic():
        job = _dead(job_id)
        old = {"payload": job.payload, "last_error": job.last_error}
        job.delete()
        events.record(tag=DISCARD, by=by, subject=_subject(job, job_id), old=old, remark=reason)


def _dead(job_id: int) -> Job:
    job = Job.objects.select_for_update().filter(pk=job_id, state=State.DEAD).first()
    if job is None:
        raise NotDead("这项任务已不在失败之列，请刷新页面查看")
    return job


def _subject(job: Job, job_id: int) -> Subject:
    return Subject("job", str(job_id), f"{job.kind} {job.key}".strip())
