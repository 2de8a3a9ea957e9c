"""Windows, shifts and trainings are kept; hours with nobody there are told the evening before they come (R229)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import check, holders
from gongkai.responsive.applications.models import Point, Shift, Training
from gongkai.responsive.applications.permissions import ACCEPT, Refused
from gongkai.responsive.applications.queries.points import gaps_of
from gongkai.responsive.applications.rules.points import span_defect

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Person
    from gongkai.base.organisations.queries import Acting


def _note(verb: str, kind: str, row: Any, agency: Agency, by: Acting, **facts: object) -> None:
    events.record(
        tag=f"applications:{kind}:{verb}", by=by.actor(ACCEPT, agency),
        subject=Subject(f"application-{kind}", str(row.pk), str(row)), new=facts,
    )  # fmt: skip


@transaction.atomic
def save_point(*, by: Acting, agency: Agency, point: Point | None = None, **facts: Any) -> Point:
    """Keep a window. Raises Refused with what is wrong, NotAllowed, OutOfSight."""
    check(by, ACCEPT, agency)
    row = point or Point(agency=agency)
    for name, value in facts.items():
        setattr(row, name, value)
    for starts, ends in ((row.morning_from, row.morning_until), (row.afternoon_from, row.afternoon_until)):
        if wrong := span_defect(starts, ends):
            raise Refused(wrong)
    if row.afternoon_from < row.morning_until:
        raise Refused("下午开始时间不能早于上午结束时间。")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(f"已有名为“{row.name}”的受理点，请换一个名称。") from error
    _note("save", "point", row, agency, by, 名称=row.name, 在用=row.is_open)
    return row


@transaction.atomic
def save_shift(
    *, by: Acting, point: Point, person: Person, on: dt.date, starts: dt.time, ends: dt.time, shift: Shift | None = None
) -> Shift:
    """Put somebody down for a window. Raises Refused for somebody without the post, or twice at once."""
    check(by, ACCEPT, point.agency)
    if wrong := span_defect(starts, ends):
        raise Refused(wrong)
    if person not in holders(ACCEPT, point.agency):
        raise Refused(f"{person.name}没有接收申请的岗位，请另选人员，或者先安排岗位。")
    row = shift or Shift()
    clash = Shift.objects.filter(person=person, on=on, starts__lt=ends, ends__gt=starts).exclude(pk=row.pk)
    if (other := clash.select_related("point").first()) is not None:
        raise Refused(f"{person.name}这一时段已在“{other.point.name}”值守，请调整时间。")
    row.point, row.person, row.on, row.starts, row.ends = point, person, on, starts, ends
    row.save()
    _note("save", "shift", row, point.agency, by, 人员=person.name, 时间=f"{on} {starts:%H:%M}—{ends:%H:%M}")
    return row


@transaction.atomic
def save_training(
    *, by: Acting, agency: Agency, person: Person, on: dt.date, topic: str, hours: Any, result: str = "",
    training: Training | None = None,
) -> Training:  # fmt: skip
    """Put a training on record. Raises Refused, NotAllowed, OutOfSight."""
    check(by, ACCEPT, agency)
    if hours <= 0:
        raise Refused("学时应大于0。")
    row = training or Training()
    row.agency, row.person, row.on, row.topic, row.hours, row.result = agency, person, on, topic, hours, result
    row.save()
    _note("save", "training", row, agency, by, 人员=person.name, 内容=topic, 学时=str(hours))
    return row


def tell_of_gaps(today: dt.date) -> int:
    """Every night: tell who receives applications of the hours to come on which a window is open and nobody is there."""
    told = 0
    for point in Point.objects.filter(is_open=True).select_related("agency"):
        found = gaps_of(point, today)
        if not found:
            continue
        first = found[0]
        told += notify.tell(
            people=holders(ACCEPT, point.agency), url=reverse("applications:gaps"),
            title=f"{point.name}：{first.on}起有{len(found)}个时段无人值守", body="请安排值守人员。",
            key=f"applications.gaps:{point.pk}:{first.on}:{len(found)}",
        )  # fmt: skip
    return told
