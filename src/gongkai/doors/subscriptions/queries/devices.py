"""Browsers that are told, and whether this installation can tell any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.doors.subscriptions.models import Device, PushKey
from gongkai.doors.subscriptions.rules.webpush import Sender

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from gongkai.doors.subscriptions.models import Subscriber


def push_key() -> PushKey | None:
    return PushKey.objects.first()


def public_key() -> str:
    """Return what browsers must know to let us tell them; empty while it is not set up."""
    return PushKey.objects.values_list("public", flat=True).first() or ""


def sender() -> Sender | None:
    """Return who signs. Raises Unreadable or KeyMissing when the vault does not open."""
    key = push_key()
    return Sender(key.private, f"mailto:{key.contact}") if key else None


def told_devices() -> QuerySet[Device]:
    return Device.objects.filter(gone_reason="")


def shown_devices(subscriber: Subscriber) -> QuerySet[Device]:
    """Return the browsers of one subscriber, and those that fell silent without its doing."""
    return subscriber.devices.filter(Q(gone_reason="") | Q(gone_reason__in=("expired", "failed"))).order_by("pk")


def devices_by_subscriber(subscribers: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = told_devices().filter(subscriber__in=list(subscribers)).order_by("pk")
    for subscriber, pk in rows.values_list("subscriber_id", "pk"):
        found.setdefault(subscriber, []).append(pk)
    return found


def device_counts() -> dict[str, int]:
    """Return how many browsers are told, and how many fell silent: numbers only."""
    return {
        "told": told_devices().count(),
        "expired": Device.objects.filter(gone_reason="expired").count(),
        "failed": Device.objects.filter(gone_reason="failed").count(),
    }
