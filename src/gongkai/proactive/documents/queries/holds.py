"""Why a document is held, and since when whoever signs has let it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.proactive.documents.models import HoldDecision
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.holds import held

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.proactive.documents.models import Document

OVER = frozenset({Status.ABANDONED, Status.SEALED, Status.WITHDRAWN, Status.PUBLISHED, Status.FILED, Status.SERVED})


def holds_of(document: Document) -> list[str]:
    """Return the sentences of all who hold this document; only what came from elsewhere can be held."""
    if document.item.origin != "oa" or document.status in OVER:
        return []
    return held(document.item.key)


def gone_on_at(index_number: str) -> dt.datetime | None:
    """Return when whoever signs last decided that this document goes on: what called it back before counts no more."""
    last = HoldDecision.objects.filter(document__item__key=index_number, decision="go-on").order_by("-pk").first()
    return last.at if last else None


def hold_decisions(document: Document) -> list[HoldDecision]:
    return list(HoldDecision.objects.filter(document=document))
