"""Mail goes out when its job comes up; what the mail server refuses is tried again by the queue."""

from __future__ import annotations

from gongkai.base.jobs import actions as jobs
from gongkai.base.jobs.rules import ClaimedJob
from gongkai.base.notify.actions import send_mail_of
from gongkai.base.notify.rules import MAIL_JOB


@jobs.handles(MAIL_JOB, lease_seconds=120)
def send_mail(claimed: list[ClaimedJob]) -> None:
    for job in claimed:
        send_mail_of(key=job.payload["key"])
