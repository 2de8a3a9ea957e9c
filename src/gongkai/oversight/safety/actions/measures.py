"""整改措施: what is to change after an incident or a drill, each with a day and a clock of its own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.duties import actions as duties
from gongkai.oversight.safety.models import Drill, Incident, Measure
from gongkai.oversight.safety.permissions import MANAGE, Refused, check_measure
from gongkai.oversight.safety.rules.incidents import MEASURE_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


def _subject(measure: Measure) -> Subject:
    return Subject("safety.measure", str(measure.pk), measure.what[:200])


def _agency(measure: Measure) -> Agency:
    owner = measure.incident or measure.drill
    assert owner is not None
    return owner.agency


def _note(verb: str, measure: Measure, by: Acting, remark: str = "") -> None:
    owner = measure.incident or measure.drill
    events.record(
        tag=f"safety:measure:{verb}", by=by.actor(MANAGE, _agency(measure)), subject=_subject(measure), remark=remark,
        new={"来自": str(owner), "责任人": measure.owner, "期限": measure.due_on.isoformat()},
    )  # fmt: skip


@transaction.atomic
def add_measure(*, of: Incident | Drill, what: str, owner: str, due_on: dt.date, by: Acting) -> Measure:
    """Say what is to change, who sees to it and until when. Raises Refused, OutOfSight, NotAllowed."""
    incident, drill = (of, None) if isinstance(of, Incident) else (None, of)
    measure = Measure(incident=incident, drill=drill, what=what.strip(), owner=owner.strip(), due_on=due_on)
    check_measure(measure, by)
    if not measure.what or not measure.owner:
        raise Refused("请写明措施和责任人。")
    if due_on < timezone.localdate():
        raise Refused("完成期限已经过去，请另选日期。")
    measure.save()
    _note("add", measure, by)
    page = reverse("safety:incident" if incident else "safety:drill", args=[of.pk])
    duties.open_duty(
        rule=MEASURE_DUTY, subject=_subject(measure), agency=of.agency, title=f"整改：{measure.what}"[:300],
        opened_on=due_on, by=by, url=f"{page}#measures",
    )  # fmt: skip
    return measure


@transaction.atomic
def finish_measure(*, measure: Measure, note: str, by: Acting) -> Measure:
    measure = _open(measure, by)
    if not note.strip():
        raise Refused("请写明完成情况。")
    measure.done_at, measure.done_note = timezone.now(), note.strip()[:300]
    measure.save(update_fields=["done_at", "done_note"])
    _note("done", measure, by, measure.done_note)
    duties.discharge(rule=MEASURE_DUTY, subject=_subject(measure), by=by)
    return measure


@transaction.atomic
def drop_measure(*, measure: Measure, note: str, by: Acting) -> Measure:
    measure = _open(measure, by)
    if not note.strip():
        raise Refused("请写明为什么取消这项措施。")
    measure.dropped_at, measure.done_note = timezone.now(), note.strip()[:300]
    measure.save(update_fields=["dropped_at", "done_note"])
    _note("drop", measure, by, measure.done_note)
    duties.cancel(rule=MEASURE_DUTY, subject=_subject(measure), reason=measure.done_note, by=by)
    return measure


def _open(measure: Measure, by: Acting) -> Measure:
    check_measure(measure, by)
    found = (
        Measure.objects.select_for_update(of=("self",))
        .select_related("incident__agency", "drill__agency")
        .get(pk=measure.pk)
    )
    if not found.is_open:
        raise Refused("这项措施已经办结，请刷新页面查看。")
    return found
