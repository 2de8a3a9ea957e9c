"""What publishing itself does when its jobs come up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.jobs import actions as jobs
from gongkai.engine.publishing.actions.outbox import deliver, redeliver
from gongkai.engine.publishing.actions.release import release_due

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.jobs.rules import ClaimedJob


@jobs.handles("publishing.outbox", lease_seconds=120)
def run_outbox(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    deliver()


@jobs.handles("publishing.redeliver", lease_seconds=120)
def run_redelivery(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        redeliver(consumer=job.payload["consumer"], entry_id=job.payload["entry"])


@jobs.handles("publishing.release_due", lease_seconds=120)
def run_scheduled_releases(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    release_due()


# Nets under the jobs written with each release: a lost wake-up costs seconds, never a document.
jobs.every("publishing.outbox", seconds=5)
jobs.every("publishing.release_due", seconds=30)
