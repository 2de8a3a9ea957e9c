"""A search by what the words mean, and without it where that finds nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from django.utils import timezone

from gongkai.engine.search.index import SearchRequest, SearchResult
from gongkai.engine.search.queries.opened import searcher
from gongkai.engine.search.queries.words import agency_directory, vocabulary
from gongkai.engine.search.rules import Understood, first_that_finds, understand


@dataclasses.dataclass(frozen=True, kw_only=True)
class Answer:
    """`widened` says that what was understood as a limit found nothing and was left out; `note` says it to the reader."""

    result: SearchResult
    understood: Understood
    widened: bool = False
    note: str = ""


def understood(text: str, *, literal: Collection[str] = ()) -> Understood:
    """Return what the words mean; `literal` are kinds of meaning (rules.KINDS) that the reader has taken back."""
    return understand(text, agency_directory(), timezone.localdate(), literal)


def answer(request: SearchRequest, *, literal: Collection[str] = ()) -> Answer:
    """Search by what `request.text` means. It never hides: a limit that leaves nothing is left out, and said so.

    Raises what `search` raises.
    """
    meant = understood(request.text, literal=literal)
    base = dataclasses.replace(request, words=vocabulary())
    found, widened = first_that_finds(searcher().search, base, meant)
    return Answer(result=found, understood=meant, widened=widened, note=_note(meant) if widened else "")


def _note(meant: Understood) -> str:
    limits = "、".join(f"“{one.label}”" for one in meant.meanings if one.narrows)
    return f"按{limits}筛选没有查到，以下是不作此项筛选的结果。"
