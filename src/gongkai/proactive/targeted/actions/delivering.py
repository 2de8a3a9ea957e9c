"""Sending off, taking back, and what an officer notes of each recipient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.engine.publishing import queries as published
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import digest, listing
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules.serving import may_be_served
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.actions.shared import locked, note, settle_document
from gongkai.proactive.targeted.models import Delivery, Recipient
from gongkai.proactive.targeted.permissions import check_manage
from gongkai.proactive.targeted.rules import Channel, State, delivery_defects

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def deliver(*, delivery: Delivery, by: Acting) -> Delivery:
    """Freeze the content and open the links. Raises Refused with all that is missing."""
    check_manage(delivery, by)
    delivery = locked(delivery, State.PREPARING)
    edition = queries.edition_of(delivery)
    facts = {
        "title": edition.title,
        "text": edition.text.strip() or edition.files.exists(),
        "why": delivery.why,
        "recipients": delivery.recipients.exists(),
        "expired": delivery.expires_at <= timezone.now(),
    }
    defects = delivery_defects(facts, queries.missing_reviews(delivery))
    if defects:
        raise Refused("还不能送达：" + listing(defects))
    if (document := delivery.document) is not None and not may_be_served(
        document.status, working_edition(document).mode
    ):
        raise Refused("这份公文已不在“待公开”，或者公开方式已变更，不能再定向送达。请打开公文查看。")
    delivery.snapshot = published.public_snapshot(edition)
    delivery.content_sha256 = digest(delivery.snapshot)
    delivery.state, delivery.delivered_at, delivery.delivered_by = State.DELIVERED, timezone.now(), by.person
    delivery.save()
    names = "、".join(delivery.recipients.values_list("name", flat=True))
    note(
        "delivery:deliver", delivery, by, sealed={"对象": names},
        new={"sha256": delivery.content_sha256, "到期": delivery.expires_at.isoformat()},
    )  # fmt: skip
    return delivery


@transaction.atomic
def withdraw(*, delivery: Delivery, reason: str, by: Acting) -> Delivery:
    """Close every link at once; whoever opens one reads the reason."""
    check_manage(delivery, by)
    delivery = locked(delivery, State.DELIVERED)
    if not reason.strip():
        raise Refused("请写明撤回原因，收件人打开链接时会看到。")
    delivery.state, delivery.withdrawn_at = State.WITHDRAWN, timezone.now()
    delivery.withdrawn_reason = reason.strip()[:300]
    delivery.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    note("delivery:withdraw", delivery, by, remark=delivery.withdrawn_reason)
    return delivery


@transaction.atomic
def revoke(*, recipient: Recipient, by: Acting) -> Recipient:
    check_manage(recipient.delivery, by)
    Recipient.objects.filter(pk=recipient.pk).update(revoked_at=timezone.now())
    recipient.refresh_from_db()
    note("recipient:revoke", recipient.delivery, by, sealed={"对象": recipient.name})
    settle_document(recipient.delivery)
    return recipient


@transaction.atomic
def reissue(*, recipient: Recipient, by: Acting) -> Recipient:
    """Give a new link and a new code; the old link opens nothing from now on."""
    check_manage(recipient.delivery, by)
    locked(recipient.delivery, State.DELIVERED)
    # The new link has been nowhere yet: what was noted of the old one counts no more.
    Recipient.objects.filter(pk=recipient.pk).update(
        link_version=F("link_version") + 1, revoked_at=None, failures=0, posted_at=None, visited_at=None
    )
    recipient.refresh_from_db()
    note("recipient:reissue", recipient.delivery, by, sealed={"对象": recipient.name})
    return recipient


@transaction.atomic
def post(*, recipient: Recipient, by: Acting) -> Recipient:
    """Note that the paper hangs or lies at its place, or that the letter with the link was handed over or posted."""
    check_manage(recipient.delivery, by)
    delivery = locked(recipient.delivery, State.DELIVERED)
    if recipient.posted_at is not None:
        raise Refused("已经登记过，不必重复登记。")
    if recipient.revoked_at is not None:
        raise Refused("链接已停用。请先重新开具，再登记信函送出。")
    recipient.posted_at = timezone.now()
    recipient.save(update_fields=["posted_at"])
    which = "地点" if recipient.channel == Channel.PLACE else "信函"
    note("recipient:post", delivery, by, sealed={which: recipient.name})
    settle_document(delivery)
    return recipient


@transaction.atomic
def record_receipt(*, recipient: Recipient, name: str, address: str, by: Acting) -> Recipient:
    """Note who signed at a window or board; one receipt a recipient."""
    check_manage(recipient.delivery, by)
    locked(recipient.delivery, State.DELIVERED)
    if not name.strip():
        raise Refused("请填写签收人姓名。")
    if recipient.receipt_at is not None:
        raise Refused("已经有签收记录，不能重复登记。")
    sign_for(recipient, name, address)
    note("recipient:receipt", recipient.delivery, by, sealed={"签收人": name, "地点": address})
    settle_document(recipient.delivery)
    return recipient


def sign_for(recipient: Recipient, name: str, address: str) -> None:
    """Write the receipt of a recipient; the caller has made sure that there is none yet."""
    recipient.receipt_at, recipient.receipt_name = timezone.now(), name.strip()[:60]
    recipient.receipt_address = address[:100]
    recipient.save(update_fields=["receipt_at", "receipt_name", "receipt_address"])
