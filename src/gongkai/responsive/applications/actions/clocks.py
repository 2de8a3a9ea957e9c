"""Starting, stopping and ending the clocks of a case; the days come from the law."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Max

from gongkai.base.events.rules import Subject
from gongkai.engine.duties import actions as duties
from gongkai.engine.duties.queries import of_subject
from gongkai.responsive.applications.actions.shared import desk_url, follow_clock, reply_duty, subject_of
from gongkai.responsive.applications.rules.watch import (
    CONFIRM_DUTY,
    NOTICE_DUTY,
    ORDERED_DUTY,
    PAYMENT_DUTY,
    REPLY_DUTY,
    REPLY_RULES,
    SET_DAYS,
    SUPPLEMENT_DUTY,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Division
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.duties.models import Duty
    from gongkai.responsive.applications.models import Application


# What of a case a verb that closes it writes.
CLOSING = ("outcome", "closed_on", "closed_late", "due_on", "at_once", "decided_on", "received_on", "number")


def start(
    application: Application,
    rule: str,
    on: dt.date,
    by: Acting,
    *,
    subject: Subject | None = None,
    name: str = "",
    division: Division | None = None,
    url: str = "",
) -> Duty:
    """Start a clock of this case, or of a part of it (`subject`). The title holds the number, not what is asked for.

    With a `division` it is that one's to keep, on the page `url`.
    """
    return duties.open_duty(
        rule=rule, subject=subject or subject_of(application), agency=application.agency, opened_on=on, by=by,
        title=name or f"依申请公开 {application}", reference=application.number,
        url=url or desk_url(application), division=division or application.division,
        person=application.handler,
    )  # fmt: skip


def start_reply(application: Application, on: dt.date, by: Acting, *, rule: str = REPLY_DUTY) -> None:
    """Begin to count the days of the answer from `on`, which itself does not count."""
    application.clock_from = on
    running = reply_duty(application)
    if running is None or running.rule != ORDERED_DUTY:  # the day that a judgement set stays the day
        running = start(application, rule, on, by)
    application.due_on = running.due_on
    application.save(update_fields=["clock_from", "due_on"])


def run_on(application: Application, reason: str, by: Acting) -> bool:
    """Let the reply clock that was stopped last run on, with its pauses and its extension; False where none was stopped."""
    stopped = of_subject(subject_of(application)).filter(rule__in=REPLY_RULES, status="cancelled").last()
    if stopped is None:
        return False
    duty = duties.reopen(duty=stopped, reason=reason, by=by)
    if duty.status == "paused" and not application.inquiries.filter(ended_on__isnull=True).exists():
        go_on(application, application.inquiries.aggregate(last=Max("ended_on"))["last"], by)
    follow_clock(application)
    return True


def end(application: Application, rule: str, by: Acting, *, on: dt.date) -> Duty | None:
    return duties.discharge(rule=rule, subject=subject_of(application), by=by, on=on)


def running(application: Application, rule: str) -> Duty | None:
    """Return the clock of a rule that runs or stands still for this case."""
    return of_subject(subject_of(application)).filter(rule=rule, status__in=["open", "paused"]).last()


def stop_all(application: Application, reason: str, by: Acting, *rules: str) -> None:
    for rule in rules:
        duties.cancel(rule=rule, subject=subject_of(application), reason=reason, by=by)


def end_reply(application: Application, by: Acting, *, on: dt.date) -> bool:
    """End the running reply clock because the answer left; return whether it was late. A pause ends with it."""
    late = False
    for rule in REPLY_RULES:
        duty = duties.discharge(rule=rule, subject=subject_of(application), by=by, on=on)
        late = late or bool(duty is not None and duty.done_late)
    return late


def hold(application: Application, sent_on: dt.date, reason: str, by: Acting) -> bool:
    """Let the reply clock stand still from the day after `sent_on`; return False where it stands or is used up."""
    duty = reply_duty(application)
    if duty is None or duty.status == "paused" or sent_on > duty.due_on or duty.rule in SET_DAYS:
        return False  # neither the day that the agency told (条例第三十五条) nor that of a judgement stands still
    duties.pause(duty=duty, sent_on=sent_on, reason=reason, by=by)
    follow_clock(application)
    return True


def go_on(application: Application, arrived_on: dt.date, by: Acting) -> None:
    """Let the reply clock go on from the day after the last opinion came in or its period passed."""
    duty = reply_duty(application)
    if duty is not None and duty.status == "paused":
        duties.resume(duty=duty, arrived_on=arrived_on, by=by)
    follow_clock(application)


def stop_clocks(application: Application, why: str, by: Acting) -> None:
    """Stop what still runs: the law asks for nothing more."""
    stop_all(application, why, by, *REPLY_RULES, CONFIRM_DUTY, NOTICE_DUTY, SUPPLEMENT_DUTY, PAYMENT_DUTY)
