"""Who may deliver, review and withdraw; whether a recipient's link still opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.organisations.queries import Acting, Grant, check
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.targeted.rules import APPROVAL, MOST_FAILURES, SECRECY, State

if TYPE_CHECKING:
    from gongkai.proactive.targeted.models import Delivery, Recipient

REVIEWERS: dict[str, Permission] = {
    SECRECY.key: Permission.DOCUMENTS_SECRECY_REVIEW,
    APPROVAL.key: Permission.DOCUMENTS_SIGN,
}


class Closed(Exception):
    """The link is genuine and opens nothing any more; the sentence says why. Answered with 410."""


class NowPublic(Closed):
    """Everybody may read it on this public page; the link leads there."""

    def __init__(self, path: str) -> None:
        super().__init__("这份材料已向社会公开。")
        self.path = path


def check_manage(delivery: Delivery, by: Acting) -> None:
    check(by, Permission.TARGETED_DISCLOSE, delivery.item.agency)


def check_review(delivery: Delivery, step: str, by: Acting) -> Grant | None:
    return check(by, REVIEWERS[step], delivery.item.agency)


def check_open(recipient: Recipient, version: int, *, public: str) -> None:
    """Raise Closed for what was withdrawn, revoked, expired or locked after wrong codes, NowPublic for what all may read.

    `public` is the page on which everybody reads it now (`queries.public_path`), "" where there is none.
    """
    delivery = recipient.delivery
    agency = delivery.item.agency.name
    if recipient.revoked_at is not None or version != recipient.link_version:
        raise Closed(f"这个链接已经停用。如需查阅，请与{agency}联系。")
    if public:
        raise NowPublic(public)
    if delivery.state == State.WITHDRAWN:
        day = timezone.localtime(delivery.withdrawn_at) if delivery.withdrawn_at else timezone.localtime()
        raise Closed(f"{agency}已于{day:%Y年%-m月%-d日}撤回这份材料。原因：{delivery.withdrawn_reason}")
    if delivery.state != State.DELIVERED:
        raise Closed("这份材料还没有送达。")
    if delivery.expires_at <= timezone.now():
        raise Closed(f"查阅期限已过。如需查阅，请与{agency}联系。")
    if recipient.failures >= MOST_FAILURES:
        raise Closed(f"提取码多次输入错误，链接已锁定。请与{agency}联系，重新开具。")
