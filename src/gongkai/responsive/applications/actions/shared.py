"""What every verb does: lock the case, check who and when, put the step down, write the event, follow the clock."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.duties import queries as duties
from gongkai.engine.screening.rules import screen
from gongkai.responsive.applications.models import Application, Step
from gongkai.responsive.applications.permissions import Refused, check_seen, check_verb, permission_of
from gongkai.responsive.applications.queries.waiting import turn_of
from gongkai.responsive.applications.rules import STATUS_NAMES, VERBS, Status
from gongkai.responsive.applications.rules.keeping import NUMBERS_OF_PERSONS
from gongkai.responsive.applications.rules.watch import ORDERED_DUTY, REPLY_RULES, SUBJECT

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.duties.models import Duty

LABEL = 120


def subject_of(application: Application) -> Subject:
    """The label holds the number only: what is asked for may name people, and the record is for ever."""
    return Subject(SUBJECT, str(application.pk), application.number or application.submission.receipt)


def desk_url(application: Application) -> str:
    return reverse("applications:detail", args=[application.pk])


def locked(application: Application, verb: str, by: Acting, seen: int | None = None) -> Application:
    """Return the row as it is now, locked. Raises OutOfSight, NotAllowed, Refused, Stale."""
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("agency", "submission", "division", "handler")
        .get(pk=application.pk)
    )
    check_verb(found, verb, by)
    check_seen(found, seen)
    return found


def impersonal(text: str, what: str) -> str:
    """Return the text. Raises Refused for numbers that name a person: many read it, and it is kept unsealed."""
    found = screen(text, only=NUMBERS_OF_PERSONS)
    if found:
        titles = "、".join(dict.fromkeys(one.title or one.message for one in found))
        raise Refused(f"{what}里有{titles}。这里不写个人信息，请删去后再提交。")
    return text


def past(day: dt.date, name: str, *, after: dt.date | None = None, after_name: str = "收到申请") -> dt.date:
    """Return the day. Raises Refused for one to come, or before the one it follows."""
    if day > timezone.localdate():
        raise Refused(f"{name}不能晚于今天，请核对。")
    if after is not None and day < after:
        raise Refused(f"{name}不能早于{after_name}的日期（{after}），请核对。")
    return day


def done(
    application: Application,
    verb: str,
    by: Acting,
    *,
    on: dt.date | None = None,
    text: str = "",
    public: str = "",
    changed: tuple[str, ...] = (),
    facts: dict[str, object] | None = None,
    back_to: Status | None = None,
) -> Step:
    """Move the case on by this verb, save `changed` fields, put the step down and write the event.

    `back_to` is where a drafted end came from, when it is not to be.
    """
    known = VERBS[verb]
    after = back_to or known.after
    if after is not None:
        application.status = after.value
    application.version += 1
    application.back = turn_of(application)
    application.save(update_fields=sorted({"status", "version", "back", *changed}))
    step = Step.objects.create(
        application=application, verb=verb, stage=known.stage.value, on=on or timezone.localdate(), person=by.person,
        person_name=by.person.name if by.person else "系统", text=text.strip()[:500], public=public.strip()[:500],
    )  # fmt: skip
    events.record(
        tag=f"applications:application:{verb}",
        by=by.actor(permission_of(verb), application.agency),
        subject=subject_of(application),
        new={"状态": STATUS_NAMES[application.status], **(facts or {})},
        sealed={"说明": text.strip()} if text.strip() else None,
    )
    return step


def reply_duty(application: Application) -> Duty | None:
    """The clock that says when the applicant must have an answer, if one runs."""
    running = duties.of_subject(subject_of(application)).filter(rule__in=REPLY_RULES, status__in=["open", "paused"])
    return running.select_related("agency").prefetch_related("pauses").first()


def is_ordered(application: Application) -> bool:
    """Whether a review or judgement set the day of the answer."""
    running = reply_duty(application)
    return running is not None and running.rule == ORDERED_DUTY


def check_not_ordered(application: Application, what: str) -> None:
    """Raises Refused for what would give more time than the judgement does."""
    if is_ordered(application):
        raise Refused(f"这件申请由裁判确定了答复期限（{application.due_on}前），不能再{what}，请在期限内答复。")


def follow_clock(application: Application) -> None:
    """Keep beside the case what its clock says, for lists; the clock itself stays with the duty."""
    duty = reply_duty(application)
    application.due_on = duty.due_on if duty is not None else None
    Application.objects.filter(pk=application.pk).update(due_on=application.due_on)


def required(text: str, sentence: str) -> str:
    if not text.strip():
        raise Refused(sentence)
    return text.strip()
