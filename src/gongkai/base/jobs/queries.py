"""How the queues stand: for health, metrics, `doctor` and the page of failed jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from gongkai.base.jobs.models import Job, Receipt, Schedule, Worker
from gongkai.base.jobs.rules import State

SILENT_AFTER = timedelta(seconds=60)


@dataclass(frozen=True)
class QueueCounts:
    """`due` are queued jobs whose time has come; `waited_seconds` is how long the oldest of them has been due."""

    queued: int
    due: int
    running: int
    dead: int
    waited_seconds: float


def counts() -> QueueCounts:
    now = timezone.now()
    by_state = dict(Job.objects.values_list("state").annotate(Count("id")).order_by())
    due = Job.objects.filter(state=State.QUEUED, run_at__lte=now).aggregate(count=Count("id"), oldest=Min("run_at"))
    return QueueCounts(
        queued=by_state.get(State.QUEUED, 0),
        due=due["count"],
        running=by_state.get(State.RUNNING, 0),
        dead=by_state.get(State.DEAD, 0),
        waited_seconds=(now - due["oldest"]).total_seconds() if due["oldest"] else 0.0,
    )


def counts_by_kind() -> dict[tuple[str, str], int]:
    """Return the number of jobs by (kind, state), for metrics."""
    rows = Job.objects.values_list("kind", "state").annotate(Count("id")).order_by("kind", "state")
    return {(kind, state): count for kind, state, count in rows}


def dead_letters(kind: str = "") -> QuerySet[Job]:
    """Return the jobs that were given up, newest first; `last_error` says why."""
    rows = Job.objects.filter(state=State.DEAD).order_by("-id")
    return rows.filter(kind=kind) if kind else rows


def pending(kind: str, key: str = "") -> bool:
    """Say whether work of this kind (and key) is still to be done or being done."""
    rows = Job.objects.filter(kind=kind).exclude(state=State.DEAD)
    return (rows.filter(key=key) if key else rows).exists()


def was_done(kind: str, key: str) -> bool:
    return Receipt.objects.filter(kind=kind, key=key).exists()


def schedules() -> QuerySet[Schedule]:
    return Schedule.objects.order_by("kind")


def live_workers(now: datetime | None = None) -> QuerySet[Worker]:
    """Return the workers heard of within the last minute."""
    return Worker.objects.filter(seen_at__gte=(now or timezone.now()) - SILENT_AFTER).order_by("name")
