"""What runs by the clock for every site: patrol, inspection, reminders, the day's figures, a measured visit."""

from __future__ import annotations

import datetime as dt
import logging
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import site_model, the_system
from gongkai.engine.duties.queries import calendar
from gongkai.oversight.sitewatch.actions.accessible import look_at_site
from gongkai.oversight.sitewatch.actions.duty import remind_duty
from gongkai.oversight.sitewatch.actions.inspecting import inspect, remind
from gongkai.oversight.sitewatch.actions.patrol import patrol
from gongkai.oversight.sitewatch.models import HealthDay, Visit, Watch
from gongkai.oversight.sitewatch.queries.columns import shelves
from gongkai.oversight.sitewatch.queries.health import counts
from gongkai.oversight.sitewatch.queries.judging import judgement
from gongkai.oversight.sitewatch.rules.indicators import SLOW_SECONDS, WATCH_DAYS

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site

log = logging.getLogger(__name__)
SITE_JOB = "sitewatch.site"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def watch_site(*, site: Site, today: dt.date | None = None) -> None:
    """Look at one site: columns, contents, tags, links, access; then keep the day's figures. Twice a day does no harm."""
    day, by = today or timezone.localdate(), the_system("sitewatch")
    inspect(site=site, by=by, today=day)
    patrol(site=site, by=by)
    look_at_site(site=site)
    snapshot(site=site, today=day)


def daily(*, today: dt.date | None = None) -> int:
    """Look at every site, here and now; the job looks at each by a job of its own."""
    sites = list(site_model().objects.select_related("agency"))
    for site in sites:
        watch_site(site=site, today=today)
    return len(sites)


def spread() -> int:
    """Put one job a site into the queue, so that releases need not wait until all are done."""
    pks = list(site_model().objects.values_list("pk", flat=True))
    for pk in pks:
        ask_for(pk)
    return len(pks)


def ask_for(pk: int) -> None:
    jobs.enqueue(kind=SITE_JOB, payload={"site": pk}, key=str(pk))


def snapshot(*, site: Site, today: dt.date) -> HealthDay:
    found = shelves(site)
    judged, figures = judgement(site, found, today), counts(site, found, today)
    row, _ = HealthDay.objects.update_or_create(
        site=site, day=today,
        defaults={
            "score": judged.score, "vetoes": [one.key for one in judged.vetoed], "open_findings": figures.open,
            "overdue": figures.overdue, "broken_links": figures.links, "stale_columns": figures.stale,
            "empty_columns": figures.empty,
        },
    )  # fmt: skip
    return row


def morning(*, today: dt.date | None = None) -> int:
    """Tell who is on duty and whose columns fall due; return to how many people something was told."""
    day = today or timezone.localdate()
    working = calendar().is_working_day(day)
    told = 0
    for site in site_model().objects.select_related("agency"):
        told += remind_duty(site=site, today=day, working=working) + remind(site=site, today=day)
    return told


def visit_all() -> int:
    """Open the home page of every site that is measured, and forget what is older than two watches."""
    watches = Watch.objects.exclude(probe_url="").select_related("site")
    for watch in watches:
        seconds = measured(watch.probe_url) if may_probe(watch.site.host, watch.probe_url) else None
        Visit.objects.create(site=watch.site, seconds=seconds)
    Visit.objects.filter(at__lt=timezone.now() - dt.timedelta(days=2 * WATCH_DAYS)).delete()
    return len(watches)


def may_probe(host: str, url: str) -> bool:
    """Only our own site is measured: its host name, or this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and parts.hostname in {host.partition(":")[0].lower(), *LOOPBACK}


def measured(url: str) -> float | None:
    """Return the seconds until the page was there, None when it did not open."""
    begun = time.monotonic()
    request = urllib.request.Request(url, headers={"User-Agent": "gongkai-sitewatch/1 (monitor)"})  # noqa: S310 - http(s) only, see may_probe
    try:
        with urllib.request.urlopen(request, timeout=SLOW_SECONDS) as answer:  # noqa: S310
            answer.read(1_000_000)
    except (urllib.error.URLError, OSError, ValueError) as error:
        log.info("visit failed", extra={"url": url, "error": str(error)})
        return None
    return round(time.monotonic() - begun, 3)
