"""What happens by itself: by night it looks, every ten minutes it reads the journal, in the morning it reminds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.oversight.safety import actions

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob


@jobs.handles("safety.inspect", lease_seconds=600)
def run_inspect(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    by = the_system("safety")
    actions.take_in(by=by)
    actions.inspect(by=by)
    actions.alarm(by=by)


@jobs.handles("safety.take-in", lease_seconds=120)
def run_take_in(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.take_in(by=the_system("safety"))


@jobs.handles("safety.morning", lease_seconds=120)
def run_morning(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.remind_backups()


jobs.every("safety.inspect", daily_at="03:30")
jobs.every("safety.morning", daily_at="08:40")
jobs.every("safety.take-in", seconds=600)
