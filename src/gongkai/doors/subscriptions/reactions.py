"""What subscriptions does by itself: hears the outbox, sends what is due, calls partners, forgets in time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.base.jobs import actions as jobs
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.actions.asking import CONFIRM_JOB
from gongkai.doors.subscriptions.actions.handing_over import PARTNER_JOB
from gongkai.doors.subscriptions.actions.subscribing import PROFILE_JOB
from gongkai.doors.subscriptions.actions.telling import FIT_JOB, SEND_JOB
from gongkai.doors.subscriptions.queries.fitting import by_policy_items
from gongkai.doors.subscriptions.rules.eligibility import ELIGIBLE
from gongkai.engine.publishing.rules import consumes

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.engine.publishing.models import OutboxEntry

LISTEN_JOB = "subscriptions.listen"

if by_policy_items not in ELIGIBLE:
    ELIGIBLE.append(by_policy_items)


@consumes("subscriptions")
def hear(entries: Sequence[OutboxEntry]) -> None:
    actions.hear(entries)


@consumes("partners")
def hear_for_partners(entries: Sequence[OutboxEntry]) -> None:
    actions.hear_for_partners(entries)


@jobs.handles(CONFIRM_JOB, lease_seconds=60)
def run_confirmation(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        actions.send_confirmation(pk=job.payload["request"])


@jobs.handles(FIT_JOB, lease_seconds=1800)
def run_fitting(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        said = job.payload
        actions.tell_fitting(item_id=said["item"], edition=said["edition"], corrected=said["corrected"])


@jobs.handles(PROFILE_JOB, lease_seconds=120)
def run_looking_through(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        actions.tell_what_is_open(subscriber_id=job.payload["subscriber"], occasion=job.payload["occasion"])


@jobs.handles(SEND_JOB, lease_seconds=60)
def run_sending(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.send_due()


@jobs.handles(LISTEN_JOB, lease_seconds=120)
def run_listening(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.listen()


@jobs.handles(PARTNER_JOB, lease_seconds=120)
def run_partners(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.hand_over_due()


@jobs.handles("subscriptions.forget", lease_seconds=300)
def run_forgetting(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.forget_requests()
    actions.forget_changes()
    actions.forget_letters()


# Digests and quiet hours end by the clock; partners are tried again by it.
jobs.every(SEND_JOB, seconds=60)
jobs.every(LISTEN_JOB, seconds=60)
jobs.every(PARTNER_JOB, seconds=30)
jobs.every("subscriptions.forget", daily_at="03:50")
