"""Whether a document in preparation is one that named recipients have received already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.engine.publishing.rules import State
from gongkai.law.grounds import Mode
from gongkai.proactive.documents.rules import Status

if TYPE_CHECKING:
    from gongkai.proactive.documents.models import Document

EVER_PUBLIC = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)


def was_served(document: Document) -> bool:
    """Return whether this draft was served to its recipients before and has never been public since."""
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        return False
    last = document.attribute_changes.filter(kind="changed").order_by("at", "pk").last()
    widened = last is not None and last.was_mode == Mode.TARGETED
    return widened and not document.item.editions.filter(state__in=EVER_PUBLIC).exists()
