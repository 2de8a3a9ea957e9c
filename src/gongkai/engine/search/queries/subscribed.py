"""Stored queries, and whether a new release answers one: the hook for subscriptions. No person is known here."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.engine.search.index import Filters, SearchRequest
from gongkai.engine.search.queries.opened import searcher
from gongkai.engine.search.queries.understanding import understood
from gongkai.engine.search.queries.words import vocabulary

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release


@dataclasses.dataclass(frozen=True, kw_only=True)
class Stored:
    """A query as somebody left it: the words, what was chosen beside them, what was taken back."""

    text: str
    filters: Filters = dataclasses.field(default_factory=Filters)
    literal: tuple[str, ...] = ()


def matches(query: Stored, release: Release) -> bool:
    """Return whether the release is among what the query finds now. It must have been indexed already."""
    return bool(matching(query, [release.key]))


def matching(query: Stored, keys: Sequence[str]) -> frozenset[str]:
    """Return those of the keys that the query finds literally, limits included; relaxed results notify nobody."""
    if not keys:
        return frozenset()
    meant = understood(query.text, literal=query.literal)
    request = SearchRequest(
        text=meant.rest, filters=query.filters, leanings=meant.leanings, words=vocabulary(), rescue=False,
        facets=(), highlight=False,
    )  # fmt: skip
    return searcher().among(request, keys)
