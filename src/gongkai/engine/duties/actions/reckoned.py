"""What every verb on a duty does: lock it, let the law work out its due day, write the event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.models import Duty
from gongkai.engine.duties.permissions import Refused
from gongkai.engine.duties.queries import Book, reckoning
from gongkai.engine.duties.rules import DUTY_RULES, Status
from gongkai.law.clocks import ClockRefused
from gongkai.law.periods import PeriodRefused

if TYPE_CHECKING:
    from gongkai.base.events.models import Event
    from gongkai.base.organisations.queries import Acting

DUE_FIELDS = ["due_on", "provisional", "calendar_version"]


def locked(duty: Duty) -> Duty:
    """The row as it is now, locked to the end of the transaction."""
    return Duty.objects.select_for_update(of=("self",)).select_related("agency").get(pk=duty.pk)


def set_due(duty: Duty, book: Book, *, today: dt.date | None = None, strict: bool = False) -> None:
    """Put the due day on the row without saving it. `today` is the day a paused clock is looked at.

    Raises Refused with the law's own sentence; `strict` see `queries.reckoning`.
    """
    try:
        found = reckoning(duty, calendar=book.calendar, today=today, strict=strict)
    except (ClockRefused, PeriodRefused) as error:
        raise Refused(str(error)) from error
    duty.due_on, duty.provisional, duty.calendar_version = found.due, found.provisional, book.version


def day_looked_at(duty: Duty) -> dt.date | None:
    """The day that an open pause is counted to: the day it began, or the day the duty was closed."""
    if duty.status == Status.PAUSED:
        return next((row.sent_on for row in duty.pauses.all() if row.arrived_on is None), None)
    return duty.done_on


def standing(duty: Duty) -> dict[str, object]:
    """What an event says about a duty before and after."""
    return {"到期日": duty.due_on.isoformat(), "暂定": duty.provisional}


def note(
    verb: str,
    duty: Duty,
    by: Acting,
    *,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
    remark: str = "",
    label: str | None = None,
) -> Event:
    """Record the event under the thing the duty is about, so that the thing's own history shows it."""
    return events.record(
        tag=f"duties:duty:{verb}",
        by=by.actor(Permission.DUTIES_READ, duty.agency),
        subject=Subject(duty.subject_type, duty.subject_id, duty.title if label is None else label),
        old=old,
        new={"时限编号": duty.pk, "时限": DUTY_RULES[duty.rule].name, **(new or {})},
        remark=remark,
    )
