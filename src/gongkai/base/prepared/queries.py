"""A query set with places left open. Building its SQL costs more than asking it, and it is the same SQL each time.

    @prepared("", 0)
    def _placed(key, site):
        return Placement.objects.filter(item__key=key, column__site=site).values_list("column__name", "column__slug")

    _placed("X/2026-1", 3)  # the rows, as the query set would have returned them

The samples behind `prepared` say of what type each place is. The function is called once, with marks in the places; the
parameters that equal a mark are filled in at each call. Only plain values may stand open: no list for an IN, no None, and
nothing that changes the SQL.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connections
from django.db.models.query import QuerySet

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
FIRST_NUMBER = -1_900_000_000  # no row has such a number; it fits in 32 bits


def _mark(place: int, sample: str | int) -> str | int:
    return FIRST_NUMBER - place if isinstance(sample, int) else f"\u0001{place}\u0001"


class Unusable(TypeError):
    """A place that was left open does not stand among the parameters: the SQL hangs on it, or it was turned into something else."""


class Prepared(Generic[Row]):
    """One question. The SQL is made at the first call, for the database that call goes to."""

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], samples: Sequence[str | int]) -> None:
        self.make = make
        self.samples = tuple(samples)
        self.made: dict[str, _Made[Row]] = {}
        functools.update_wrapper(self, make)

    def __call__(self, *values: str | int) -> list[Row]:
        if len(values) != len(self.samples):
            raise TypeError(f"{len(self.samples)} values wanted, {len(values)} given")
        made = self.made.get("default")
        if made is None:
            made = self.made["default"] = _Made(self.make, self.samples)
        return made.ask(values)


class _Made(Generic[Row]):
    def __init__(self, make: Callable[..., QuerySet[Any, Row]], samples: Sequence[str | int]) -> None:
        marks = [_mark(place, sample) for place, sample in enumerate(samples)]
        self.rows = make(*marks)
        self.compiler: SQLCompiler = self.rows.query.get_compiler(self.rows.db)
        self.sql, params = self.compiler.as_sql()
        self.params = list(params)
        self.places = [(at, marks.index(one)) for at, one in enumerate(params) if one in marks]
        absent = set(range(len(marks))) - {place for _, place in self.places}
        if absent:
            raise Unusable(f"{make.__name__}: place {min(absent)} is not a parameter of its SQL")

    def ask(self, values: Sequence[str | int]) -> list[Row]:
        params = self.params.copy()
        for at, place in self.places:
            params[at] = values[place]
        # A fresh query set around the kept SQL: the classes that turn rows into what is wanted are Django's own.
        rows: Any = object.__new__(type(self.rows))
        rows.__dict__.update(self.rows.__dict__)
        rows._known_related_objects = {}
        rows._result_cache, rows._prefetch_done = None, False
        compiler: Any = copy.copy(self.compiler)
        compiler.connection = connections[rows.db]
        compiler.execute_sql = functools.partial(_execute, compiler, self.sql, params)
        query: Any = copy.copy(self.rows.query)
        rows._query = query
        query.get_compiler = lambda *_, **__: compiler
        return list(rows)


def _execute(compiler: Any, sql: str, params: list[Any], *_: Any, **__: Any) -> list[list[Any]]:
    with compiler.connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchall()
    wide = compiler.has_extra_select
    return [[row[: compiler.col_count] for row in found] if wide else found]


def prepared(
    *samples: str | int,
) -> Callable[[Callable[..., QuerySet[Any, Row]]], Callable[..., list[Row]]]:
    """Turn a function that returns a query set into one that returns its rows and builds no SQL; see above."""

    def decorate(make: Callable[..., QuerySet[Any, Row]]) -> Callable[..., list[Row]]:
        return Prepared(make, samples)

    return decorate
