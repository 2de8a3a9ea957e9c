"""Figures for Prometheus. What the database knows is asked when it is scraped; only requests are counted on the way."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from gongkai.base.jobs import queries as jobs
from gongkai.engine.duties.models import IS_ACTIVE, Duty
from gongkai.engine.publishing.models import ConsumerCursor, OutboxEntry, Release
from gongkai.engine.publishing.rules import CONSUMERS
from gongkai.engine.search.queries import document_count
from gongkai.project.ops.health import age

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_own = CollectorRegistry()
REQUESTS = Histogram(
    "gongkai_request_seconds", "Time from request to answer", ["area", "status"], buckets=BUCKETS, registry=_own
)
CACHE = Counter("gongkai_page_cache", "Answers by what the page cache did", ["outcome"], registry=_own)
AREAS = ("desk", "api", "static", "search", "documents")


def area_of(path: str) -> str:
    """Return one of a few words for a path: labels must not grow with the documents."""
    first = path.lstrip("/").split("/", 1)[0]
    return first if first in AREAS else "portal"


class RequestTimes:
    """Time each request; put it outermost. Reads `X-Page-Cache` (hit, miss) where the page cache leaves it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        label = f"{response.status_code // 100}xx"
        REQUESTS.labels(area_of(request.path_info), label).observe(time.perf_counter() - started)
        if outcome := response.headers.get("X-Page-Cache"):
            CACHE.labels(outcome).inc()
        return response


class Standing:
    """What the database and the index say at this moment."""

    def collect(self) -> Iterator[Metric]:
        counts = jobs.counts()
        by_state = GaugeMetricFamily("gongkai_jobs", "Jobs by state", labels=["state"])
        for state in ("queued", "due", "running", "dead"):
            by_state.add_metric([state], getattr(counts, state))
        yield by_state
        yield GaugeMetricFamily("gongkai_jobs_waited_seconds", "Age of the oldest due job", counts.waited_seconds)
        yield GaugeMetricFamily("gongkai_workers", "Live workers", jobs.live_workers().count())
        yield from self._outbox()
        yield GaugeMetricFamily("gongkai_releases", "Public items", Release.objects.count())
        yield GaugeMetricFamily("gongkai_indexed", "Documents in the search index", document_count())
        yield from self._duties()

    def _outbox(self) -> Iterator[Metric]:
        entries = GaugeMetricFamily("gongkai_outbox_behind", "Outbox entries not yet heard", labels=["consumer"])
        seconds = GaugeMetricFamily("gongkai_outbox_lag_seconds", "Age of the oldest of them", labels=["consumer"])
        for name, (behind, lag) in outbox_lag().items():
            entries.add_metric([name], behind)
            seconds.add_metric([name], lag)
        yield entries
        yield seconds

    def _duties(self) -> Iterator[Metric]:
        running = Duty.objects.filter(IS_ACTIVE)
        metric = GaugeMetricFamily("gongkai_duties", "Running duties", labels=["state"])
        metric.add_metric(["open"], running.count())
        metric.add_metric(["overdue"], running.filter(status="open", due_on__lt=timezone.localdate()).count())
        yield metric


def outbox_lag() -> dict[str, tuple[int, float]]:
    """Return for each consumer how many entries it has not heard, and how old the oldest of them is in seconds."""
    heard = dict(ConsumerCursor.objects.values_list("name", "last_id"))
    lags = {}
    for name in CONSUMERS:
        waiting = OutboxEntry.objects.filter(pk__gt=heard.get(name, 0)).order_by("pk")
        oldest = waiting.values_list("created_at", flat=True).first()
        lags[name] = (waiting.count(), age(oldest, timezone.now()))
    return lags


def exposition() -> bytes:
    """Return everything in Prometheus' text format; with several web processes, the counters of all of them."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry = _own
    standing = CollectorRegistry()
    standing.register(Standing())
    return generate_latest(registry) + generate_latest(standing)
