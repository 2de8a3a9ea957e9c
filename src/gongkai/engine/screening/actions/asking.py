"""The round that asks other hosts about the links of texts in work, outside of any request."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from gongkai.engine.publishing.rules import State
from gongkai.engine.screening.actions.calling import Reply, ask
from gongkai.engine.screening.models import AskedLink
from gongkai.engine.screening.queries.links import outside_links
from gongkai.engine.screening.rules.links import Outcome, digest_of
from gongkai.engine.screening.rules.reachable import Guard, public_only

# Configuration, no rule of law: what is asked once need not be asked again the same week.
ASK_AGAIN_AFTER = dt.timedelta(days=7)
RETRY_AFTER = dt.timedelta(hours=1)
SAVED_WITHIN = dt.timedelta(days=14)
MOST_A_HOST, MOST_A_ROUND, MOST_TEXTS = 5, 40, 500
ROUND_SECONDS = 60


def ask_links(*, guard: Guard = public_only) -> int:
    """Ask for links that nobody asked for lately, a few of each host; return how many. Nothing while switched off."""
    if not getattr(settings, "CHECK_OUTSIDE_LINKS", False):
        return 0
    until, asked = time.monotonic() + ROUND_SECONDS, 0
    for url in _due(_in_work()):
        if time.monotonic() > until:
            break  # other jobs wait for this worker; the next round goes on
        _keep(url, ask(url, guard=guard))
        asked += 1
    return asked


def _in_work() -> Iterator[str]:
    """Yield the addresses on other hosts in wordings that are being prepared, the latest saved first."""
    editions: Any = apps.get_model("publishing", "Edition").objects
    rows = editions.filter(
        state__in=(State.PREPARING, State.SCHEDULED), saved_at__gte=timezone.now() - SAVED_WITHIN, html__contains="://"
    )
    for html in rows.order_by("-saved_at").values_list("html", flat=True)[:MOST_TEXTS]:
        yield from outside_links(html)


def _due(urls: Iterable[str]) -> list[str]:
    """Return what is to be asked now; a host that has many links is spread over several rounds."""
    listed = list(dict.fromkeys(urls))
    now = timezone.now()
    digests = [digest_of(url) for url in listed]
    rows = AskedLink.objects.filter(digest__in=digests).values_list("digest", "outcome", "asked_at")
    fresh = {digest for digest, outcome, at in rows if now - at < (RETRY_AFTER if outcome == Outcome.UNREACHED else ASK_AGAIN_AFTER)}  # fmt: skip
    hosts: Counter[str] = Counter()
    chosen: list[str] = []
    for url, digest in zip(listed, digests, strict=True):
        host = urlsplit(url).hostname or ""
        if digest in fresh or hosts[host] >= MOST_A_HOST:
            continue
        hosts[host] += 1
        chosen.append(url)
        if len(chosen) == MOST_A_ROUND:
            break
    return chosen


def _keep(url: str, reply: Reply) -> None:
    digest = digest_of(url)
    before = AskedLink.objects.filter(digest=digest).values_list("failures", flat=True).first() or 0
    failures = before + 1 if reply.outcome is Outcome.UNREACHED else 0
    AskedLink.objects.update_or_create(
        digest=digest,
        defaults={
            "url": url, "host": (urlsplit(url).hostname or "")[:255], "outcome": reply.outcome, "reason": reply.reason,
            "address": reply.address, "failures": min(failures, 100), "asked_at": timezone.now(),
        },
    )  # fmt: skip
