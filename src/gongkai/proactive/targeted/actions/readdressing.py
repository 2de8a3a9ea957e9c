"""A mistyped address put right after delivery: the old link dies, a new one goes to the new address, both are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.targeted.actions.mailing import check_site, name_of, queue, recall
from gongkai.proactive.targeted.actions.shared import locked, note
from gongkai.proactive.targeted.models import Readdressing, Recipient
from gongkai.proactive.targeted.permissions import check_manage
from gongkai.proactive.targeted.rules import Channel, Purpose, State, address_defect, typed_address, with_address

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.targeted.models import Delivery

OLD_RECEIPT = ("visited_at", "opened", "receipt_at", "receipt_name", "receipt_address")


@transaction.atomic
def readdress(*, recipient: Recipient, address: str, reason: str, version: int, by: Acting) -> Readdressing:
    """Send a new link to the right address and let the old one die at once, in one transaction.

    What happened by the old link, a receipt included, goes into the history: it was not this recipient who signed.
    `version` is the link that stood on the officer's page. Raises Refused for an address that is none, or the same,
    without a reason, and when the delivery or the link changed meanwhile.
    """
    check_manage(recipient.delivery, by)
    delivery = locked(recipient.delivery, State.DELIVERED)
    # Whoever is opening the old link waits here, or is waited for: then it stands in the history.
    rows = Recipient.objects.select_for_update(of=("self",)).select_related("delivery__item__agency")
    row = rows.get(pk=recipient.pk)
    new = typed_address(address)
    _check(row, delivery, new, reason, version)
    check_site()
    made = Readdressing.objects.create(
        recipient=row, was=row.email or row.contact, address=new, reason=reason.strip()[:300], by=by.person,
        by_name=name_of(by)[:40], link_version=row.link_version, **{name: getattr(row, name) for name in OLD_RECEIPT},
    )  # fmt: skip
    recall(row, "邮箱已更正，原链接作废")
    _renew(row, new)
    note(
        "recipient:readdress", delivery, by, remark=made.reason, new={"原链接": _read_words(made)},
        sealed={"对象": row.name, "原邮箱": made.was, "新邮箱": new, "原链接签收人": made.receipt_name},
    )  # fmt: skip
    queue(row, Purpose.MENDED, name_of(by), by)
    return made


def _check(row: Recipient, delivery: Delivery, new: str, reason: str, version: int) -> None:
    if row.channel != Channel.LINK:
        raise Refused("现场地点没有邮箱，不需要更正。")
    if row.link_version != version:
        raise Refused("您打开页面之后，这个对象的链接已经重新开具或者更正过，请刷新页面，核对后再办理。")
    if delivery.expires_at <= timezone.now():
        raise Refused("查阅期限已过，新的链接也不能打开。需要继续查阅的，请另行送达。")
    defect = address_defect(new, row.email)
    if defect:
        raise Refused(defect)
    if not reason.strip():
        raise Refused("请写明更正的理由，例如“登记时录入有误，已与本人电话核对”。")


def _renew(row: Recipient, address: str) -> None:
    row.contact = with_address(row.contact, row.email, address)
    row.link_version += 1
    row.revoked_at = row.posted_at = row.visited_at = row.receipt_at = None
    row.failures = row.opened = 0
    row.receipt_name = row.receipt_address = ""
    row.save()


def _read_words(made: Readdressing) -> str:
    if made.was_read:
        return f"已被打开{made.opened}次"
    return "页面被点开过，内容没有打开" if made.was_called_up else "没有打开过"
