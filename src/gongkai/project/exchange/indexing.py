"""Waiting until everybody has heard of what was imported, the search index among them."""

from __future__ import annotations

import time

from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.models import ConsumerCursor, OutboxEntry
from gongkai.engine.publishing.rules import CONSUMERS

PAUSE = 0.2


def deliver_all(*, seconds: float = 3600) -> bool:
    """Tell all consumers what waits, or wait for the worker that is telling them; return whether all was told."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        publishing.deliver()
        if not _waiting():
            return True
        time.sleep(PAUSE)
    return False


def _waiting() -> bool:
    last = OutboxEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return False
    heard = dict(ConsumerCursor.objects.values_list("name", "last_id"))
    return any(heard.get(name, 0) < last for name in CONSUMERS)
