"""The worker scans and takes over what was begun at the desk; what was cut off goes on with the next try."""

from __future__ import annotations

from gongkai.base.jobs import actions as jobs
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.base.organisations.queries import the_system
from gongkai.doors.takeover import actions
from gongkai.doors.takeover.actions.stopping import JOB
from gongkai.doors.takeover.models import Run
from gongkai.doors.takeover.queries import WrongFolder
from gongkai.doors.takeover.rules import State


@jobs.handles(JOB, lease_seconds=300)
def go_on(claimed: list[ClaimedJob]) -> None:
    for job in claimed:
        run = Run.objects.select_related("agency").filter(pk=int(job.payload["run"]), stopped_at=None).first()
        if run is None:
            continue
        try:
            _go_on(run)
        except WrongFolder as error:
            # No later try can mend it; the desk says why, and the officer goes on when the folder is back.
            actions.stop(run=run, why=str(error), by=the_system("takeover"))
        except actions.Stopped:
            continue  # the desk shows it and offers to go on


def _go_on(run: Run) -> None:
    if run.state == State.SCANNING:
        actions.judge(run=run, folder=actions.scan(run=run))
    elif run.state == State.COMMITTING:
        actions.commit(run=run)
