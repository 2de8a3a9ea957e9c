"""Counting readings (浏览次数): on every answer, cached or not; written in batches."""

from __future__ import annotations

import atexit
import logging

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from gongkai.doors.site.models import ViewCount
from gongkai.doors.site.rules import TALLY, is_robot, reader_mark

logger = logging.getLogger(__name__)
BATCH = 200
BATCH_SECONDS = 5.0


def count_view(key: str, request: HttpRequest) -> bool:
    """Count one reading of an item; return False for robots and reloads. No cookie, nothing personal is stored."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    if is_robot(agent):
        return False
    mark = reader_mark(
        secret=settings.SECRET_KEY,
        day=timezone.localdate().isoformat(),
        address=request.META.get("REMOTE_ADDR", ""),
        user_agent=agent,
    )
    counted = TALLY.add(key, mark)
    if TALLY.due(count=BATCH, seconds=BATCH_SECONDS):
        flush_views()
    return counted


def flush_views() -> None:
    """Write down what waits. When the database is busy nothing is lost: it waits for the next time."""
    counts = TALLY.take()
    if not counts:
        return
    try:
        with transaction.atomic():
            known = set(ViewCount.objects.filter(key__in=list(counts)).values_list("key", flat=True))
            fresh = [ViewCount(key=key) for key in counts if key not in known]
            ViewCount.objects.bulk_create(fresh, ignore_conflicts=True)
            for key, number in counts.items():
                ViewCount.objects.filter(key=key).update(count=F("count") + number)
    except DatabaseError:
        TALLY.put_back(counts)
        logger.warning("view counts wait for the database", exc_info=True)


def _flush_at_exit() -> None:
    try:
        flush_views()
        connection.close()
    except Exception:  # the process ends: a few readings are not worth a trace on the terminal
        logger.debug("view counts of the last seconds were not written", exc_info=True)


atexit.register(_flush_at_exit)
