"""应急演练: planned with a day, moved or cancelled with a reason, held with what was found."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.engine.duties import actions as duties
from gongkai.oversight.safety.actions.recording import Attached
from gongkai.oversight.safety.models import Drill, Plan
from gongkai.oversight.safety.permissions import MANAGE, Refused, check_drill, check_seen
from gongkai.oversight.safety.rules.plans import DRILL_DUTY

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


def drill_subject(drill: Drill) -> Subject:
    return Subject("safety.drill", str(drill.pk), drill.title[:200])


def _note(verb: str, drill: Drill, by: Acting, remark: str = "", **facts: object) -> None:
    events.record(
        tag=f"safety:drill:{verb}", by=by.actor(MANAGE, drill.agency), subject=drill_subject(drill), remark=remark,
        new={"计划日期": drill.planned_on.isoformat(), **facts},
    )  # fmt: skip


def _start(drill: Drill, by: Acting) -> None:
    duties.open_duty(
        rule=DRILL_DUTY, subject=drill_subject(drill), agency=drill.agency, title=f"演练：{drill.title}"[:300],
        opened_on=drill.planned_on, by=by, url=reverse("safety:drill", args=[drill.pk]),
    )  # fmt: skip


def _locked(drill: Drill, verb: str, by: Acting, seen: int | None) -> Drill:
    check(by, MANAGE, drill.agency)
    found = Drill.objects.select_for_update(of=("self",)).select_related("agency").get(pk=drill.pk)
    check_seen(found.version, seen)
    found.state = check_drill(found, verb)
    found.version += 1
    return found


@transaction.atomic
def plan_drill(
    *, agency: Agency, plan: Plan | None, title: str, scenario: str, planned_on: dt.date, by: Acting
) -> Drill:
    """Set a day for a drill; its clock begins. Raises Refused for a day that is gone; OutOfSight, NotAllowed."""
    check(by, MANAGE, agency)
    if planned_on < timezone.localdate():
        raise Refused("计划日期已经过去，请另选日期。")
    if plan is not None and plan.agency.code not in agency.lineage_codes():
        raise Refused("这份预案不适用于组织机关，请另选。")
    drill = Drill.objects.create(
        agency=agency,
        plan=plan,
        title=title.strip(),
        scenario=scenario.strip(),
        planned_on=planned_on,
        person=by.person,
    )
    _note("plan", drill, by)
    _start(drill, by)
    return drill


@transaction.atomic
def move_drill(*, drill: Drill, planned_on: dt.date, reason: str, by: Acting, seen: int | None = None) -> Drill:
    drill = _locked(drill, "move", by, seen)
    if planned_on < timezone.localdate():
        raise Refused("新的日期已经过去，请另选日期。")
    if not reason.strip():
        raise Refused("请写明改期的原因。")
    old, drill.planned_on, drill.reason = drill.planned_on, planned_on, reason.strip()[:300]
    drill.save()
    _note("move", drill, by, drill.reason, 原日期=old.isoformat())
    duties.cancel(rule=DRILL_DUTY, subject=drill_subject(drill), reason=f"改期：{drill.reason}", by=by)
    _start(drill, by)
    return drill


@transaction.atomic
def hold_drill(
    *, drill: Drill, held_on: dt.date, participants: str, course: str, findings: str, by: Acting,
    file: Attached | None = None, seen: int | None = None,
) -> Drill:  # fmt: skip
    """Put down how it went; what was found becomes measures by a verb of their own."""
    drill = _locked(drill, "hold", by, seen)
    if held_on > timezone.localdate():
        raise Refused("举行日期还没有到，请在演练以后记录。")
    if not participants.strip() or not course.strip() or not findings.strip():
        raise Refused("请写明参加人员、演练过程和发现的问题；没有发现问题的，写“无”。")
    drill.held_on, drill.participants, drill.course = held_on, participants.strip(), course.strip()
    drill.findings = findings.strip()
    if file is not None:
        drill.file, drill.file_name = file.file, file.name[:200]
    drill.save()
    _note("hold", drill, by, 举行日期=held_on.isoformat(), 发现的问题=drill.findings[:300])
    duties.discharge(rule=DRILL_DUTY, subject=drill_subject(drill), by=by, on=held_on)
    return drill


@transaction.atomic
def cancel_drill(*, drill: Drill, reason: str, by: Acting, seen: int | None = None) -> Drill:
    drill = _locked(drill, "cancel", by, seen)
    if not reason.strip():
        raise Refused("请写明取消的原因。")
    drill.reason = reason.strip()[:300]
    drill.save()
    _note("cancel", drill, by, drill.reason)
    duties.cancel(rule=DRILL_DUTY, subject=drill_subject(drill), reason=drill.reason, by=by)
    return drill
