"""What runs by itself: due days after a holiday notice, reminders each morning before work."""

from __future__ import annotations

from gongkai.base.jobs import actions as jobs
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.base.organisations.queries import the_system
from gongkai.engine.duties.actions.notices import RECOMPUTE_JOB, load_shipped, recompute
from gongkai.engine.duties.actions.reminders import remind

REMIND_JOB = "duties.remind"


@jobs.handles(RECOMPUTE_JOB, lease_seconds=300)
def recompute_due_days(claimed: list[ClaimedJob]) -> None:
    del claimed
    recompute()


@jobs.handles(REMIND_JOB, lease_seconds=300)
def remind_people(claimed: list[ClaimedJob]) -> None:
    """First bring due days up to date (an upgrade may ship a new notice), then remind by them."""
    del claimed
    load_shipped(by=the_system("worker"))
    recompute()
    remind()


jobs.every(REMIND_JOB, daily_at="06:30")
