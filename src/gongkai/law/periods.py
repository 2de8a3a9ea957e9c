"""A period: from a trigger day to the day it ends, with pauses and an extension, and an account of every day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongkai.law.calendar import Calendar
from gongkai.law.clocks import Clock, LastDay, Unit
from gongkai.law.day_grids import GridDay, draw_grid
from gongkai.law.explanations import Line, explain
from gongkai.law.months import add_months

ONE_DAY = timedelta(days=1)
LONGEST_PAUSE = 3660


class PeriodRefused(ValueError):
    """The law does not allow this pause or extension; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time the clock stands still while others are asked: the days after `sent` up to and including `arrived`.

    The 条例 does not say where the span starts and ends; this is the model of rules 1.4. `arrived` is the day the opinion
    came in or its deadline passed, None while waiting.
    """

    sent: date
    arrived: date | None = None
    reason: str = "征求第三方意见"


@dataclass(frozen=True, slots=True)
class Extension:
    """More working days, granted once, by whom and when where that is known."""

    days: int
    granted: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """What a deadline follows from. `base` does not count; `base_text` tells what happened on it."""

    rule: Clock
    base: date
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None
    base_text: str = ""
    base_article: str = ""

    @property
    def unit(self) -> Unit:
        return self.rule.unit

    @property
    def length(self) -> int:
        """In the unit of the rule, extension included."""
        return self.rule.length + (self.extension.days if self.extension else 0)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A period worked out against a calendar.

    `due` counts to its end (24:00, or close of business). While `waiting` for an opinion it is what it would be if the
    opinion came today. `counted` are the days that count, in order; empty for calendar days and months.
    `excluded` are the working days that a pause took out.
    """

    period: Period
    calendar: Calendar
    today: date | None
    due: date
    base_due: date
    counted: tuple[date, ...]
    excluded: frozenset[date]
    unknown_years: tuple[int, ...]

    @property
    def provisional(self) -> bool:
        """A year on the way has no holiday notice yet: the day may still move."""
        return bool(self.unknown_years)

    @property
    def waiting(self) -> bool:
        return any(pause.arrived is None for pause in self.period.pauses)

    @property
    def used(self) -> int:
        """Counted days up to and including today; all of them when no today was given."""
        today = self.today or self.due
        if self.counted:
            return sum(1 for day in self.counted if day <= today)
        return max(0, (min(today, self.due) - self.period.base).days)

    @property
    def remaining(self) -> int:
        """Days left after today, in the unit counted; 0 on the due day and later."""
        today = self.today or self.period.base
        if self.counted:
            return sum(1 for day in self.counted if day > today)
        return max(0, (self.due - today).days)

    @property
    def overdue(self) -> int:
        """Working days gone since the due day (calendar days for periods that count those)."""
        if self.today is None or self.today <= self.due:
            return 0
        if self.counted:
            return self.calendar.working_days_after(self.due, self.today)
        return (self.today - self.due).days

    @property
    def is_late(self) -> bool:
        return self.today is not None and self.today > self.due and not self.waiting

    @property
    def spent(self) -> int:
        """How much of the period is used up, 0 to 100, for the ring on screen."""
        whole = len(self.counted) or (self.due - self.period.base).days
        return min(100, round(100 * self.used / whole)) if whole > 0 else 100

    @property
    def safe_day(self) -> date:
        """The last working day on which it can be done: the due day itself, or the working day before."""
        return self.calendar.last_working_day_until(self.due)

    @property
    def explanation(self) -> tuple[Line, ...]:
        return explain(self)

    @property
    def grid(self) -> tuple[GridDay, ...]:
        return draw_grid(self)


def reckon(period: Period, calendar: Calendar, *, today: date | None = None) -> Reckoning:
    """Work out when a period ends.

    `today` only matters for what is used and left, and for a pause still open. Raises ClockRefused when the rule may not
    be used on the base day, PeriodRefused when a pause or the extension is unlawful. Hours: see `hours_due`.
    """
    period.rule.check_usable(period.base)
    _check_pauses(period)
    _check_extension_length(period)
    if period.unit is Unit.WORKING:
        reckoning = _reckon_working(period, calendar, today)
    else:
        reckoning = _reckon_calendar(period, calendar, today)
    extension = period.extension
    if extension and extension.granted and not period.base <= extension.granted <= reckoning.base_due:
        raise PeriodRefused(
            f"延长应当在收到之后、基本期限届满（{reckoning.base_due}）之前批准，{extension.granted}不行。"
        )
    return reckoning


def hours_due(rule: Clock, moment: datetime) -> datetime:
    """The moment a limit in hours ends. It runs through nights and rest days."""
    if rule.unit is not Unit.HOURS:
        raise PeriodRefused(f"“{rule.what}”的时限不按小时计算。")
    rule.check_usable(moment.date())
    return moment + timedelta(hours=rule.length)


def annual_due(rule: Clock, year: int) -> date:
    """The day in `year` by which a yearly duty must be done."""
    if rule.fixed is None:
        raise PeriodRefused(f"“{rule.what}”不是每年固定日期的时限。")
    due = date(year, *rule.fixed)
    rule.check_usable(due)
    return due


def _reckon_working(period: Period, calendar: Calendar, today: date | None) -> Reckoning:
    paused = _paused_days(period, calendar, today)
    counted: list[date] = []
    day = period.base
    while len(counted) < period.length:
        day = calendar.next_working_day(day)
        if day not in paused:
            counted.append(day)
    unknown = calendar.unknown_years(period.base + ONE_DAY, counted[-1])
    excluded = frozenset(paused_day for paused_day in paused if paused_day < counted[-1])
    base_due = counted[period.rule.length - 1]
    return Reckoning(period, calendar, today, counted[-1], base_due, tuple(counted), excluded, unknown)


def _reckon_calendar(period: Period, calendar: Calendar, today: date | None) -> Reckoning:
    rule, base = period.rule, period.base
    if period.unit is Unit.CALENDAR:
        due = base + timedelta(days=-rule.length if rule.backwards else rule.length)
    elif period.unit is Unit.MONTHS:
        due = add_months(base, rule.length)
    elif period.unit is Unit.YEARLY:  # the first such day that is not before the base
        due = annual_due(rule, base.year)
        due = due if due >= base else annual_due(rule, base.year + 1)
    else:
        raise PeriodRefused(f"“{rule.what}”的时限不能从某一天起按日计算。")
    unknown: tuple[int, ...] = ()
    if rule.last_day is LastDay.MOVES_ON:
        due = calendar.first_working_day_from(due)
        unknown = () if calendar.is_known(due.year) else (due.year,)
    return Reckoning(period, calendar, today, due, due, (), frozenset(), unknown)


def _paused_days(period: Period, calendar: Calendar, today: date | None) -> set[date]:
    paused: set[date] = set()
    for pause in period.pauses:
        until = pause.arrived or max(today or pause.sent, pause.sent)
        span = range(1, (until - pause.sent).days + 1)
        paused.update(day for n in span if calendar.is_working_day(day := pause.sent + timedelta(n)))
    return paused


def _check_pauses(period: Period) -> None:
    if period.pauses and (period.rule.pause_source is None or period.unit is not Unit.WORKING):
        raise PeriodRefused(f"“{period.rule.what}”的期限不能暂停。")
    for pause in period.pauses:
        if pause.sent < period.base:
            raise PeriodRefused(f"征求意见函的发出日（{pause.sent}）早于收到申请之日（{period.base}），请核对。")
        if pause.arrived and pause.arrived < pause.sent:
            raise PeriodRefused(f"收到意见之日（{pause.arrived}）早于发函之日（{pause.sent}），请核对。")
        if pause.arrived and (pause.arrived - pause.sent).days > LONGEST_PAUSE:
            raise PeriodRefused("暂停超过十年，请核对日期。")


def _check_extension_length(period: Period) -> None:
    if period.extension is None:
        return
    longest, source = period.rule.extension, period.rule.extension_source
    if source is None:
        raise PeriodRefused(f"“{period.rule.what}”的期限不能延长。")
    if not 1 <= period.extension.days <= longest:
        raise PeriodRefused(f"延长不得超过{longest}个工作日（{source.brief}），也不能少于1个工作日。")
