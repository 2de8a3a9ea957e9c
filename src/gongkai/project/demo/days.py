"""Working days of the story, and the hours at which offices do things."""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import cache

from django.utils import timezone

from gongkai.law.calendar import builtin_calendar

# The content was written for this Friday. A city built later lets what is still under way happen correspondingly later.
STORY_DAY = dt.date(2026, 11, 20)
OPENING_DAY = dt.date(2024, 1, 2)  # the platform goes live; what was public before is taken over
ONE_DAY = dt.timedelta(days=1)


def is_working(day: dt.date) -> bool:
    return builtin_calendar().is_working_day(day)


def forward(day: dt.date, count: int) -> dt.date:
    """Return the working day `count` working days later; 0 is the day itself, or the next working day."""
    while not is_working(day):
        day += ONE_DAY
    for _ in range(count):
        day += ONE_DAY
        while not is_working(day):
            day += ONE_DAY
    return day


def back(day: dt.date, count: int) -> dt.date:
    while not is_working(day):
        day -= ONE_DAY
    for _ in range(count):
        day -= ONE_DAY
        while not is_working(day):
            day -= ONE_DAY
    return day


@cache
def chance(key: str, sides: int) -> int:
    """Return a number below `sides` that is always the same for the key: the story is told the same way each time."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") % sides


def at(day: dt.date, key: str, *, first: int = 9, last: int = 17) -> dt.datetime:
    """Return a moment of that day between two full hours, never in the break at noon."""
    minutes = [minute for minute in range(first * 60, last * 60) if not 12 * 60 <= minute < 13 * 60 + 30]
    minute = minutes[chance(key, len(minutes))]
    moment = dt.datetime.combine(day, dt.time(minute // 60, minute % 60, chance(key + "s", 60)))
    return timezone.make_aware(moment)


def last_day(today: dt.date) -> dt.date:
    """Return the last day of the story: the working day before today, but not before the content's own last day."""
    return max(back(today - ONE_DAY, 0), STORY_DAY)


def delay(today: dt.date) -> int:
    """Return by how many working days the end of the story lies after the day the content was written for."""
    day, count, end = STORY_DAY, 0, last_day(today)
    while day < end:
        day = forward(day, 1)
        count += 1
    return count
