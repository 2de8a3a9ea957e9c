"""A catalogue that came into force is followed by everything that holds its tags."""

from __future__ import annotations

from gongkai.base.jobs import actions as jobs
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.engine.tags import actions, queries


@jobs.handles(actions.JOB, lease_seconds=120)
def follow_the_catalogue(claimed: list[ClaimedJob]) -> None:
    for job in claimed:
        version = queries.version_of(int(job.payload["version"]))
        if version is not None and version.adopted_at is not None:
            actions.retag(version=version)
