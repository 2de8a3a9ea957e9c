"""A duty begins with one event and ends with another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.actions.reckoned import DUE_FIELDS, day_looked_at, locked, note, set_due, standing
from gongkai.engine.duties.models import IS_ACTIVE, Duty
from gongkai.engine.duties.permissions import Refused, check_move, check_read
from gongkai.engine.duties.queries import adopted_clock, current_book
from gongkai.engine.duties.rules import Status, rule_of
from gongkai.law.clocks import CLOCKS

if TYPE_CHECKING:
    from gongkai.base.events.rules import Subject
    from gongkai.base.organisations.models import Agency, Division, Person
    from gongkai.base.organisations.queries import Acting

FORGOTTEN = "（涉密文件存根）"


@transaction.atomic
def open_duty(
    *,
    rule: str,
    subject: Subject,
    agency: Agency,
    title: str,
    opened_on: dt.date,
    by: Acting,
    division: Division | None = None,
    person: Person | None = None,
    reference: str = "",
    url: str = "",
    event_seq: int | None = None,
) -> Duty:
    """Start a clock. `opened_on` is the day of the triggering event and does not count itself.

    `event_seq` is the event that triggered it; without one the opening stands for it. Raises Refused when such a clock
    runs on this subject already, or the rule was not in force on the day; UnknownRule.
    """
    kind = rule_of(rule)
    duty = Duty(
        rule=kind.key, clock=kind.clock, subject_type=subject.type, subject_id=subject.id, title=_fit(title, 300),
        reference=_fit(reference, 100), url=url, agency=agency, division=division, person=person, opened_on=opened_on,
        opened_seq=event_seq, due_on=opened_on, adopted_by=_adopted_by(kind.clock),
    )  # fmt: skip
    try:
        with transaction.atomic():
            duty.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(f"“{kind.name}”的时限已经在计算，不能重复开始，请先办结或者终止原来的时限。") from error
    set_due(duty, current_book())
    event = note("open", duty, by, new={"起算日期": opened_on.isoformat(), **standing(duty)})
    duty.opened_seq = event_seq or event.seq
    duty.save(update_fields=["opened_seq", *DUE_FIELDS])
    return duty


def _adopted_by(clock: str) -> str:
    found = None if CLOCKS[clock].drives else adopted_clock(clock)
    return found.adopted if found is not None else ""


@transaction.atomic
def discharge(
    *, rule: str, subject: Subject, by: Acting, event_seq: int | None = None, on: dt.date | None = None
) -> Duty | None:
    """Close the clock of this rule on this subject because what it asked for happened; None when none runs.

    Late is what happened after the due day; while the clock was paused nothing is late.
    """
    duty = _running(rule, subject)
    if duty is None:
        return None
    duty.status = check_move(duty, "discharge").value
    duty.done_on = on or timezone.localdate()
    set_due(duty, current_book(), today=duty.done_on)
    duty.done_late = duty.done_on > duty.due_on
    event = note("discharge", duty, by, new={"办结日期": duty.done_on.isoformat(), "逾期": duty.done_late})
    duty.discharged_seq = event_seq or event.seq
    duty.save(update_fields=["status", "done_on", "done_late", "discharged_seq", *DUE_FIELDS])
    return duty


@transaction.atomic
def cancel(*, rule: str, subject: Subject, reason: str, by: Acting) -> Duty | None:
    """Stop a clock because there is nothing left to do; None when none runs."""
    duty = _running(rule, subject)
    if duty is None:
        return None
    if not reason.strip():
        raise Refused("请写明终止时限的原因。")
    duty.status = check_move(duty, "cancel").value
    duty.closing_note = _fit(reason.strip(), 300)
    duty.save(update_fields=["status", "closing_note"])
    note("cancel", duty, by, remark=reason.strip())
    return duty


@transaction.atomic
def reopen(*, duty: Duty, reason: str, by: Acting) -> Duty:
    """Let a clock that was stopped run on as if it had never stopped: with its pauses, its extension and its day.

    Raises Refused where it was not stopped, or another clock of this rule runs on the subject by now.
    """
    duty = locked(duty)
    after = check_move(duty, "reopen")
    waiting = duty.pauses.filter(arrived_on__isnull=True).exists()
    duty.status, duty.closing_note = (Status.PAUSED if waiting else after).value, ""
    try:
        with transaction.atomic():
            duty.save(update_fields=["status", "closing_note"])
    except IntegrityError as error:
        raise Refused("这项时限已经重新计算，不能恢复原来的时限。") from error
    set_due(duty, current_book(), today=day_looked_at(duty))
    duty.save(update_fields=[*DUE_FIELDS])
    note("reopen", duty, by, new=standing(duty), remark=reason.strip())
    return duty


@transaction.atomic
def assign(*, duty: Duty, person: Person | None, by: Acting) -> Duty:
    """Say who holds the duty now. Raises Refused for somebody who could not even read it, OutOfSight, NotAllowed."""
    duty = locked(duty)
    check_read(duty, by)
    if not duty.is_active:
        raise Refused("这项时限已经办结或者终止，不能再指定经办人。")
    if person is not None and person not in holders(Permission.DUTIES_READ, duty.agency):
        raise Refused(f"{person.name}目前在{duty.agency.label}没有可以办理时限的岗位，请另选经办人。")
    old = duty.person
    duty.person = person
    duty.save(update_fields=["person"])
    note(
        "assign", duty, by,
        old={"经办人": old.name if old else None}, new={"经办人": person.name if person else None},
    )  # fmt: skip
    return duty


@transaction.atomic
def forget(*, subject: Subject, by: Acting) -> int:
    """Take the name of a thing that must not be known here (涉密) out of its duties and of what was said about them.

    Running clocks are stopped. Returns how many duties there were. What the record holds of it already stays there.
    """
    duties = list(_of(subject))
    for duty in duties:
        running = duty.is_active
        duty.title, duty.reference = FORGOTTEN, ""
        if running:
            duty.status, duty.closing_note = check_move(duty, "cancel").value, "已登记为涉密文件"
        duty.save(update_fields=["title", "reference", "status", "closing_note"])
        note("forget", duty, by, label="")
    notify.forget(about=f"{subject.type}:{subject.id}")
    return len(duties)


def _of(subject: Subject) -> QuerySet[Duty]:
    rows = Duty.objects.filter(subject_type=subject.type, subject_id=subject.id)
    return rows.select_for_update(of=("self",)).select_related("agency")


def _running(rule: str, subject: Subject) -> Duty | None:
    return _of(subject).filter(IS_ACTIVE, rule=rule).first()


def _fit(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
