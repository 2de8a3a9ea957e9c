"""All public wordings of an item and the columns of a site in which it stands: one question for a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, DateTimeField, TextField, Value

from gongkai.base.prepared.queries import prepared
from gongkai.engine.publishing.models import Edition, Placement
from gongkai.engine.publishing.rules import State

if TYPE_CHECKING:
    from django.db.models import QuerySet

COLUMN_FACTS = ("slug", "name", "description", "keywords", "column_type")
PUBLIC_STATES = (State.PUBLISHED, State.SUPERSEDED)
Mark = Callable[[], Any]


def wordings_and_columns(
    item: int, site: int, marks: tuple[Mark, ...]
) -> tuple[list[tuple[int, str, str, Any]], list[dict[str, str]], list[bool]]:
    """Return (number, state, note, moment) of the public wordings, newest first; the facts of the visible columns in
    their order; and for each mark whether it is true of one of the wordings. A mark returns an expression over editions.

    Two kinds of rows in one question, told apart by their first word: number, five texts and a moment of an edition;
    place, five texts and no moment of a column; behind them the marks.
    """
    rows = _question(marks)(item, item, site)
    width = 2 + len(COLUMN_FACTS) + 1
    said = sorted((row for row in rows if row[0] == "edition"), key=lambda row: -row[1])
    stands = sorted((row for row in rows if row[0] == "column"), key=lambda row: row[1])
    columns = [dict(zip(COLUMN_FACTS, row[2 : width - 1], strict=True)) for row in stands]
    marked = [any(row[width + place] for row in said) for place in range(len(marks))]
    return [(row[1], row[2], row[3], row[width - 1]) for row in said], columns, marked


@cache
def _question(marks: tuple[Mark, ...]) -> Callable[..., list[tuple[Any, ...]]]:
    """Return the question with these marks, put into SQL once."""

    def union(wordings_of: int, placed: int, site: int) -> QuerySet[Any, tuple[Any, ...]]:
        none, text = Value(None, DateTimeField()), Value("", TextField())
        wordings = Edition.objects.filter(item=wordings_of, state__in=PUBLIC_STATES).order_by()
        editions = wordings.values_list(
            Value("edition"), "number", "state", "change_note", text, text, text, "published_at",
            *(mark() for mark in marks),
        )  # fmt: skip
        names = [f"column__{name}" for name in COLUMN_FACTS]
        places = Placement.objects.filter(item=placed, column__site=site, column__visible=True).order_by()
        columns = places.values_list(
            Value("column"), "column__order", *names, none, *(Value(False, BooleanField()) for _ in marks)
        )
        return editions.union(columns, all=True)

    return prepared(0, 0, 0)(union)
