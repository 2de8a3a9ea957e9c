"""Taking a document from one status to the next: the only place where `status` is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.permissions import agency_for, move_for
from gongkai.proactive.documents.rules import STATUS_NAMES, Status

if TYPE_CHECKING:
    from gongkai.base.events.models import Event
    from gongkai.base.organisations.queries import Acting


def subject_of(document: Document, title: str = "") -> Subject:
    return Subject("document", document.item.key, title)


def about(document: Document) -> str:
    """Return what messages about a document are filed under, so that they can be taken back."""
    return f"document:{document.pk}"


def move(
    document: Document, to: Status, *, by: Acting, title: str, remark: str = "", new: dict[str, Any] | None = None
) -> Event:
    """Write the new status and the event. Raises Refused when somebody else moved it first."""
    step = move_for(document, to)
    old = Status(document.status)
    now = timezone.now()
    moved = Document.objects.filter(pk=document.pk, status=old).update(status=to, status_since=now)
    if not moved:
        raise Refused("这份公文刚刚被其他同志办理过，请刷新页面查看最新状态。")
    document.status, document.status_since = to, now
    return events.record(
        tag=f"documents:document:{step.verb}",
        by=by.actor(step.permission, agency_for(document, step.permission)),
        subject=subject_of(document, title),
        old={"status": STATUS_NAMES[old]},
        new={"status": STATUS_NAMES[to], **(new or {})},
        remark=remark,
    )
