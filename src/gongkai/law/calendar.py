"""Working days, from the State Council's notices and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from gongkai.law.notices import WEEKDAYS, Notice, builtin_notices
from gongkai.law.statutory_days import days_known_without_notice

ONE_DAY = timedelta(days=1)
MOST_DAYS = 5000  # twenty years; beyond it a mistyped number, not a period


@dataclass(frozen=True, slots=True)
class Counted:
    """The day a count of working days ends on; provisional when a year on the way has no notice yet."""

    due: date
    provisional: bool
    unknown_years: tuple[int, ...] = ()


class Calendar:
    """Which days are worked. Later notices override earlier ones day by day, as amendments do."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = tuple(sorted(notices, key=lambda notice: (notice.issued, notice.year)))
        self._rest: dict[date, str] = {}
        self._worked: dict[date, str] = {}
        for notice in self.notices:
            for day, name in notice.off_days:
                self._worked.pop(day, None)
                self._rest[day] = name
            for day, name in notice.worked_days:
                self._rest.pop(day, None)
                self._worked[day] = name
        self._known = frozenset(notice.year for notice in self.notices if notice.covers_whole_year)
        self._estimates: dict[int, dict[date, str]] = {}

    def is_known(self, year: int) -> bool:
        return year in self._known

    def unknown_years(self, first: date, last: date) -> tuple[int, ...]:
        return tuple(year for year in range(first.year, last.year + 1) if year not in self._known)

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday not listed as off, and weekend days listed as worked.

        In a year without notice: Monday to Friday except the statutory days known anyway. Ask `is_known` first.
        """
        if day in self._rest:
            return False
        if day in self._worked:
            return True
        if day.weekday() >= 5:
            return False
        return day.year in self._known or day not in self._estimate(day.year)

    def festival(self, day: date) -> str | None:
        """The festival that `day` rests for, None on other days."""
        if day in self._rest:
            return self._rest[day]
        return None if day.year in self._known or day in self._worked else self._estimate(day.year).get(day)

    def is_worked_weekend(self, day: date) -> bool:
        return day in self._worked

    def reason(self, day: date) -> str:
        """春节放假, 周六调休上班, 周末, or 工作日."""
        if festival := self.festival(day):
            return f"{festival}放假" if day in self._rest else f"{festival}（法定节日，放假通知尚未发布）"
        if day in self._worked:
            return f"周{WEEKDAYS[day.weekday()]}调休上班"
        return "周末" if day.weekday() >= 5 else "工作日"

    def add_working_days(self, start: date, n: int) -> Counted:
        """Count `n` working days; `start` itself does not count, day 1 is the next working day.

        Raises ValueError when `n` is not between 1 and 5000.
        """
        if not 1 <= n <= MOST_DAYS:
            raise ValueError(f"工作日数应在1至{MOST_DAYS}之间。")
        day = start
        for _ in range(n):
            day = self.next_working_day(day)
        unknown = self.unknown_years(start + ONE_DAY, day)
        return Counted(day, bool(unknown), unknown)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie from `first` to `last`, both included; 0 when `last` is earlier."""
        return sum(1 for n in range((last - first).days + 1) if self.is_working_day(first + timedelta(n)))

    def working_days_after(self, start: date, until: date) -> int:
        """How many working days lie after `start` up to and including `until`: the way a period counts."""
        return self.working_days_between(start + ONE_DAY, until)

    def working_days_by_month(self, year: int) -> tuple[int, ...]:
        """Twelve numbers, January first."""
        starts = [date(year, month, 1) for month in range(1, 13)] + [date(year + 1, 1, 1)]
        return tuple(self.working_days_between(starts[m], starts[m + 1] - ONE_DAY) for m in range(12))

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        day += ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def last_working_day_until(self, day: date) -> date:
        """`day` itself if worked, else the nearest working day before it: the safe day for a calendar-day limit."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def first_working_day_from(self, day: date) -> date:
        """`day` itself if worked, else the next working day: where 民法典 art 203 moves a citizen's last day."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def _estimate(self, year: int) -> dict[date, str]:
        if year not in self._estimates:
            self._estimates[year] = days_known_without_notice(year)
        return self._estimates[year]


@cache
def builtin_calendar() -> Calendar:
    """The calendar of the notices that ship with the program (2024 to 2026)."""
    return Calendar(builtin_notices())
