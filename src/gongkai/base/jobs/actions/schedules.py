"""Turn the declared rhythms into jobs, each run once however many workers look."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.base.jobs.actions.enqueue import enqueue
from gongkai.base.jobs.actions.register import rhythms
from gongkai.base.jobs.models import Schedule
from gongkai.base.jobs.rules import Rhythm


def run_due(now: datetime) -> int:
    """Enqueue what is due by the clock and return how many; one read when nothing is."""
    known = {row.kind: row for row in Schedule.objects.all()}
    enqueued = 0
    for kind, rhythm in rhythms().items():
        row = known.get(kind)
        if row is None or row.every != str(rhythm):
            row = _declare(kind, rhythm, now)
        if row.next_run <= now:
            enqueued += _take(row, rhythm, now)
    return enqueued


def _declare(kind: str, rhythm: Rhythm, now: datetime) -> Schedule:
    """Write a schedule that is new, or that runs otherwise than it used to."""
    first = {"every": str(rhythm), "next_run": rhythm.first(timezone.localtime(now))}
    row, created = Schedule.objects.get_or_create(kind=kind, defaults=first)
    if not created and row.every != str(rhythm):
        Schedule.objects.filter(kind=kind, every=row.every).update(**first)
        row.refresh_from_db()
    return row


def _take(row: Schedule, rhythm: Rhythm, now: datetime) -> bool:
    """Move the schedule on and enqueue its job; only one worker finds the old `next_run` still there."""
    with transaction.atomic():
        mine = Schedule.objects.filter(kind=row.kind, next_run=row.next_run)
        if not mine.update(last_run=now, next_run=rhythm.next(timezone.localtime(now))):
            return False
        enqueue(kind=row.kind, payload={}, key="schedule")
    return True
