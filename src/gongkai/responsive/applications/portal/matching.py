"""“是不是这些？”: what is public already and sounds like what is asked for, and which agencies issued it.

The words go to the index and nowhere else: they are in no address, no log, no list of what people search for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from gongkai.engine.search import queries as engine
from gongkai.responsive.applications.rules.forms import Matter
from gongkai.responsive.applications.rules.window import (
    AGENCIES_SHOWN,
    LEAST_WORDS,
    MATCHES_SEARCHED,
    MATCHES_SHOWN,
    MOST_WORDS,
)


@dataclass(frozen=True)
class Found:
    """The documents nearest to the words, and agencies with how many of the documents found are theirs."""

    documents: list[dict[str, str]]
    agencies: list[dict[str, Any]]


NOTHING = Found([], [])


def matches(request: HttpRequest, matter: Matter, agencies: dict[str, Any]) -> Found:
    words = f"{matter.title} {matter.description}".strip()[:MOST_WORDS]
    if len(matter.title) < LEAST_WORDS:
        return NOTHING
    site = getattr(request, "site", None)
    filters = engine.Filters(agency=(site.agency.code,), agency_subtree=site.whole_tree) if site else engine.Filters()
    try:
        result = engine.search(
            engine.SearchRequest(
                text=words,
                filters=filters,
                page_size=MATCHES_SEARCHED,
                facets=(),
                highlight=False,
                passages=0,
                question=True,
            )
        )
    except engine.IndexOutdatedError:  # applying goes on while the index is being rebuilt
        return NOTHING
    documents = [
        {"title": hit.title, "url": hit.url, "number": hit.doc_number, "agency": hit.agency_name}
        for hit in result.hits[:MATCHES_SHOWN]
    ]
    counted = Counter(hit.agency for hit in result.hits if hit.agency in agencies)
    likely = [
        {"code": code, "name": agencies[code].name, "count": count}
        for code, count in counted.most_common(AGENCIES_SHOWN)
    ]
    return Found(documents, likely)
