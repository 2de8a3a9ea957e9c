"""When a letter is due: at once, in the morning, on Monday, and never in the hours somebody wants to sleep. No Django."""

from __future__ import annotations

import datetime as dt

from gongkai.doors.subscriptions.rules import Frequency

DIGEST_HOUR = 8  # configuration: local time at which digests leave
MONDAY = 0
# What is matched shortly before the digest leaves goes into the next one: its row may be written after the digest was read.
MARGIN = dt.timedelta(minutes=10)


def quiet_over(at: dt.datetime, quiet_from: int | None, quiet_until: int | None) -> dt.datetime:
    """Return the moment itself, or the end of the quiet hours it falls into; both are full local hours, over midnight too."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return at
    hour = at.hour
    over_night = quiet_from > quiet_until
    inside = (hour >= quiet_from or hour < quiet_until) if over_night else quiet_from <= hour < quiet_until
    if not inside:
        return at
    day = at.date() + dt.timedelta(days=1 if over_night and hour >= quiet_from else 0)
    return dt.datetime.combine(day, dt.time(quiet_until), tzinfo=at.tzinfo)


def slot_of(
    at: dt.datetime, frequency: str, *, occasion: str, quiet_from: int | None = None, quiet_until: int | None = None
) -> tuple[str, dt.datetime]:
    """Return the name of the letter that news of `at` (local time) goes into, and when it is due.

    At once: one letter an occasion. Daily and weekly: one letter a day or Monday, the next one that is still open.
    """
    if frequency == Frequency.NOW:
        return occasion, quiet_over(at, quiet_from, quiet_until)
    soonest = at + MARGIN
    due = dt.datetime.combine(soonest.date(), dt.time(DIGEST_HOUR), tzinfo=at.tzinfo)
    while due < soonest or (frequency == Frequency.WEEK and due.weekday() != MONDAY):
        due = dt.datetime.combine(due.date() + dt.timedelta(days=1), dt.time(DIGEST_HOUR), tzinfo=at.tzinfo)
    return f"{frequency}:{due.date().isoformat()}", quiet_over(due, quiet_from, quiet_until)
