"""By the clock: officers hear of what lies unread, recipients once before their link ends."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.actions.mailing import queue
from gongkai.proactive.targeted.actions.shared import PERMISSION
from gongkai.proactive.targeted.models import Recipient
from gongkai.proactive.targeted.rules import KIND, LAST_CALL_DAYS, UNREAD_DAYS, Purpose


def remind(*, now: dt.datetime | None = None) -> int:
    """Tell officers whose deliveries lie unread; once every few days until they expire. Return how many were told."""
    moment = now or timezone.now()
    told = 0
    waiting: dict[int, list[Recipient]] = {}
    for recipient in queries.unread(moment):
        waiting.setdefault(recipient.delivery_id, []).append(recipient)
    for recipients in waiting.values():
        delivery = recipients[0].delivery
        days = (moment - (delivery.delivered_at or moment)).days
        if days < UNREAD_DAYS:
            continue
        told += notify.tell(
            people=holders(PERMISSION, delivery.item.agency), title=f"定向公开有{len(recipients)}个对象未签收",
            key=f"targeted-unread:{delivery.pk}:{days // UNREAD_DAYS}", url=f"/desk/targeted/{delivery.pk}/",
            kind="targeted", about=f"{KIND}:{delivery.pk}",
        )  # fmt: skip
    return told


def last_call(*, now: dt.datetime | None = None) -> int:
    """Queue one mail to everybody who was sent a link, has not signed and loses it soon; return how many."""
    moment = now or timezone.now()
    waiting = queries.unread(moment).filter(delivery__expires_at__lte=moment + dt.timedelta(days=LAST_CALL_DAYS))
    return sum(
        queue(recipient, Purpose.LAST_CALL, "系统") for recipient in waiting if queries.wants_last_call(recipient)
    )
