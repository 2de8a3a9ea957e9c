"""What happens by itself: once a day files whose time is over go, and bytes that nobody owns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.base.jobs import actions as jobs
from gongkai.base.vault import actions

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob


@jobs.handles("vault.sweep", lease_seconds=300)
def run_sweep(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.destroy_expired()
    actions.drop_orphans()


jobs.every("vault.sweep", daily_at="03:10")
