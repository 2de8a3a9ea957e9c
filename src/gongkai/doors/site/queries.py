"""What the portal asks of its own tables."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.doors.site.models import ViewCount
from gongkai.doors.site.rules import TALLY


def view_count(key: str) -> int:
    """Return how often an item was read, those readings included that wait in this process."""
    written = ViewCount.objects.filter(key=key).values_list("count", flat=True).first()
    return (written or 0) + TALLY.pending(key)


def view_counts(keys: Iterable[str]) -> dict[str, int]:
    """Return the same for many in one query; every key asked for is in the answer."""
    wanted = list(keys)
    written = dict(ViewCount.objects.filter(key__in=wanted).values_list("key", "count"))
    return {key: written.get(key, 0) + TALLY.pending(key) for key in wanted}
