"""How a duty stands on a day: worked out by `law`, in the shape that the clock on screen wants."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone

from gongkai.base.ui.parts import Clock, ClockDay, ClockLine, ClockState, DayKind
from gongkai.engine.duties.models import Duty
from gongkai.engine.duties.queries.calendars import Book, current_book
from gongkai.engine.duties.rules import Status
from gongkai.law.calendar import Calendar
from gongkai.law.clocks import CLOCKS
from gongkai.law.day_grids import DayState
from gongkai.law.explanations import say_day
from gongkai.law.notices import WEEKDAYS
from gongkai.law.periods import Extension, Pause, Period, PeriodRefused, Reckoning, reckon

KINDS: dict[DayState, DayKind] = {
    DayState.RECEIVED: "start",
    DayState.COUNTED: "work",
    DayState.EXTENSION: "ext",
    DayState.REMAINING: "left",
    DayState.REST: "rest",
    DayState.PAUSED: "pause",
    DayState.DUE: "due",
}
COUNT_WORDS: dict[DayKind, str] = {"work": "已计入", "ext": "延长", "left": "剩余", "rest": "休息", "pause": "暂停"}


class Face(NamedTuple):
    """What the closed clock says: state, words, and the part of them in bold."""

    state: ClockState
    label: str
    strong: str = ""


def period(duty: Duty, *, say_when_extended: bool = True) -> Period:
    """The duty as the law counts it. Reads the pauses: prefetch them for lists."""
    extension = None
    if duty.extension_days:
        granted = duty.extended_on if say_when_extended else None
        extension = Extension(duty.extension_days, granted, duty.extended_by)
    pauses = tuple(Pause(row.sent_on, row.arrived_on, row.reason) for row in duty.pauses.all())
    rule = CLOCKS[duty.clock]
    if duty.adopted_by:
        rule = rule.adopt(duty.adopted_by)
    return Period(rule, duty.opened_on, pauses=pauses, extension=extension)


def reckoning(duty: Duty, *, calendar: Calendar, today: dt.date | None = None, strict: bool = False) -> Reckoning:
    """Raises what `law.periods.reckon` raises, with Chinese sentences.

    Whether an extension came in time is judged when it is granted (`strict`). A calendar that changes afterwards may
    move the end of the basic period before that day; what was granted lawfully stays granted.
    """
    try:
        return reckon(period(duty), calendar, today=today)
    except PeriodRefused:
        if strict or not duty.extension_days:
            raise
        return reckon(period(duty, say_when_extended=False), calendar, today=today)


def clock(duty: Duty, today: dt.date | None = None, *, book: Book | None = None) -> Clock:
    """The clock with its account and day grid, as `ui/clock.html` takes it.

    `book` saves a query a duty in lists. A closed duty stands still on the day it was closed.
    """
    book = book or current_book()
    today = today or timezone.localdate()
    seen = duty.done_on if duty.status == Status.DONE else today
    found = reckoning(duty, calendar=book.calendar, today=seen)
    face = _face(duty, found, today)
    days = _days(found) if duty.status != Status.CANCELLED else ()
    return Clock(
        state=face.state,
        label=face.label,
        strong=face.strong,
        spent=found.spent,
        lines=_lines(duty, found),
        days=days,
        summary=_summary(found, days),
    )


def due_text(duty: Duty) -> str:
    """应于2026年11月18日（周三）前办结; 暂定 where a holiday notice is missing."""
    due = duty.due_on
    day = f"{due.year}年{due.month}月{due.day}日（周{WEEKDAYS[due.weekday()]}）"
    if duty.status == Status.PAUSED:
        return "时限暂停，收到意见后重新确定到期日"
    return f"暂定于{day}前办结，放假通知发布后可能变动" if duty.provisional else f"应于{day}前办结"


def _face(duty: Duty, found: Reckoning, today: dt.date) -> Face:
    unit = "个工作日" if found.counted else "日"
    if duty.status == Status.DONE:
        return Face("done", "逾期办结" if duty.done_late else "按时办结")
    if duty.status == Status.CANCELLED:
        return Face("done", "已终止")
    if duty.status == Status.PAUSED:
        return Face("paused", "已暂停", f"{_paused_so_far(found, today)}个工作日")
    if found.is_late:
        # Late only on rest days so far: the day is over, and no working day has gone since.
        return Face("late", f"逾期{found.overdue}{unit}" if found.overdue else "已逾期")
    if today == found.due:
        return Face("today", "今日到期")
    if found.provisional:
        return Face("provisional", f"暂定{found.due.month}月{found.due.day}日")
    return Face("normal", "剩余", f"{found.remaining}{unit}")


def _paused_so_far(found: Reckoning, today: dt.date) -> int:
    waiting = [pause.sent for pause in found.period.pauses if pause.arrived is None]
    return found.calendar.working_days_after(waiting[-1], today) if waiting else 0


def _lines(duty: Duty, found: Reckoning) -> tuple[ClockLine, ...]:
    lines = [ClockLine(line.when, line.text, line.effect, line.article) for line in found.explanation]
    year = duty.opened_on.year
    if duty.status == Status.DONE and duty.done_on:
        lines.append(ClockLine(say_day(duty.done_on, year), "办结", "逾期" if duty.done_late else "按时"))
    elif duty.status == Status.CANCELLED:
        lines = [lines[0], ClockLine("终止", duty.closing_note or "这项时限不再计算")]
    return tuple(lines)


def _days(found: Reckoning) -> tuple[ClockDay, ...]:
    """The grid ends with the due day: what comes after it is told in words."""
    return tuple(
        ClockDay(day.day, KINDS[day.state], day.is_today)
        for day in found.grid
        if day.state in KINDS and day.day <= max(found.due, found.period.base)
    )


def _summary(found: Reckoning, days: tuple[ClockDay, ...]) -> str:
    """The text alternative of the grid."""
    base, due = found.period.base, found.due
    tally = [
        f"{word}{count}天"
        for kind, word in COUNT_WORDS.items()
        if (count := sum(1 for day in days if day.kind == kind))
    ]
    end = say_day(due, base.year)
    return f"{say_day(base, base.year)}起算，{end}到期的逐日图：{'，'.join(tally) or '没有其他日子'}"
