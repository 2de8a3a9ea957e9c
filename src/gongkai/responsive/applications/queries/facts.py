"""What an application is to the statistics."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from gongkai.base.events.rules import Subject
from gongkai.engine.duties import queries as duties
from gongkai.law.annual_tables import ROW_OF_REPLY
from gongkai.law.replies import REPLY_KINDS
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.rules.facts import KIND, SUBJECT_TYPE, Fact
from gongkai.responsive.applications.rules.watch import ORDERED_DUTY, REPLY_RULES, SUBJECT

if TYPE_CHECKING:
    import datetime as dt


def fact_of(application: Application) -> Fact:
    """Return the fact of a received matter: as it stands, or as the year counts it in which it was closed first.

    An answer that is set aside while its year runs is counted no more; the one that takes its place is, in the year in
    which it is given, and until then the matter is carried over. Once the year is over its figures stand (table 三
    must carry over what the year before carried out): the case was a result of that year, and what is answered again
    later is no new application. Table 四 says that it was corrected.
    """
    assert application.received_on is not None
    end = _end_that_counts(application)
    return Fact(
        kind=KIND, subject_type=SUBJECT_TYPE, subject_id=str(application.pk), agency_id=application.agency_id,
        column=application.column, row=ROW_OF_REPLY[REPLY_KINDS[end.outcome].row] if end.outcome else "",
        received_on=application.received_on, closed_on=end.closed_on, days=end.days, late=end.late,
        label=application.number, url=reverse("applications:detail", args=[application.pk]),
    )  # fmt: skip


class _End(NamedTuple):
    outcome: str
    closed_on: dt.date | None
    days: int | None
    late: bool


def _end_that_counts(application: Application) -> _End:
    for order in application.orders.all():
        if order.over_the_year:
            return _End(order.outcome, order.closed_on, order.days, order.late)
    days = days_of(application) if application.closed_on else None
    return _End(application.outcome, application.closed_on, days, bool(application.closed_late))


def days_of(application: Application) -> int | None:
    """Return the working days that counted up to the day it was closed, pauses left out.

    None where a judgement set the day: its period is not the one that handling is measured by.
    """
    closed: dt.date | None = application.closed_on
    rows = duties.of_subject(Subject(SUBJECT, str(application.pk)))
    last = rows.filter(rule__in=REPLY_RULES).last()
    if last is not None and last.rule == ORDERED_DUTY:
        return None
    if last is None or closed is None:
        return 0
    book = duties.current_book()
    return duties.reckoning(last, calendar=book.calendar, today=closed).used


def facts() -> Iterator[Fact]:
    """Return every fact there is, for whoever rebuilds its counts."""
    rows = (
        Application.objects.filter(received_on__isnull=False)
        .select_related("agency", "submission")
        .prefetch_related("orders")
        .order_by("pk")
    )
    return (fact_of(one) for one in rows.iterator(chunk_size=500))
