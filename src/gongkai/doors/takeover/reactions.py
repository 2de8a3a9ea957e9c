"""The worker scans and takes over what was begun at the desk; what was cut off goes on with the next try."""

from __future__ import annotations

from gongkai.base.jobs import actions as jobs
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.doors.takeover import actions
from gongkai.doors.takeover.models import Run
from gongkai.doors.takeover.rules import State


@jobs.handles("takeover.commit", lease_seconds=300)
def go_on(claimed: list[ClaimedJob]) -> None:
    for job in claimed:
        run = Run.objects.select_related("agency").filter(pk=int(job.payload["run"])).first()
        if run is not None and run.state == State.COMMITTING:
            actions.commit(run=run)
