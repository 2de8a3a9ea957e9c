"""What a recipient does: call up the door, open the content, sign for it."""

from __future__ import annotations

import hmac

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.actions.delivering import sign_for
from gongkai.proactive.targeted.actions.shared import settle_document, subject_of
from gongkai.proactive.targeted.models import Delivery, Opening, Recipient
from gongkai.proactive.targeted.permissions import check_open


def note_visit(*, recipient: Recipient) -> None:
    """Remember when the page of the link was first called up. It is no receipt: a mail scanner may have done it."""
    Recipient.objects.filter(pk=recipient.pk, visited_at__isnull=True).update(visited_at=timezone.now())


def open_link(*, recipient: Recipient, version: int, pin: str, name: str, address: str, what: str = "正文") -> Delivery:
    """Open the content for a recipient: counts, signs the receipt the first time. Raises Closed, or Refused."""
    with transaction.atomic():
        # The delivery first, as every verb of the desk does: two that lock in different orders wait for each other for ever.
        Delivery.objects.select_for_update(of=("self",)).get(pk=recipient.delivery_id)
        recipient = (
            Recipient.objects.select_for_update(of=("self",))
            .select_related("delivery__item__agency", "delivery__document__item__agency")
            .get(pk=recipient.pk)
        )
        check_open(recipient, version, public=queries.public_path(recipient.delivery))
        right = hmac.compare_digest(pin.strip().encode(), queries.pin_of(recipient).encode())
        if not right:
            Recipient.objects.filter(pk=recipient.pk).update(failures=F("failures") + 1)
        elif not name.strip() and recipient.receipt_at is None:
            raise Refused("请填写签收人姓名。")
        else:
            _opened(recipient, name, address, what)
    # The failed try is kept, so the refusal comes after the transaction.
    if not right:
        raise Refused("提取码不正确，请核对后重新输入。连续输错五次，链接将被锁定。")
    return recipient.delivery


def _opened(recipient: Recipient, name: str, address: str, what: str) -> None:
    Opening.objects.create(recipient=recipient, address=address[:60], what=what[:200])
    Recipient.objects.filter(pk=recipient.pk).update(opened=F("opened") + 1, failures=0)
    if recipient.receipt_at is None:
        sign_for(recipient, name, address)
        events.record(
            tag="targeted:recipient:receipt",
            by=Actor(f"recipient:{recipient.pk}", "接收对象", "定向公开接收对象", "", ""),
            subject=subject_of(recipient.delivery),
            sealed={"签收人": name, "网络地址": address},
        )
        settle_document(recipient.delivery)
