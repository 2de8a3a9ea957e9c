"""What the portal asks of its own tables."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.base.events import queries as log
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


def titles_hidden_before(items: Iterable[str]) -> dict[str, int]:
    """Return for each item the place in the public log before which its titles must not be shown any more.

    A withdrawal for privacy or secrecy is logged without a title; the entries before it still hold the title that may
    harm, because a log is never rewritten. What is shown of them leaves it out. One query.
    """
    hidden: dict[str, int] = {}
    rows = log.entries(kind="withdrawn").filter(item__in=set(items), title="")
    for item, index in rows.values_list("item", "index"):
        hidden[item] = max(index, hidden.get(item, -1))
    return hidden
