"""Counting readings (浏览次数): on every answer, cached or not; written in batches."""

from __future__ import annotations

import atexit
import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from gongkai.doors.site.models import DailyVisit, ViewCount
from gongkai.doors.site.rules import TALLY, Taken, is_robot, reader_mark, source_of

logger = logging.getLogger(__name__)
BATCH = 200
BATCH_SECONDS = 5.0
KEEP_DAYS = 400  # a year and a month: this year beside the last. Configuration of our own


def count_view(key: str, request: HttpRequest, *, site: int = 0, source: str = "") -> bool:
    """Count one reading of an item; return False for robots and reloads. No cookie, nothing personal is stored."""
    mark = _mark(request)
    counted = bool(mark) and TALLY.add(key, mark, site=site, source=source_of(source))
    _flush_when_due()
    return counted


def _mark(request: HttpRequest) -> str:
    """Return the reader's mark of today, "" for a robot."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    if is_robot(agent):
        return ""
    return reader_mark(
        secret=settings.SECRET_KEY,
        day=timezone.localdate().isoformat(),
        address=request.META.get("REMOTE_ADDR", ""),
        user_agent=agent,
    )


def _flush_when_due() -> None:
    if TALLY.due(count=BATCH, seconds=BATCH_SECONDS):
        flush_views()


def flush_views() -> None:
    """Write down what waits. When the database is busy nothing is lost: it waits for the next time."""
    taken = TALLY.take()
    if not taken.views:
        return
    try:
        with transaction.atomic():
            _write(taken)
    except DatabaseError:
        TALLY.put_back(taken)
        logger.warning("view counts wait for the database", exc_info=True)


def _write(taken: Taken) -> None:
    known = set(ViewCount.objects.filter(key__in=list(taken.views)).values_list("key", flat=True))
    fresh = [ViewCount(key=key) for key in taken.views if key not in known]
    ViewCount.objects.bulk_create(fresh, ignore_conflicts=True)
    for key, number in taken.views.items():
        ViewCount.objects.filter(key=key).update(count=F("count") + number)
    day = timezone.localdate()
    for visit, number in taken.visits.items():
        where: dict[str, Any] = {"day": day, "site_id": visit.site, "key": visit.key, "source": visit.source}
        # Two processes may write the same day's first line: the second finds it and adds.
        DailyVisit.objects.get_or_create(**where)
        DailyVisit.objects.filter(**where).update(count=F("count") + number)


def drop_old_visits() -> int:
    """Delete daily counts older than is ever looked at; the totals on the pages stay. Return how many rows went."""
    before = timezone.localdate() - dt.timedelta(days=KEEP_DAYS)
    return DailyVisit.objects.filter(day__lt=before).delete()[0]


def _flush_at_exit() -> None:
    try:
        flush_views()
        connection.close()
    except Exception:  # the process ends: a few readings are not worth a trace on the terminal
        logger.debug("view counts of the last seconds were not written", exc_info=True)


atexit.register(_flush_at_exit)
