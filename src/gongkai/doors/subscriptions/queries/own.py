"""Everything that is kept of one subscriber."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gongkai.doors.subscriptions.models import Subscriber


def own_data(subscriber: Subscriber) -> dict[str, Any]:
    """Return everything kept of one subscriber, for whoever holds the link (查阅、复制, 个人信息保护法第四十五条)."""
    letters = subscriber.letters.order_by("pk").values("due_at", "sent_at", "state")
    return {
        "address": subscriber.address,
        "channel": subscriber.get_channel_display(),
        "state": subscriber.get_state_display(),
        "frequency": subscriber.get_frequency_display(),
        "quiet": [subscriber.quiet_from, subscriber.quiet_until],
        "paused_until": subscriber.paused_until,
        "profile": json.loads(subscriber.profile) if subscriber.profile else {},
        "subscriptions": list(subscriber.subscriptions.values("name", "criteria", "active", "created_at")),
        "consents": list(subscriber.consents.values("way", "text", "shown_at", "confirmed_at", "note")),
        "devices": list(subscriber.devices.values("name", "created_at", "last_at", "gone_at", "gone_reason")),
        "letters": list(letters),
    }
