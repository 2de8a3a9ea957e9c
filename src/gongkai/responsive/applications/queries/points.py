"""Where applications are received in person, who is there, and when nobody is (R229)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import agencies_where
from gongkai.engine.duties.queries import current_book
from gongkai.responsive.applications.models import Point, Shift, Training
from gongkai.responsive.applications.permissions import READ
from gongkai.responsive.applications.rules.points import LOOK_AHEAD_DAYS, Gap, Span, gaps

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting


def points(by: Acting) -> QuerySet[Point]:
    return Point.objects.filter(agency__in=agencies_where(by, READ)).select_related("agency")


def shifts(by: Acting) -> QuerySet[Shift]:
    return Shift.objects.filter(point__in=points(by)).select_related("point__agency", "person")


def trainings(by: Acting) -> QuerySet[Training]:
    return Training.objects.filter(agency__in=agencies_where(by, READ)).select_related("agency", "person")


def hours_of(point: Point) -> list[Span]:
    return [Span(point.morning_from, point.morning_until), Span(point.afternoon_from, point.afternoon_until)]


def gaps_of(point: Point, since: dt.date, days: int = LOOK_AHEAD_DAYS) -> list[Gap]:
    """Return the hours from a day on, for so many days, on which the window is open and nobody is put down for it."""
    calendar = current_book().calendar
    span = [since + dt.timedelta(days=n) for n in range(days)]
    working = [day for day in span if calendar.is_working_day(day)]
    kept: dict[dt.date, list[Span]] = {}
    for on, starts, ends in point.shifts.filter(on__in=working).values_list("on", "starts", "ends"):
        kept.setdefault(on, []).append(Span(starts, ends))
    return gaps(working, hours_of(point), kept)
