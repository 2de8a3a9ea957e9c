"""Waiting until the search index has heard of what was imported; the registers and partners hear from the worker."""

from __future__ import annotations

import time

from gongkai.base.jobs import actions as jobs
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import ConsumerCursor, OutboxEntry

SEARCH = "search"  # the consumer of engine.search
PAUSE = 0.2


def deliver_to_search(*, seconds: float = 3600) -> bool:
    """Tell the index what waits, or wait for the worker that is telling it; return whether all was told."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        publishing.deliver(names=[SEARCH])
        if not _waiting():
            jobs.enqueue(kind="publishing.outbox", payload={}, key="outbox")
            return True
        time.sleep(PAUSE)
    return False


def _waiting() -> bool:
    last = OutboxEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return False
    heard = ConsumerCursor.objects.filter(name=SEARCH).values_list("last_id", flat=True).first()
    return (heard or 0) < last
