"""Subscribers and their consent, their devices, deliveries and letters, pushes, partners, points."""

from gongkai.doors.subscriptions.models.devices import Device, PushKey
from gongkai.doors.subscriptions.models.partners import Cooperation, Handover, Partner
from gongkai.doors.subscriptions.models.sending import Campaign, Chosen, Delivery, HandOut, Letter, OfflinePoint
from gongkai.doors.subscriptions.models.subscribers import (
    Asked,
    Change,
    Consent,
    Counter,
    Request,
    Subscriber,
    Subscription,
)

__all__ = [
    "Asked",
    "Campaign",
    "Change",
    "Chosen",
    "Consent",
    "Cooperation",
    "Counter",
    "Delivery",
    "Device",
    "HandOut",
    "Handover",
    "Letter",
    "OfflinePoint",
    "Partner",
    "PushKey",
    "Request",
    "Subscriber",
    "Subscription",
]
