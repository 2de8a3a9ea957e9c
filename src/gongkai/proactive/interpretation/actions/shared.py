"""What the verbs of interpretation share: the event, and the change of state that only one of two people makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.interpretation.models import Interpretation
from gongkai.proactive.interpretation.queries import edition_of
from gongkai.proactive.interpretation.rules import KIND, STATUS_NAMES, Status

if TYPE_CHECKING:
    from gongkai.base.events.models import Event
    from gongkai.base.organisations.queries import Acting


def note(verb: str, interpretation: Interpretation, by: Acting, **facts: Any) -> Event:
    return events.record(
        tag=f"interpretation:interpretation:{verb}",
        by=by.actor(agency=interpretation.drafting_agency),
        subject=Subject(KIND, interpretation.item.key, edition_of(interpretation).title),
        **facts,
    )


def move(verb: str, interpretation: Interpretation, to: Status, *, by: Acting, remark: str = "") -> None:
    """Write the new state and the event. Raises Refused when somebody else moved it first."""
    old, now = interpretation.status, timezone.now()
    moved = Interpretation.objects.filter(pk=interpretation.pk, status=old).update(status=to, status_since=now)
    if not moved:
        raise Refused("这份解读刚刚被其他同志办理过，请刷新页面查看最新状态。")
    interpretation.status, interpretation.status_since = to, now
    note(
        verb, interpretation, by,
        old={"status": STATUS_NAMES[old]}, new={"status": STATUS_NAMES[to]}, remark=remark,
    )  # fmt: skip
