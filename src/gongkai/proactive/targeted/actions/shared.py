"""What every verb here shares: the note in the record, the lock, whom a delivery reached so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import the_system
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.models import Delivery
from gongkai.proactive.targeted.rules import KIND, State

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

PERMISSION = Permission.TARGETED_DISCLOSE


def subject_of(delivery: Delivery) -> Subject:
    return Subject(KIND, delivery.item.key)


def note(tag: str, delivery: Delivery, by: Acting, **said: Any) -> None:
    """Record without title and names in the open: who got what is sealed under the delivery's own key."""
    events.record(
        tag=f"targeted:{tag}", by=by.actor(PERMISSION, delivery.item.agency), subject=subject_of(delivery),
        new=said.get("new"), remark=said.get("remark", ""), sealed=said.get("sealed"),
    )  # fmt: skip


def locked(delivery: Delivery, *wanted: State) -> Delivery:
    found = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("item__agency", "document__item__agency")
        .get(pk=delivery.pk)
    )
    if found.state not in wanted:
        raise Refused(f"这件定向公开现在是“{found.get_state_display()}”，不能这样办理，请刷新页面。")
    return found


def settle_document(delivery: Delivery) -> None:
    """Once everybody was served, the document is done and its publication clock ends in the same transaction."""
    document = delivery.document
    if document is None or delivery.state != State.DELIVERED or queries.unserved(delivery):
        return
    count = delivery.recipients.filter(revoked_at__isnull=True).count()
    documents.serve(document=document, recipients=count, by=the_system("targeted"))
