"""The one calendar that serves every clock, made from the notices on record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet

from gongkai.engine.duties.models import HolidayNotice
from gongkai.law.calendar import Calendar, builtin_calendar
from gongkai.law.notices import NamedDay, Notice


@dataclass(frozen=True)
class Book:
    """The calendar and the version of the notices it was made from."""

    calendar: Calendar
    version: int


_kept: tuple[tuple[Any, ...], Book] | None = None


def current_book() -> Book:
    """Return the calendar of the notices now on record. One small query; rebuilt only when a notice was loaded."""
    global _kept  # noqa: PLW0603 - one calendar a process, replaced as a whole
    stamp = tuple(
        HolidayNotice.objects.aggregate(
            version=Max("version", default=0), at=Max("loaded_at"), count=Count("id")
        ).values()
    )
    kept = _kept
    if kept is None or kept[0] != stamp:
        stored = [notice_of(row) for row in HolidayNotice.objects.order_by("issued_on")]
        # Without any row (a database emptied by hand) the notices that ship with the program still hold.
        kept = (stamp, Book(Calendar(stored) if stored else builtin_calendar(), stamp[0]))
        _kept = kept
    return kept[1]


def calendar() -> Calendar:
    return current_book().calendar


def notices(year: int | None = None) -> QuerySet[HolidayNotice]:
    """Newest year first, within a year in the order of issue."""
    return HolidayNotice.objects.all() if year is None else HolidayNotice.objects.filter(year=year)


def notice_of(row: HolidayNotice) -> Notice:
    """The stored row as the law knows it."""
    return Notice(
        row.year,
        row.number,
        row.issued_on,
        tuple(NamedDay(dt.date.fromisoformat(day), name) for day, name in row.off_days),
        tuple(NamedDay(dt.date.fromisoformat(day), name) for day, name in row.worked_days),
        row.source,
    )
