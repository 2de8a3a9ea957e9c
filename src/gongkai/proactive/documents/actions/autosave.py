"""What was typed and not saved yet: kept for the person who typed it, offered again after a lost connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.models import Recovery
from gongkai.proactive.documents.permissions import check_permission
from gongkai.proactive.documents.rules import Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document

LONGEST = 4_000_000  # characters of one field; a longer draft comes as a file


def keep_typed(*, document: Document, version: int, fields: Mapping[str, list[str]], by: Acting) -> Recovery:
    """Keep a form as it stands on the screen, every value of every field. Not an edit: nothing else hears of it."""
    if by.person is None or document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不再自动保存。")
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    if any(len(value) > LONGEST for values in fields.values() for value in values):
        raise Refused("内容过长，不能自动保存，请先保存稿件。")
    row, _ = Recovery.objects.update_or_create(
        person=by.person,
        document=document,
        defaults={"version": version, "fields": dict(fields), "at": timezone.now()},
    )
    return row


def forget_typed(*, document: Document, by: Acting) -> None:
    """Throw away what was kept: it was saved, or is not wanted."""
    if by.person is not None:
        Recovery.objects.filter(person=by.person, document=document).delete()
