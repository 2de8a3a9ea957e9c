"""Each night: tell people what falls due, and what is late. What was missed is made up for; nothing is told twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.notify.actions import Note
from gongkai.base.organisations.queries import holders, substitutes, the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.models import Duty, Reminder
from gongkai.engine.duties.queries import Book, clock, current_book, due_text
from gongkai.engine.duties.rules import DUTY_RULES, Due, Status, reminders_until

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Division

BATCH = 200


@dataclass(frozen=True)
class Sent:
    """What a night came to: duties told about, messages new to somebody, missed reminders that a newer one replaced."""

    duties: int = 0
    messages: int = 0
    replaced: int = 0

    def __add__(self, other: Sent) -> Sent:
        return Sent(self.duties + other.duties, self.messages + other.messages, self.replaced + other.replaced)


class _Tellers:
    """Who is told, looked up once an agency and permission."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.known: dict[tuple[int, Permission, int | None], tuple[int, ...]] = {}
        self.stand_ins: dict[int, tuple[int, ...]] = {}

    def of(self, permission: Permission, agency: Agency, division: Division | None = None) -> tuple[int, ...]:
        key = (agency.pk, permission, division.pk if division is not None else None)
        if key not in self.known:
            found = holders(permission, agency, today=self.today, division=division)
            self.known[key] = tuple(person.pk for person in found)
        return self.known[key]

    def in_place_of(self, person: int) -> tuple[int, ...]:
        """Return the person and whoever stands in for them that day."""
        if person not in self.stand_ins:
            found = substitutes([person], today=self.today).get(person, ())
            self.stand_ins[person] = (person, *(one.pk for one in found))
        return self.stand_ins[person]


def remind(*, today: dt.date | None = None, batch: int = BATCH) -> Sent:
    """Send what should have been sent up to today and was not. Running it again sends nothing.

    Each batch of duties is one transaction: the reminders, the messages, the jobs of their mails.
    """
    today = today or timezone.localdate()
    book = current_book()
    tellers = _Tellers(today)
    sent, last = Sent(), 0
    while duties := _candidates(book, today, after=last, limit=batch):
        with transaction.atomic():
            sent += _remind_batch(duties, book, today, tellers)
        last = duties[-1].pk
    if sent.duties:
        events.record(
            tag="duties:reminder:send",
            by=the_system("worker").actor(),
            subject=Subject("duty-reminders", today.isoformat(), f"{today}的时限提醒"),
            new={"事项": sent.duties, "消息": sent.messages, "并入较新提醒": sent.replaced},
        )
    return sent


def _candidates(book: Book, today: dt.date, *, after: int, limit: int) -> list[Duty]:
    """Running duties near enough to their due day for any reminder of any rule, in the order of their keys."""
    farthest = max((max(rule.remind_before, default=0) for rule in DUTY_RULES.values()), default=0)
    horizon = book.calendar.add_working_days(today, farthest + 1).due
    rows = Duty.objects.filter(status=Status.OPEN.value, due_on__lte=horizon, pk__gt=after).order_by("pk")
    return list(rows.select_related("agency", "division", "person").prefetch_related("pauses", "reminders")[:limit])


def _remind_batch(duties: Sequence[Duty], book: Book, today: dt.date, tellers: _Tellers) -> Sent:
    rows: list[Reminder] = []
    notes: list[Note] = []
    for duty in duties:
        known = {(row.kind, row.on) for row in duty.reminders.all()}
        due = [
            entry for entry in reminders_until(duty.duty_rule, duty.due_on, book.calendar, today) if entry not in known
        ]
        people = _people(duty, due[-1], tellers) if due else ()
        if not people:
            continue  # nothing to say, or nobody to hear it yet: tomorrow night looks again
        rows += [Reminder(duty=duty, kind=entry.kind, on=entry.on, told=entry is due[-1]) for entry in due]
        notes.append(_note(duty, due[-1], people, book, today))
    # A second worker on the same night inserts nothing twice, and its messages bear the same keys.
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return Sent(len(notes), notify.tell_all(notes=notes), len(rows) - len(notes))


def _people(duty: Duty, entry: Due, tellers: _Tellers) -> tuple[int, ...]:
    rule = duty.duty_rule
    holder = duty.person_id if duty.person is not None and duty.person.is_active else None
    people = tellers.in_place_of(holder) if holder else tellers.of(rule.remind, duty.agency)
    if rule.in_division is not None and duty.division is not None:
        asked = tellers.of(rule.in_division, duty.agency, duty.division)
        people = (*asked, *people) if entry.is_late or not asked else asked
    if rule.escalate and (entry.is_late or not people):
        people += tellers.of(rule.escalate, duty.agency)
    return people


def _note(duty: Duty, entry: Due, people: tuple[int, ...], book: Book, today: dt.date) -> Note:
    rule = duty.duty_rule
    face = clock(duty, today, book=book)
    return Note(
        people,
        title=f"{face.label}{face.strong}：{duty.title}",
        key=f"duty:{duty.pk}:{entry.kind}:{entry.on}",
        body=f"{rule.name}，{due_text(duty)}。依据：{rule.basis}。",
        url=duty.url or f"/desk/duties/{duty.pk}/",
        kind="duty",
        about=duty.subject_key,
        mail=rule.mail,
    )
