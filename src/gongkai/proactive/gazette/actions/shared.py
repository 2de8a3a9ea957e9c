"""What the verbs share: the subject of an issue in the record, locking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.proactive.gazette.models import Gazette, Issue
from gongkai.proactive.gazette.permissions import EDIT
from gongkai.proactive.gazette.rules import SUBJECT

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.base.organisations.rules import Permission


def subject_of(issue: Issue) -> Subject:
    return Subject(SUBJECT, issue.item.key, issue.name)


def lock(issue: Issue) -> Issue:
    """Return the issue as it is now, locked to the end of the transaction."""
    rows = Issue.objects.select_for_update(of=("self",)).select_related("gazette__agency", "item")
    return rows.get(pk=issue.pk)


def note(
    verb: str,
    issue: Issue,
    by: Acting,
    *,
    permission: Permission = EDIT,
    old: Any = None,
    new: Any = None,
    remark: str = "",
) -> None:
    events.record(
        tag=f"gazette:{verb}",
        by=by.actor(permission, issue.gazette.agency),
        subject=subject_of(issue),
        old=old,
        new=new,
        remark=remark,
    )


def note_gazette(verb: str, gazette: Gazette, by: Acting, *, new: Any = None, remark: str = "") -> None:
    events.record(
        tag=f"gazette:{verb}",
        by=by.actor(EDIT, gazette.agency),
        subject=Subject("gazette", gazette.agency.code, gazette.name),
        new=new,
        remark=remark,
    )


def number_entries(issue: Issue) -> None:
    """Close the gaps in the order of the texts."""
    for place, entry in enumerate(issue.entries.order_by("order", "pk"), start=1):
        if entry.order != place:
            entry.order = place
            entry.save(update_fields=["order"])
