"""What is due, most urgent first, for whoever may read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import Acting, subtree
from gongkai.engine.duties.models import IS_ACTIVE, Duty
from gongkai.engine.duties.permissions import OutOfSight, readable
from gongkai.engine.duties.queries.calendars import Book, current_book
from gongkai.engine.duties.queries.clocks import clock
from gongkai.engine.duties.rules import SOON, Status, rule_of
from gongkai.law.calendar import Calendar

if TYPE_CHECKING:
    from gongkai.base.events.rules import Subject
    from gongkai.base.organisations.models import Agency, Division, Person

BUCKETS: dict[str, str] = {
    "overdue": "逾期",
    "today": "今日到期",
    "soon": "三个工作日内",
    "later": "以后",
    "paused": "暂停计时",
}


@dataclass(frozen=True)
class Section:
    """One heading of the desk and the duties under it that are on this page."""

    key: str
    title: str
    duties: tuple[Duty, ...]


def soon_until(calendar: Calendar, today: dt.date) -> dt.date:
    """The last day that still counts as soon."""
    return calendar.add_working_days(today, SOON).due


def bucket_of(duty: Duty, today: dt.date, until: dt.date) -> str:
    if duty.status == Status.PAUSED:
        return "paused"
    if duty.due_on < today:
        return "overdue"
    if duty.due_on == today:
        return "today"
    return "soon" if duty.due_on <= until else "later"


def open_duties(
    by: Acting,
    *,
    agency: Agency | None = None,
    division: Division | None = None,
    person: Person | None = None,
    rule: str = "",
    bucket: str = "",
    text: str = "",
    today: dt.date | None = None,
) -> QuerySet[Duty]:
    """Return running and paused duties that `by` may read: overdue, today, soon, later, paused.

    `agency` takes its whole subtree, `text` looks in title and reference. Rows come with all that a clock needs: three
    queries for any number of them. Asking for the bucket "soon" or "later" needs one more, for the calendar.
    """
    rows = Duty.objects.filter(readable(by), IS_ACTIVE)
    if agency is not None:
        rows = rows.filter(agency__in=subtree(agency))
    for name, value in (("division", division), ("person", person), ("rule", rule or None)):
        if value is not None:
            rows = rows.filter(**{name: value})
    if text.strip():
        rows = rows.filter(Q(title__icontains=text.strip()) | Q(reference__icontains=text.strip()))
    if bucket:
        rows = rows.filter(_in_bucket(bucket, today or timezone.localdate()))
    # "open" sorts before "paused", which is what the desk wants.
    return _with_all(rows.order_by("status", "due_on", "pk"))


def done_duties(by: Acting) -> QuerySet[Duty]:
    """What is closed, the latest first."""
    rows = Duty.objects.filter(readable(by)).exclude(IS_ACTIVE)
    return _with_all(rows.order_by("-due_on", "-pk"))


def of_subject(subject: Subject) -> QuerySet[Duty]:
    """Every duty on one thing, oldest first. For pages that have checked who may see the thing."""
    rows = Duty.objects.filter(subject_type=subject.type, subject_id=subject.id)
    return _with_all(rows.order_by("opened_on", "pk"))


def overdue_subjects(*, rules: Sequence[str], today: dt.date) -> list[str]:
    """Return the ids of the things on which a clock of these rules still runs though its last day has passed."""
    rows = Duty.objects.filter(IS_ACTIVE, rule__in=rules, due_on__lt=today)
    return list(rows.order_by("due_on", "pk").values_list("subject_id", flat=True))


def duty(pk: int, by: Acting) -> Duty:
    """Return one duty. Raises OutOfSight unless it stands in this person's lists."""
    found = _with_all(Duty.objects.filter(readable(by))).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def sections(duties: Iterable[Duty], today: dt.date | None = None, *, book: Book | None = None) -> list[Section]:
    """Put ordered duties under the headings of the desk; empty headings are left out."""
    today = today or timezone.localdate()
    until = soon_until((book or current_book()).calendar, today)
    grouped = groupby(duties, key=lambda row: bucket_of(row, today, until))
    return [Section(key, BUCKETS[key], tuple(rows)) for key, rows in grouped]


def opens(duty: Duty, by: Acting) -> bool:
    """Return whether this person may open the page of the thing that the clock runs on."""
    rule = rule_of(duty.rule)
    return bool(duty.url) and (rule.opens is None or by.may(rule.opens, duty.agency))


def tasks(
    duties: Sequence[Duty], today: dt.date | None = None, *, book: Book | None = None, by: Acting | None = None
) -> list[dict[str, Any]]:
    """Return duties as rows of `ui/task.html`, each clock with its account. One query for the calendar.

    With `by`, what this person may not open leads to the page of the clock instead.
    """
    today = today or timezone.localdate()
    book = book or current_book()
    return [
        {
            "id": f"duty-{row.pk}",
            "clock": clock(row, today, book=book),
            "title": row.title,
            "url": row.url if row.url and (by is None or opens(row, by)) else f"/desk/duties/{row.pk}/",
            "number": row.reference,
            "note": rule_of(row.rule).name,
            "who": row.person.name if row.person else (row.division.name if row.division else row.agency.label),
            "action": {"label": "查看时限", "url": f"/desk/duties/{row.pk}/"},
        }
        for row in duties
    ]


def _in_bucket(bucket: str, today: dt.date) -> Q:
    if bucket == "paused":
        return Q(status=Status.PAUSED.value)
    running = Q(status=Status.OPEN.value)
    if bucket == "overdue":
        return running & Q(due_on__lt=today)
    if bucket == "today":
        return running & Q(due_on=today)
    until = soon_until(current_book().calendar, today)
    if bucket == "soon":
        return running & Q(due_on__gt=today, due_on__lte=until)
    if bucket == "later":
        return running & Q(due_on__gt=until)
    raise ValueError(f"没有这一类时限：{bucket}")


def _with_all(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    # The agency by a query of its own: joined, it tempts the planner into sorting all duties instead of walking the index.
    return rows.select_related("division", "person").prefetch_related("agency", "pauses")
