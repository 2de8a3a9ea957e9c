"""Which reminders a due day calls for up to a given day; worked out afresh each night, so that a missed night loses none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from gongkai.engine.duties.rules.table import DutyRule
from gongkai.law.calendar import Calendar

OVERDUE = "overdue"
OVERDUE_WEEKLY = "overdue-weekly"
ONE_DAY = timedelta(days=1)


class Due(NamedTuple):
    """One reminder: which, and the day on which it is to go out."""

    kind: str
    on: date

    @property
    def is_late(self) -> bool:
        return self.kind in {OVERDUE, OVERDUE_WEEKLY}


def reminders_until(rule: DutyRule, due: date, calendar: Calendar, today: date) -> list[Due]:
    """Return every reminder whose day has come, oldest first.

    Of the weekly ones only the newest: three weeks without a worker call for one reminder, not for three.
    """
    found = [Due(f"due-{n}", _working_days_before(due, n, calendar)) for n in rule.remind_before]
    late = calendar.next_working_day(due)
    found.append(Due(OVERDUE, late))
    if weeks := max(0, (today - late).days) // rule.repeat_days:
        found.append(Due(OVERDUE_WEEKLY, late + timedelta(days=weeks * rule.repeat_days)))
    return sorted((entry for entry in found if entry.on <= today), key=lambda entry: entry.on)


def _working_days_before(due: date, n: int, calendar: Calendar) -> date:
    day = calendar.last_working_day_until(due)
    for _ in range(n):
        day = calendar.last_working_day_until(day - ONE_DAY)
    return day
