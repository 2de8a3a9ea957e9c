"""The key pair by which push services know this installation: drawn once, sealed in the vault, kept by every backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check, default_site
from gongkai.doors.subscriptions.actions.subscribing import read_mail_address
from gongkai.doors.subscriptions.models import PushKey
from gongkai.doors.subscriptions.permissions import MANAGE, Refused
from gongkai.doors.subscriptions.rules.webpush import Sender, new_private

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def save_push_key(*, contact: str, by: Acting) -> PushKey:
    """Set up reminders in browsers: draw the key pair the first time; later change only where the operator is reached.

    The agency of the main site decides, since the key is the installation's. Raises Refused, OutOfSight, NotAllowed.
    """
    site = default_site()
    if site is None:
        raise Refused("还没有站点，请先建立站点。")
    check(by, MANAGE, site.agency)
    written = read_mail_address(contact)
    private = new_private()
    drawn = {"private": private, "public": Sender(private, "").public, "contact": written}
    # One number for the only row: whoever comes second at the same moment gets the first one's key.
    key, made = PushKey.objects.get_or_create(pk=1, defaults=drawn)
    if not made:
        PushKey.objects.filter(pk=key.pk).update(contact=written)
        key.contact = written
    events.record(
        tag="subscriptions:push-key:save", by=by.actor(MANAGE, site.agency),
        subject=Subject("subscriptions.pushkey", str(key.pk), "浏览器提醒"), new={"联系邮箱": written},
        remark="生成密钥" if made else "修改联系邮箱",
    )  # fmt: skip
    return key
