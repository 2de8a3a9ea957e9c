"""Reads: search and suggestions over the index in `settings.SEARCH_DIR`, what a query means, what is kept of searches."""

from __future__ import annotations

import dataclasses

from gongkai.engine.search.index import (
    DEEPEST,
    Alternative,
    FacetValue,
    Filters,
    Hit,
    IndexOutdatedError,
    Leaning,
    SearchDocument,
    Searcher,
    SearchRequest,
    SearchResult,
    Segment,
    Suggestion,
    marked,
)
from gongkai.engine.search.permissions import may_manage
from gongkai.engine.search.queries.opened import searcher
from gongkai.engine.search.queries.promoted import promoted
from gongkai.engine.search.queries.subscribed import Stored, matches, matching
from gongkai.engine.search.queries.terms import TermCount, answer_figures, keep_days, terms, zero_terms
from gongkai.engine.search.queries.understanding import Answer, answer, understood
from gongkai.engine.search.queries.words import agency_directory, one_vocabulary, vocabulary
from gongkai.engine.search.rules import called_by_letters, called_so

__all__ = [
    "DEEPEST",
    "Alternative",
    "Answer",
    "FacetValue",
    "Filters",
    "Hit",
    "IndexOutdatedError",
    "Leaning",
    "SearchDocument",
    "SearchRequest",
    "SearchResult",
    "Searcher",
    "Segment",
    "Stored",
    "Suggestion",
    "TermCount",
    "answer",
    "answer_figures",
    "document_count",
    "is_indexed",
    "keep_days",
    "marked",
    "matches",
    "matching",
    "may_manage",
    "one_vocabulary",
    "promoted",
    "search",
    "searcher",
    "suggest",
    "suggest_english",
    "terms",
    "understood",
    "vocabulary",
    "zero_terms",
]


def search(request: SearchRequest) -> SearchResult:
    """Search what is in the index at this moment. Never raises for what a person typed.

    Raises IndexOutdatedError (say: run `gongkai reindex`) and ValueError for a facet or sort that does not exist.
    """
    if request.words is None:
        request = dataclasses.replace(request, words=vocabulary())
    return searcher().search(request)


def suggest(prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Return what a person may be about to type; an agency also by the names that people call it (住建局)."""
    proposed = searcher().suggest(prefix, limit)
    told = {one.value for one in proposed if one.kind == "agency"}
    known = agency_directory()
    named = (*called_so(prefix, known), *called_by_letters(prefix, known))
    called = tuple(one for one in named if one.value not in told)
    return (*called, *proposed)[:limit]


def suggest_english(prefix: str, kind: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Return titles of one kind of things that hold these English words; the last may be half a word."""
    return searcher().suggest_english(prefix, kind, limit)


def is_indexed(key: str) -> bool:
    """Return whether the key can be found now; for the check that a withdrawn document vanished."""
    return searcher().has(key)


def document_count() -> int:
    return searcher().documents
