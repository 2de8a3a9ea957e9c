"""A holiday notice comes in, and every due day that hangs on it is worked out anew."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.actions.reckoned import day_looked_at, note, set_due, standing
from gongkai.engine.duties.models import IS_ACTIVE, IS_DONE, Duty, HolidayNotice
from gongkai.engine.duties.permissions import NeedsConfirmation, Refused, check_holidays
from gongkai.engine.duties.queries import Book, current_book, notice_of
from gongkai.engine.duties.rules import notice_from_record
from gongkai.law import notices as law
from gongkai.law.notices import Notice, NoticeRefused, builtin_notices

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

logger = logging.getLogger(__name__)
BATCH = 200
AT_ONCE = 1000  # duties that whoever loads a notice waits for; the job does the rest
RECOMPUTE_JOB = "duties.recompute"
RECOMPUTED = ["due_on", "provisional", "done_late"]


class Outcome(StrEnum):
    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Imported:
    """What became of one record; `lines` are Chinese sentences for the report."""

    outcome: Outcome
    lines: tuple[str, ...]


def load_notice(*, notice: Mapping[str, object], by: Acting, confirmed: bool = False) -> HolidayNotice:
    """Put a notice on record (terms of `law.notices.load_notice`) and work out anew all due days that hang on it.

    The same notice again changes nothing. Raises NoticeRefused with every fault of the record, NeedsConfirmation when it
    is doubtful or replaces what is on record and nobody `confirmed` that, NotAllowed.
    Due days follow batch by batch in transactions of their own: the first thousand at once, the others, and what a crash
    left undone, by a job.
    """
    top = check_holidays(by)
    read = law.load_notice(notice)
    with transaction.atomic():
        row = _replaced(read)
        if row is not None and notice_of(row) == read:
            return row
        questions = tuple(_questions(read, row))
        if questions and not confirmed:
            raise NeedsConfirmation(questions)
        old = _told(notice_of(row)) if row else None
        row = _store(read, row, by)
        events.record(
            tag="duties:notice:correct" if old else "duties:notice:load",
            by=by.actor(Permission.DUTIES_HOLIDAYS, top),
            subject=Subject("holiday-notice", str(read.year), f"{read.year}年放假通知"),
            old=old,
            new=_told(read),
        )
        jobs.enqueue(kind=RECOMPUTE_JOB, payload={}, key="recompute")
    recompute(by=by, at_most=AT_ONCE)
    return row


def load_shipped(*, by: Acting) -> list[HolidayNotice]:
    """Put on record what ships with the program for years that have no notice yet: after an upgrade."""
    known = set(HolidayNotice.objects.filter(whole_year=True).values_list("year", flat=True))
    missing = [notice for notice in builtin_notices() if notice.year not in known]
    return [load_notice(notice=_record(notice), by=by, confirmed=True) for notice in missing]


def import_record(
    *, record: Mapping[str, Any], by: Acting, confirmed: bool = False, dry_run: bool = False, **given: object
) -> Imported:
    """Take in one record of a list (see `rules.notice_from_record`) and say what became of it; never raises for bad data.

    A record whose days are exactly those on record for its year is a duplicate, also when it does not name its 文号.
    """
    check_holidays(by)
    wanted = notice_from_record(record, **given)
    same = _same_days(wanted)
    if same is not None:
        return Imported(Outcome.DUPLICATE, (f"与已录入的{same}相同。",))
    try:
        with transaction.atomic():
            row = load_notice(notice=wanted, by=by, confirmed=confirmed)
            transaction.set_rollback(dry_run)
    except NoticeRefused as error:
        return Imported(Outcome.REJECTED, error.problems)
    except NeedsConfirmation as error:
        return Imported(Outcome.REJECTED, (*error.questions, "请核对通知原文，确认无误后在“放假安排”页面录入。"))
    return Imported(Outcome.IMPORTED, (f"{row}：放假{len(row.off_days)}天，调休上班{len(row.worked_days)}天。",))


def recompute(*, by: Acting | None = None, batch: int = BATCH, at_most: int | None = None) -> int:
    """Bring every due day up to the calendar now on record and return how many moved. Running it again does nothing.

    `at_most` ends it early, after about so many duties were looked at. Closed duties are looked at only where their due day was provisional: whether they were late may come out otherwise.
    Each batch is one transaction: the changed rows and one event for each of them.
    """
    by = by or the_system("worker")
    book = current_book()
    behind = Duty.objects.filter(IS_ACTIVE | (IS_DONE & Q(provisional=True)), calendar_version__lt=book.version)
    oldest = behind.aggregate(version=Min("calendar_version"))["version"]
    if oldest is None:
        return 0
    touched = _in_years_changed_since(oldest)
    moved = looked_at = 0
    while at_most is None or looked_at < at_most:
        with transaction.atomic():
            rows = (
                behind.filter(touched)
                .select_for_update(of=("self",))
                .select_related("agency")
                .prefetch_related("pauses")
            )
            duties = list(rows.order_by("pk")[:batch])
            if not duties:
                break
            looked_at += len(duties)
            moved += _move_due_days(duties, book, by)
    behind.exclude(touched).update(calendar_version=book.version)
    return moved


def _replaced(read: Notice) -> HolidayNotice | None:
    """The row on record that this notice takes the place of: the same number, or the same whole year."""
    rows = {row.pk: row for row in HolidayNotice.objects.select_for_update().filter(year=read.year)}
    for row in rows.values():
        if row.number == read.number:
            return row
    return next((row for row in rows.values() if row.whole_year and read.covers_whole_year), None)


def _questions(read: Notice, row: HolidayNotice | None) -> Iterator[str]:
    yield from read.doubts
    if row is not None:
        yield f"已有{row}，录入后将被这一份替换，有关时限会重新计算。"


def _store(read: Notice, row: HolidayNotice | None, by: Acting) -> HolidayNotice:
    row = row or HolidayNotice()
    row.year, row.number, row.issued_on = read.year, read.number, read.issued
    row.whole_year, row.source = read.covers_whole_year, read.source
    row.off_days = [[day.isoformat(), name] for day, name in read.off_days]
    row.worked_days = [[day.isoformat(), name] for day, name in read.worked_days]
    row.loaded_at, row.loaded_by = timezone.now(), by.person.name if by.person else "系统"
    row.version = int(HolidayNotice.objects.aggregate(last=Max("version", default=0))["last"]) + 1
    row.save()
    return row


def _told(read: Notice) -> dict[str, object]:
    return {
        "文号": read.number,
        "印发日期": read.issued.isoformat(),
        "放假": [day.isoformat() for day, _ in read.off_days],
        "调休上班": [day.isoformat() for day, _ in read.worked_days],
    }


def _record(notice: Notice) -> dict[str, object]:
    return {
        "year": notice.year,
        "number": notice.number,
        "issued": notice.issued.isoformat(),
        "source": notice.source,
        "off": [{"date": day.isoformat(), "name": name} for day, name in notice.off_days],
        "worked": [{"date": day.isoformat(), "name": name} for day, name in notice.worked_days],
    }


def _same_days(wanted: Mapping[str, object]) -> HolidayNotice | None:
    """The notice on record with the very same days as this record, which may lack number and day of issue."""
    year = str(wanted.get("year") or "")
    for row in HolidayNotice.objects.filter(year=year) if year.isdecimal() else ():
        known = notice_of(row)
        stand_in = {**wanted, "number": row.number, "issued": row.issued_on}
        try:
            read = law.load_notice(stand_in)
        except NoticeRefused:
            return None
        if (set(read.off_days), set(read.worked_days)) == (set(known.off_days), set(known.worked_days)):
            return row
    return None


def _in_years_changed_since(version: int) -> Q:
    """Duties whose span meets a year for which a notice was loaded after this version."""
    spans = Q(pk__in=[])
    for year in HolidayNotice.objects.filter(version__gt=version).order_by().values_list("year", flat=True).distinct():
        # A notice may reach back into the last days of the December before (元旦).
        first, last = dt.date(year - 1, 12, 25), dt.date(year, 12, 31)
        spans |= Q(opened_on__lte=last, due_on__gte=first)
    return spans


def _move_due_days(duties: list[Duty], book: Book, by: Acting) -> int:
    changed: list[tuple[Duty, dict[str, object]]] = []
    for duty in duties:
        old = standing(duty)
        was_late = duty.done_late
        try:
            set_due(duty, book, today=day_looked_at(duty))
        except Refused:
            logger.exception("due day kept", extra={"duty": duty.pk})
            duty.calendar_version = book.version
        if duty.done_on:
            duty.done_late = duty.done_on > duty.due_on
        if standing(duty) != old or duty.done_late != was_late:
            changed.append((duty, old))
    # One UPDATE for all; the slower kind, row by row, only for what did change.
    Duty.objects.filter(pk__in=[duty.pk for duty in duties]).update(calendar_version=book.version)
    Duty.objects.bulk_update([duty for duty, _ in changed], RECOMPUTED)
    for duty, old in changed:
        note("reschedule", duty, by, old=old, new=standing(duty), remark="放假通知变动，到期日重新计算")
    return len(changed)
