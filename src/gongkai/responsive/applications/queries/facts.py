"""What an application is to the statistics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from gongkai.base.events.rules import Subject
from gongkai.engine.duties import queries as duties
from gongkai.law.annual_tables import ROW_OF_REPLY
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.rules.facts import KIND, SUBJECT_TYPE, Fact
from gongkai.responsive.applications.rules.watch import REPLY_RULES, SUBJECT

if TYPE_CHECKING:
    import datetime as dt


def fact_of(application: Application) -> Fact:
    """Return the fact of a received matter."""
    assert application.received_on is not None
    row = ROW_OF_REPLY[REPLY_KINDS[application.outcome].row] if application.outcome else ""
    return Fact(
        kind=KIND, subject_type=SUBJECT_TYPE, subject_id=str(application.pk), agency_id=application.agency_id,
        column=application.column, row=row, received_on=application.received_on, closed_on=application.closed_on,
        days=_days(application) if application.closed_on else None, late=bool(application.closed_late),
        label=application.number, url=reverse("applications:detail", args=[application.pk]),
    )  # fmt: skip


def _days(application: Application) -> int:
    """Return the working days that counted up to the day it was closed, pauses left out."""
    closed: dt.date | None = application.closed_on
    rows = duties.of_subject(Subject(SUBJECT, str(application.pk)))
    last = rows.filter(rule__in=REPLY_RULES).last()
    if last is None or closed is None:
        return 0
    book = duties.current_book()
    return duties.reckoning(last, calendar=book.calendar, today=closed).used


def facts() -> Iterator[Fact]:
    """Return every fact there is, for whoever rebuilds its counts."""
    rows = Application.objects.filter(received_on__isnull=False).select_related("agency", "submission").order_by("pk")
    return (fact_of(one) for one in rows.iterator(chunk_size=500))
