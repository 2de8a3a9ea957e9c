"""How many results each value of a dimension would give: every dimension counted without its own filter.

Counting reads what matches once more, and once more for each filtered dimension. The engine does it without the
interpreter's lock, so the passes run beside the search for the hits, on whatever cores are free.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gongkai.engine.search.index.query import Built
from gongkai.engine.search.index.results import FacetValue, Filters
from gongkai.engine.search.index.schema import FACETS
from gongkai.engine.search.index.snapshot import Snapshot

MOST_VALUES = 200


def is_filtered(filters: Filters, name: str) -> bool:
    if name == "year":
        return bool(filters.years) or filters.year_from is not None or filters.year_to is not None
    return bool(getattr(filters, name))


Counts = dict[str, tuple[FacetValue, ...]]


class _Pool:
    """Threads of this process; a forked process begins with none of its parent's."""

    def __init__(self) -> None:
        self.renew()
        os.register_at_fork(after_in_child=self.renew)

    def renew(self) -> None:
        self.threads = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="facets")


POOL = _Pool()


def begin(snapshot: Snapshot, built: Built, filters: Filters, names: Sequence[str]) -> Callable[[], Counts]:
    """Start counting all dimensions without a filter in one pass, and each filtered one in a pass of its own.

    The answer is called for the counts, and waits for them.
    """
    free = [name for name in names if not is_filtered(filters, name)]
    passes: list[tuple[str | None, list[str]]] = [(None, free)] if free else []
    passes += [(name, [name]) for name in names if is_filtered(filters, name)]
    running = [POOL.threads.submit(_pass, snapshot, built, filters, *one) for one in passes]

    def counts() -> Counts:
        found = {name: values for one in running for name, values in one.result().items()}
        return {name: found[name] for name in names}

    return counts


def _pass(snapshot: Snapshot, built: Built, filters: Filters, without: str | None, dimensions: Sequence[str]) -> Counts:
    query = built.plain(snapshot.builder.filters(filters, without=without))
    request = {name: {"terms": {"field": FACETS[name], "size": MOST_VALUES}} for name in dimensions}
    answer = snapshot.searcher.aggregate(query, request)
    return {name: _values(snapshot, name, answer[name]["buckets"]) for name in dimensions}


def _values(snapshot: Snapshot, name: str, buckets: Iterable[dict[str, Any]]) -> tuple[FacetValue, ...]:
    """Return the most frequent first, years newest first; ties by value, so that a page looks the same each time."""
    if name == "year":
        years = sorted(((int(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets), reverse=True)
        return tuple(FacetValue(str(year), number, str(year)) for year, number in years)
    labels = snapshot.agency_names if name in {"agency", "region"} else {}
    values = [
        FacetValue(
            str(bucket["key"]), int(bucket["doc_count"]), labels.get(str(bucket["key"]), (str(bucket["key"]),))[0]
        )
        for bucket in buckets
    ]
    return tuple(sorted(values, key=lambda value: (-value.count, value.value)))
