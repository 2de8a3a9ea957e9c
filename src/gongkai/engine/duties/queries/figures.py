"""Figures counted from the duties themselves, never typed in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import Acting
from gongkai.engine.duties.models import IS_ACTIVE, Duty
from gongkai.engine.duties.permissions import readable
from gongkai.engine.duties.queries.calendars import Book, current_book
from gongkai.engine.duties.queries.lists import soon_until
from gongkai.engine.duties.rules import HISTOGRAM_DAYS, STATUS_NAMES, Status, rule_of
from gongkai.law.calendar import Calendar

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Person

EXPORT_HEAD = (
    "事项", "文号或编号", "机关", "科室", "时限", "依据", "起算日期", "到期日", "暂定", "状态", "办结日期", "用时（工作日）", "是否按时",
)  # fmt: skip


@dataclass(frozen=True)
class Rate:
    """Of the duties whose due day lies in a span: how many were done in time, and how many were not (yet)."""

    in_time: int
    late: int

    @property
    def total(self) -> int:
        return self.in_time + self.late

    @property
    def percent(self) -> Decimal | None:
        """To one decimal, None when nothing was due."""
        if not self.total:
            return None
        return (Decimal(100 * self.in_time) / self.total).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Counts:
    """The head of the desk. `days` are the next working days, today first, with what is due on each."""

    overdue: int
    today: int
    soon: int
    later: int
    paused: int
    month: Rate
    days: tuple[tuple[dt.date, int], ...]

    @property
    def total(self) -> int:
        return self.overdue + self.today + self.soon + self.later + self.paused


def counts(
    by: Acting, *, person: Person | None = None, today: dt.date | None = None, book: Book | None = None
) -> Counts:
    """Two queries however many duties there are, one more for the calendar when no `book` is given."""
    today = today or timezone.localdate()
    calendar = (book or current_book()).calendar
    rows = Duty.objects.filter(readable(by))
    if person is not None:
        rows = rows.filter(person=person)
    found = rows.filter(IS_ACTIVE).order_by().values_list("status", "due_on").annotate(n=Count("id"))
    paused, by_day = 0, Counter[dt.date]()
    for status, due, n in found:
        if status == Status.PAUSED:
            paused += n
        else:
            by_day[due] += n
    until = soon_until(calendar, today)
    return Counts(
        overdue=sum(n for day, n in by_day.items() if day < today),
        today=by_day[today],
        soon=sum(n for day, n in by_day.items() if today < day <= until),
        later=sum(n for day, n in by_day.items() if day > until),
        paused=paused,
        month=_rate(rows, today.replace(day=1), today, today),
        days=_histogram(by_day, calendar, today),
    )


def on_time_rate(agencies: QuerySet[Agency], since: dt.date, until: dt.date, *, today: dt.date | None = None) -> Rate:
    """按时率 of some agencies. A duty still open after its due day is late; one not yet due does not count."""
    return _rate(Duty.objects.filter(agency__in=agencies), since, until, today or timezone.localdate())


def export_rows(
    by: Acting, *, since: dt.date | None = None, until: dt.date | None = None, today: dt.date | None = None
) -> Iterator[tuple[Any, ...]]:
    """Head and rows of the table of duties due in a span, as far as `by` may read them, for CSV and XLSX."""
    today = today or timezone.localdate()
    calendar = current_book().calendar
    rows = Duty.objects.filter(readable(by)).select_related("agency", "division").order_by("due_on", "pk")
    if since is not None:
        rows = rows.filter(due_on__gte=since)
    if until is not None:
        rows = rows.filter(due_on__lte=until)
    yield EXPORT_HEAD
    for row in rows.iterator(chunk_size=1000):
        rule = rule_of(row.rule)
        used = calendar.working_days_after(row.opened_on, row.done_on) if row.done_on else ""
        yield (
            row.title, row.reference, row.agency.name, row.division.name if row.division else "", rule.name, rule.basis,
            row.opened_on, row.due_on, "暂定" if row.provisional else "", STATUS_NAMES[Status(row.status)],
            row.done_on or "", used, _verdict(row, today),
        )  # fmt: skip


def _verdict(row: Duty, today: dt.date) -> str:
    if row.status == Status.DONE:
        return "逾期" if row.done_late else "按时"
    return "逾期未办结" if row.status == Status.OPEN and row.due_on < today else ""


def _rate(rows: QuerySet[Duty], since: dt.date, until: dt.date, today: dt.date) -> Rate:
    late = Q(status=Status.DONE.value, done_late=True) | Q(status=Status.OPEN.value, due_on__lt=today)
    found = rows.filter(due_on__gte=since, due_on__lte=until).aggregate(
        in_time=Count("id", filter=Q(status=Status.DONE.value, done_late=False)), late=Count("id", filter=late)
    )
    return Rate(found["in_time"], found["late"])


def _histogram(by_day: Counter[dt.date], calendar: Calendar, today: dt.date) -> tuple[tuple[dt.date, int], ...]:
    """What falls due on a rest day (limits in calendar days) stands under the working day before it."""
    days = [calendar.first_working_day_from(today)]
    while len(days) < HISTOGRAM_DAYS:
        days.append(calendar.next_working_day(days[-1]))
    bars = dict.fromkeys(days, 0)
    for due, n in by_day.items():
        if due >= today:
            safe = max(calendar.last_working_day_until(due), days[0])
            if safe in bars:
                bars[safe] += n
    return tuple(bars.items())
