"""Changing the attribute of a filed document to another one that is not proactive: what inventory and re-examination find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import listing
from gongkai.proactive.documents.actions.attributes import note_attribute
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.permissions import check_permission
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES, TRANSITIONS, Status, attribute_defects

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document


@transaction.atomic
def restate(
    *, document: Document, attribute: str, ground: str, reason: str, next_review_on: dt.date | None, by: Acting
) -> Document:
    """Set attribute, ground, reason and the day of the next review of a filed document; it stays filed.

    Raises Refused for `proactive` (that is `reattribute`, which opens a new edition) and when the document moved on.
    """
    type(document).objects.select_for_update(of=("self",)).get(pk=document.pk)
    document.refresh_from_db()
    move = TRANSITIONS[Status.FILED][Status.DRAFT]
    check_permission(document, move.permission, by)
    if document.status != Status.FILED:
        raise Refused("这份公文已不在“已印发（不主动公开）”状态，请刷新页面查看最新情况。")
    if attribute not in ATTRIBUTE_NAMES or attribute == "proactive":
        raise Refused("请选择依申请公开或者不予公开；转为主动公开的，请用“变更公开属性”。")
    edition = working_edition(document)
    defects = attribute_defects({"attribute": attribute, "mode": edition.mode, "ground": ground, "reason": reason})
    if defects:
        raise Refused(listing(defects))
    old = {"attribute": ATTRIBUTE_NAMES.get(document.attribute, ""), "reason": document.reason}
    was = (document.attribute, edition.mode)
    document.attribute, document.ground, document.reason = attribute, ground, reason
    document.next_review_on = next_review_on
    document.save(update_fields=["attribute", "ground", "reason", "next_review_on"])
    note_attribute(document=document, kind="changed", mode=edition.mode, by=by, was=was, reason=reason)
    events.record(
        tag="documents:document:reattribute",
        by=by.actor(move.permission, document.item.agency),
        subject=subject_of(document, edition.title),
        old=old,
        new={
            "attribute": ATTRIBUTE_NAMES[attribute],
            "reason": reason,
            "next_review_on": next_review_on.isoformat() if next_review_on else None,
        },
        remark=reason,
    )
    return document
