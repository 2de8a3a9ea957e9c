"""Each morning: tell who is in charge which update tasks fall due, and which are late. Nothing is told twice."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.notify.actions import Note
from gongkai.base.organisations.queries import holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.queries import calendar
from gongkai.engine.regulations.models import UpdateTask
from gongkai.engine.regulations.rules import (
    REASON_NAMES,
    REMIND_BEFORE,
    REMIND_SOURCE,
    Outcome,
    Reminder,
    reminder_of,
)
from gongkai.law.numbers import write_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.organisations.models import Agency

BATCH = 200
# Who brings pages up to date, and who is told besides once a task is late.
IN_CHARGE, WHEN_LATE = Permission.REGULATIONS_MANAGE, Permission.DOCUMENTS_SIGN


def remind_tasks(*, today: dt.date | None = None) -> int:
    """Send the reminders that open tasks call for up to today; return how many messages were new to somebody."""
    day = today or timezone.localdate()
    sent, last = 0, 0
    people = _People(day)
    while tasks := _candidates(day, after=last):
        with transaction.atomic():
            sent += notify.tell_all(notes=_notes(tasks, people, day))
        last = tasks[-1].pk
    return sent


def _candidates(today: dt.date, *, after: int) -> list[UpdateTask]:
    horizon = calendar().add_working_days(today, max(REMIND_BEFORE) + 1).due
    rows = UpdateTask.objects.filter(outcome=Outcome.OPEN, due_on__lte=horizon, pk__gt=after)
    return list(rows.select_related("agency", "law").order_by("pk")[:BATCH])


class _People:
    """Who is told, looked up once an agency and permission."""

    def __init__(self, today: dt.date) -> None:
        self.today = today
        self.known: dict[tuple[int, Permission], tuple[int, ...]] = {}

    def of(self, permission: Permission, agency: Agency) -> tuple[int, ...]:
        key = (agency.pk, permission)
        if key not in self.known:
            self.known[key] = tuple(person.pk for person in holders(permission, agency, today=self.today))
        return self.known[key]


def _notes(tasks: Sequence[UpdateTask], people: _People, today: dt.date) -> list[Note]:
    days = calendar()
    notes: list[Note] = []
    for task in tasks:
        due = reminder_of(task.due_on, days, today)
        if due is None:
            continue
        told = people.of(IN_CHARGE, task.agency)
        if due.late or not told:
            told += people.of(WHEN_LATE, task.agency)
        if told:
            notes.append(_note(task, due, told))
    return notes


def _note(task: UpdateTask, due: Reminder, people: tuple[int, ...]) -> Note:
    state = "已逾期" if due.late else "即将到期"
    return Note(
        people,
        title=f"更新任务{state}：{task.title}",
        key=f"update-task:{task.pk}:{due.kind}:{due.on}",
        body=(
            f"{REASON_NAMES[task.reason]}：《{task.law.title}》。应于{write_date(task.due_on)}前处理。"
            f"期限：{task.due_source}。提醒：{REMIND_SOURCE}。"
        ),
        url=f"/desk/regulations/tasks/{task.pk}/",
        kind="duty",
        about=f"regulations.task:{task.pk}",
        mail=True,
    )
