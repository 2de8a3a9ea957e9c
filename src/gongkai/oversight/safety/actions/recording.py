"""What every verb on an incident does: lock it, look at the version, put the step down, write the event, start clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.duties import actions as duties
from gongkai.oversight.safety.models import Incident, Step, StepFile
from gongkai.oversight.safety.permissions import MANAGE, Refused, check_seen, check_work
from gongkai.oversight.safety.rules import LEVEL_NAMES, STATE_NAMES
from gongkai.oversight.safety.rules.incidents import ORDERED, REPORT_DUTY

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.queries import Acting


class Attached(NamedTuple):
    """A stored file and the name it is shown under."""

    file: StoredFile
    name: str


def subject_of(incident: Incident) -> Subject:
    return Subject("safety.incident", str(incident.pk), f"{incident.number} {incident.title}"[:200])


def note(verb: str, incident: Incident, by: Acting, remark: str = "", **facts: object) -> None:
    events.record(
        tag=f"safety:incident:{verb}", by=by.actor(MANAGE, incident.agency), subject=subject_of(incident),
        remark=remark[:300], new={"状态": STATE_NAMES[incident.state], "级别": LEVEL_NAMES[incident.level], **facts},
    )  # fmt: skip


def locked(incident: Incident, by: Acting, seen: int | None) -> Incident:
    """Return the row as it is now, locked. Raises OutOfSight, NotAllowed, Stale."""
    check_work(incident, by)
    found = (
        Incident.objects.select_for_update(of=("self",)).select_related("agency", "site__agency").get(pk=incident.pk)
    )
    check_seen(found.version, seen)
    return found


def save(incident: Incident, *fields: str) -> None:
    incident.version += 1
    incident.save(update_fields=["version", *fields])


def put_down(
    incident: Incident, kind: str, *, at: dt.datetime, text: str, by: Acting, files: Iterable[Attached] = ()
) -> Step:
    """Put a step down. Raises Refused for one to come, and for one that stands before the step it follows."""
    if at > timezone.now() + dt.timedelta(minutes=1):
        raise Refused("填写的时间还没有到，请检查。")
    if kind in ORDERED[1:]:
        earlier = incident.steps.filter(kind__in=ORDERED).order_by("at").last()
        if earlier is not None and at < earlier.at.replace(second=0, microsecond=0):
            when = f"{timezone.localtime(earlier.at):%Y-%m-%d %H:%M}"
            raise Refused(f"这一步的时间早于“{earlier.get_kind_display()}”（{when}），请检查。")
    step = Step.objects.create(
        incident=incident, kind=kind, at=at, text=text.strip(), person=by.person,
        person_name=by.person.name if by.person else "系统",
    )  # fmt: skip
    for one in files:
        StepFile.objects.create(step=step, file=one.file, name=one.name[:200])
    return step


def start_report_clock(incident: Incident, by: Acting) -> None:
    """Open the duty for the day of the hour by which it is to be reported."""
    by_when = timezone.localtime(incident.report_by)
    duties.open_duty(
        rule=REPORT_DUTY, subject=subject_of(incident), agency=incident.agency, opened_on=by_when.date(), by=by,
        title=f"{by_when:%H:%M}前上报：{incident.title}"[:300], reference=incident.number,
        url=reverse("safety:incident", args=[incident.pk]),
    )  # fmt: skip
