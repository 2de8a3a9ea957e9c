"""The mails that go out by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.jobs import actions as jobs
from gongkai.engine.casework import actions
from gongkai.engine.casework.rules import MAIL_JOB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.jobs.rules import ClaimedJob


@jobs.handles(MAIL_JOB, lease_seconds=120)
def send_mails(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        actions.send_mail(int(job.payload["dispatch"]), last=job.is_last_attempt)
