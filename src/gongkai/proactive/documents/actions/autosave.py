"""What was typed into a draft and not saved yet: kept for the person who typed it, as long as the draft may be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.rules import Permission
from gongkai.base.unsaved import actions as unsaved
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.permissions import check_permission
from gongkai.proactive.documents.rules import Status

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document


def place_of(document: Document) -> str:
    return f"documents:{document.pk}"


def keep_typed(*, document: Document, version: int, fields: Mapping[str, list[str]], by: Acting) -> dt.datetime:
    """Keep a form as it stands on the screen, every value of every field. Not an edit: nothing else hears of it."""
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不再自动保存。")
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    try:
        return unsaved.keep(place=place_of(document), version=version, fields=fields, by=by)
    except unsaved.NotKept as error:
        raise Refused(str(error)) from error


def forget_typed(*, document: Document, by: Acting) -> None:
    """Throw away what was kept: it was saved, or is not wanted."""
    unsaved.forget(place=place_of(document), by=by)
