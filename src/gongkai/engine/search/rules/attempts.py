"""In which order a query is tried: literal before loose, limited before not. Pure Python."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from gongkai.engine.search.index import SearchRequest, SearchResult
from gongkai.engine.search.rules.meanings import Understood


def first_that_finds(
    search: Callable[[SearchRequest], SearchResult], base: SearchRequest, meant: Understood
) -> tuple[SearchResult, bool]:
    """Return the result of the first attempt that finds something, and whether a limit was left out for it."""
    found = SearchResult(page=base.page, page_size=base.page_size)
    for attempt, widened in attempts(base, meant):
        found = search(attempt)
        if found.total:
            return found, widened
    return found, False


def attempts(base: SearchRequest, meant: Understood) -> Iterator[tuple[SearchRequest, bool]]:
    """Yield the searches, each with whether it leaves out a limit that was understood."""
    limited = dataclasses.replace(
        base,
        text=meant.rest,
        leanings=meant.leanings,
        article=meant.article,
        question=meant.question,
        by_words_too=True,
    )
    if not meant.narrows:
        yield limited, False
        if meant.rest != meant.typed:
            yield dataclasses.replace(limited, text=meant.typed), False
        return
    lifting = tuple(dataclasses.replace(one, required=False) for one in meant.leanings)
    wide = dataclasses.replace(limited, leanings=lifting)
    yield dataclasses.replace(limited, rescue=False), False
    if meant.question:  # a sentence is found by its words, so the limit still holds for them
        yield limited, False
    if meant.rest:
        yield dataclasses.replace(wide, rescue=False), True
    if not meant.question:
        yield limited, False
    yield dataclasses.replace(wide, text=meant.typed), True
