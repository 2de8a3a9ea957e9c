"""How many results each value of a dimension would give: every dimension counted without its own filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gongkai.engine.search.index.query import Built
from gongkai.engine.search.index.results import FacetValue, Filters
from gongkai.engine.search.index.schema import FACETS
from gongkai.engine.search.index.snapshot import Snapshot

MOST_VALUES = 200


def is_filtered(filters: Filters, name: str) -> bool:
    if name == "year":
        return filters.year_from is not None or filters.year_to is not None
    return bool(getattr(filters, name))


def count(
    snapshot: Snapshot, built: Built, filters: Filters, names: Sequence[str]
) -> dict[str, tuple[FacetValue, ...]]:
    """Count all dimensions without a filter in one pass, and each filtered one in a pass of its own."""
    free = [name for name in names if not is_filtered(filters, name)]
    passes: list[tuple[str | None, list[str]]] = [(None, free)] if free else []
    passes += [(name, [name]) for name in names if is_filtered(filters, name)]
    found: dict[str, tuple[FacetValue, ...]] = {}
    for without, dimensions in passes:
        query = built.plain(snapshot.builder.filters(filters, without=without))
        request = {name: {"terms": {"field": FACETS[name], "size": MOST_VALUES}} for name in dimensions}
        answer = snapshot.searcher.aggregate(query, request)
        for name in dimensions:
            found[name] = _values(snapshot, name, answer[name]["buckets"])
    return {name: found[name] for name in names}


def _values(snapshot: Snapshot, name: str, buckets: Iterable[dict[str, Any]]) -> tuple[FacetValue, ...]:
    """Return the most frequent first, years newest first; ties by value, so that a page looks the same each time."""
    if name == "year":
        years = sorted(((int(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets), reverse=True)
        return tuple(FacetValue(str(year), number, str(year)) for year, number in years)
    labels = snapshot.agency_names if name == "agency" else {}
    values = [
        FacetValue(
            str(bucket["key"]), int(bucket["doc_count"]), labels.get(str(bucket["key"]), (str(bucket["key"]),))[0]
        )
        for bucket in buckets
    ]
    return tuple(sorted(values, key=lambda value: (-value.count, value.value)))
