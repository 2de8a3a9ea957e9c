"""What exchange does by itself: file what becomes public, send, follow documents, compare by night, hold what was recalled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange import actions
from gongkai.doors.exchange.actions.reconciling import JOB as RECONCILE_JOB
from gongkai.doors.exchange.models import Partner
from gongkai.doors.exchange.queries import recalled
from gongkai.doors.exchange.rules import PartnerKind
from gongkai.engine.publishing.rules import consumes
from gongkai.proactive.documents.rules.holds import hold_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.engine.publishing.models import OutboxEntry

RECALLED = "来文单位已撤回这份公文"


@consumes("exchange-filing")
def file_releases(entries: Sequence[OutboxEntry]) -> None:
    actions.hear(entries)


@jobs.handles(actions.SEND_JOB, lease_seconds=120)
def run_send(claimed: list[ClaimedJob]) -> None:
    for job in claimed:
        actions.send(int(job.payload["message"]))


@jobs.handles("exchange.overdue")
def run_overdue(claimed: list[ClaimedJob]) -> None:
    del claimed
    actions.send_overdue()


@jobs.handles("exchange.follow", lease_seconds=120)
def run_follow(claimed: list[ClaimedJob]) -> None:
    del claimed
    actions.follow()


@jobs.handles("exchange.collect", lease_seconds=300)
def run_collect(claimed: list[ClaimedJob]) -> None:
    del claimed
    actions.collect_all()


@jobs.handles("exchange.tidy")
def run_tidy(claimed: list[ClaimedJob]) -> None:
    del claimed
    actions.tidy()


@jobs.handles(RECONCILE_JOB, lease_seconds=300)
def run_reconcile(claimed: list[ClaimedJob]) -> None:
    for job in claimed:
        actions.reconcile(int(job.payload["run"]), last_chance=job.is_last_attempt)


@jobs.handles("exchange.reconcile_all")
def start_all(claimed: list[ClaimedJob]) -> None:
    del claimed
    for partner in Partner.objects.filter(kind=PartnerKind.SUPERIOR, active=True).select_related("agency"):
        actions.start(partner=partner, by=the_system("exchange"))


def said_of(index_number: str) -> str:
    """Tell documents why this one must not go on; only what an office system sent is ever asked about."""
    return RECALLED if recalled(index_number) else ""


hold_on("exchange", said_of)
jobs.every("exchange.follow", seconds=settings.EXCHANGE_LOOK_SECONDS)
jobs.every("exchange.collect", seconds=settings.EXCHANGE_LOOK_SECONDS)
jobs.every("exchange.overdue", seconds=60)
jobs.every("exchange.tidy", daily_at="03:20")
jobs.every("exchange.reconcile_all", daily_at="02:30")
