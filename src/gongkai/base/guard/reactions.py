"""Every hour what has expired is removed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.base.guard import actions
from gongkai.base.jobs import actions as jobs

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob


@jobs.handles("guard.sweep", lease_seconds=120)
def run_sweep(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.sweep()


jobs.every("guard.sweep", seconds=3600)
