"""What the watch does by itself: by night it looks, in the morning it reminds, every half hour it opens the home pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import site_model, the_system
from gongkai.oversight.sitewatch import actions
from gongkai.oversight.sitewatch.actions.accessible import ACCESS_JOB, look_at_site
from gongkai.oversight.sitewatch.actions.daily import SITE_JOB, spread, watch_site
from gongkai.oversight.sitewatch.actions.findings import RECHECK
from gongkai.oversight.sitewatch.actions.recheck import recheck_reported

if TYPE_CHECKING:
    from gongkai.base.jobs.rules import ClaimedJob


@jobs.handles("sitewatch.daily", lease_seconds=600)
def run_daily(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    spread()


@jobs.handles(SITE_JOB, lease_seconds=600)
def run_site(claimed: Sequence[ClaimedJob]) -> None:
    sites = site_model().objects.select_related("agency")
    for job in claimed:
        if (site := sites.filter(pk=job.payload["site"]).first()) is not None:
            watch_site(site=site)


@jobs.handles(ACCESS_JOB, lease_seconds=600)
def run_access(claimed: Sequence[ClaimedJob]) -> None:
    sites = site_model().objects.select_related("agency")
    for job in claimed:
        if (site := sites.filter(pk=job.payload["site"]).first()) is not None:
            look_at_site(site=site)


@jobs.handles("sitewatch.morning", lease_seconds=120)
def run_morning(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.morning()


@jobs.handles("sitewatch.visit", lease_seconds=120)
def run_visit(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.visit_all()


@jobs.handles(RECHECK, lease_seconds=120)
def run_recheck(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        recheck_reported(pk=job.payload["finding"], by=the_system("sitewatch"))


jobs.every("sitewatch.daily", daily_at="02:30")
jobs.every("sitewatch.morning", daily_at="08:30")
jobs.every("sitewatch.visit", seconds=1800)
