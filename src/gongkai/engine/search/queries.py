"""Reads: search and suggestions over the index in `settings.SEARCH_DIR`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from gongkai.engine.search.index import (
    Alternative,
    FacetValue,
    Filters,
    Hit,
    IndexOutdatedError,
    SearchDocument,
    Searcher,
    SearchRequest,
    SearchResult,
    Segment,
    Suggestion,
    marked,
)

__all__ = [
    "Alternative",
    "FacetValue",
    "Filters",
    "Hit",
    "IndexOutdatedError",
    "SearchDocument",
    "SearchRequest",
    "SearchResult",
    "Segment",
    "Suggestion",
    "document_count",
    "is_indexed",
    "marked",
    "search",
    "suggest",
]


@cache
def _searcher(directory: Path) -> Searcher:
    return Searcher(directory)


def searcher() -> Searcher:
    """Return the one searcher of this process; its threads share it."""
    return _searcher(Path(settings.SEARCH_DIR))


def search(request: SearchRequest) -> SearchResult:
    """Search what is in the index at this moment. Never raises for what a person typed.

    Raises IndexOutdatedError (say: run `gongkai reindex`) and ValueError for a facet or sort that does not exist.
    """
    return searcher().search(request)


def suggest(prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
    return searcher().suggest(prefix, limit)


def is_indexed(key: str) -> bool:
    """Return whether the key can be found now; for the check that a withdrawn document vanished."""
    return searcher().has(key)


def document_count() -> int:
    return searcher().documents
