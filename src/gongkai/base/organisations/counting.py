"""Counting many things in one query: the numbers beside the entries of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet


def counts(wanted: Mapping[str, QuerySet[Any] | None]) -> dict[str, int]:
    """Return how many rows each of these has, in one query for all; 0 for None and for what cannot have any."""
    found = dict.fromkeys(wanted, 0)
    asked: list[tuple[str, str, tuple[Any, ...]]] = []
    for key, rows in wanted.items():
        if rows is None:
            continue
        try:
            bare = rows if rows.query.combinator else rows.order_by().values_list("pk")
            sql, params = bare.query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append((key, sql, tuple(params)))
    if not asked:
        return found
    # Nothing but what the ORM compiled stands in it; values go as parameters.
    parts = [f"(SELECT COUNT(*) FROM ({sql}) c{place})" for place, (_, sql, _) in enumerate(asked)]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", [value for _, _, params in asked for value in params])
        row = cursor.fetchone()
    assert row is not None  # a SELECT without FROM has one row
    return found | {key: int(number) for (key, _, _), number in zip(asked, row, strict=True)}
