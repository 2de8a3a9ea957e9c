"""The life of the attribute: who proposed, agreed or changed it, from what to what, when and why (R019)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.proactive.documents.models import AttributeChange

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document


def note_attribute(
    *, document: Document, kind: str, mode: str, by: Acting, was: tuple[str, str] = ("", ""), reason: str = ""
) -> AttributeChange:
    """Write one line of the history, in the caller's transaction. `was` is (attribute, mode) before."""
    actor = by.actor()
    return AttributeChange.objects.create(
        document=document, kind=kind, was_attribute=was[0], was_mode=was[1], attribute=document.attribute, mode=mode,
        ground=document.ground, reason=reason or document.reason, by=by.person, by_name=actor.name, role=actor.role,
        at=timezone.now(),
    )  # fmt: skip
