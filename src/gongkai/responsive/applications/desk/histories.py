"""What was done with a case, as its page shows it: the events, the clocks with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.events import queries as events
from gongkai.base.events.rules import label
from gongkai.base.organisations.rules import Permission
from gongkai.responsive.applications.actions import subject_of

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.responsive.applications.models import Application

MOST = 100
CLOCK = "时限"  # under which an event of a clock says its name


def record_of(application: Application, by: Acting) -> list[dict[str, Any]]:
    """Return the events of a case for whoever may read them, newest first."""
    if not by.may(Permission.EVENTS_READ, application.agency):
        return []
    rows = events.events_of(subject_of(application)).order_by("-seq")[:MOST]
    return [
        {"at": one.at, "who": one.actor_name, "what": _said(one), "changes": [], "note": _until(one)} for one in rows
    ]


def _said(one: Any) -> str:
    """Say what was done, and of a clock which one."""
    clock = (one.new or {}).get(CLOCK)
    return f"{label(one.tag)}：{clock}" if clock else str(label(one.tag))


def _until(one: Any) -> str:
    """Say until when a clock runs by what was done with it."""
    new = one.new or {}
    due = str(new.get("到期日") or "") if new.get(CLOCK) else ""
    return f"{due}到期" if due else ""
