"""The days of a period one by one, for the grid on screen: a column a week, a square a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.law.periods import Reckoning


class DayState(StrEnum):
    RECEIVED = "received"  # the trigger day
    COUNTED = "counted"  # a day of the basic period that is gone
    EXTENSION = "extension"  # a day of the extension that is gone
    REMAINING = "remaining"  # a counted day still to come
    REST = "rest"
    PAUSED = "paused"  # a working day that a pause took out
    DUE = "due"
    LATE = "late"  # a working day after the due day, up to today

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    DayState.RECEIVED: "收到",
    DayState.COUNTED: "基本",
    DayState.EXTENSION: "延长",
    DayState.REMAINING: "剩余",
    DayState.REST: "休息",
    DayState.PAUSED: "暂停",
    DayState.DUE: "到期",
    DayState.LATE: "逾期",
}


@dataclass(frozen=True, slots=True)
class GridDay:
    """`note` says why: 春节放假, 周六调休上班, 周末, 工作日. `in_extension` also holds for days to come."""

    day: date
    state: DayState
    note: str
    is_today: bool = False
    in_extension: bool = False


def draw_grid(reckoning: Reckoning) -> tuple[GridDay, ...]:
    """Every day from the trigger to the due day, or to today when it is late. Periods in calendar days count all days."""
    return tuple(_days(reckoning))


def _days(reckoning: Reckoning) -> Iterator[GridDay]:
    today, due = reckoning.today, reckoning.due
    last = today if today is not None and reckoning.is_late else due
    day = min(reckoning.period.base, due)
    last = max(last, reckoning.period.base)
    while day <= last:
        extended = reckoning.base_due < day <= due
        yield GridDay(day, _state(reckoning, day), reckoning.calendar.reason(day), day == today, extended)
        day += timedelta(days=1)


def _state(reckoning: Reckoning, day: date) -> DayState:
    working = reckoning.calendar.is_working_day(day)
    if day == reckoning.due:
        return DayState.DUE
    if day == reckoning.period.base:
        return DayState.RECEIVED
    if day in reckoning.excluded:
        return DayState.PAUSED
    if reckoning.counted and not working:
        return DayState.REST
    if day > reckoning.due:
        return DayState.LATE if working else DayState.REST
    if reckoning.today is not None and day > reckoning.today:
        return DayState.REMAINING
    return DayState.EXTENSION if day > reckoning.base_due else DayState.COUNTED
