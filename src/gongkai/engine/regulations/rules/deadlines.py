"""How long an agency may take to bring a page up to date: the platform's own rule, no law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from gongkai.law.calendar import Calendar

UPDATE_WITHIN = 20
UPDATE_SOURCE = "内部时限：发现引用的法规已变动后20个工作日内处理（平台配置，不是法定期限）"
LOOK_BACK_DAYS = 31  # a worker that was away so long still sees which versions came into force meanwhile
REMIND_BEFORE = (5, 1, 0)  # working days before the due day
REPEAT_DAYS = 7  # calendar days between two reminders once late
REMIND_SOURCE = (
    "平台配置：到期前5个、1个工作日和到期当日提醒法规库管理人员，逾期后每7日提醒一次并告知签发负责人（不是法定要求）"
)


class Reminder(NamedTuple):
    """The reminder that a due day calls for: its kind, and the day on which it was to go out."""

    kind: str
    on: date
    late: bool


def reminder_of(due: date, calendar: Calendar, today: date) -> Reminder | None:
    """Return the newest reminder whose day has come; of those missed meanwhile nobody is told any more."""
    if today > due:
        late = calendar.next_working_day(due)
        if today >= late:
            weeks = (today - late).days // REPEAT_DAYS
            return Reminder("overdue", late + timedelta(days=weeks * REPEAT_DAYS), late=True)
    found: Reminder | None = None
    for n in sorted(REMIND_BEFORE, reverse=True):
        day = calendar.last_working_day_until(due)
        for _ in range(n):
            day = calendar.last_working_day_until(day - timedelta(days=1))
        if day <= today:
            found = Reminder(f"due-{n}", day, late=False)
    return found
