"""Browsers of a subscriber: added with consent, removed by their owner, gone when their push service says so."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor, Subject
from gongkai.base.guard import actions as guard
from gongkai.base.vault.queries import fingerprint_of
from gongkai.doors.subscriptions.models import Consent, Delivery, Device, Letter, Subscriber
from gongkai.doors.subscriptions.permissions import Refused
from gongkai.doors.subscriptions.queries.devices import public_key, told_devices
from gongkai.doors.subscriptions.queries.links import site_name
from gongkai.doors.subscriptions.rules import (
    DEVICE_ADD_SECONDS,
    DEVICE_ADDS,
    DEVICE_GONE_NAMES,
    MOST_DEVICES,
    PUSH_CONSENT,
    PUSH_LOST_BEFORE_GONE,
    Sending,
    Standing,
)
from gongkai.doors.subscriptions.rules.webpush import PushRefused, packed, read_receiver

if TYPE_CHECKING:
    import datetime as dt

PRINT = "subscriptions.device"
NOBODY = Actor("citizen", "订阅人")
WORKER = Actor("system:worker", "系统")


def trial_allowed() -> bool:
    """Say whether a push service of this very machine may be used: for trying out and tests alone."""
    return bool(getattr(settings, "PUSH_LOOPBACK", False))


def _note(verb: str, device: Device, remark: str = "", by: Actor = NOBODY) -> None:
    """Record without anything that leads to the browser."""
    subject = Subject("subscriptions.device", str(device.pk), f"订阅者{device.subscriber_id}的设备")
    events.record(tag=f"subscriptions:device:{verb}", by=by, subject=subject, remark=remark)


def add_device(*, subscriber: Subscriber, endpoint: str, public: str, auth: str, name: str = "") -> Device:
    """Tell this browser as well from now on; the same browser again only renews its keys. Raises Refused, guard.TooMany.

    Call outside a transaction that may be rolled back: every try is counted.
    """
    guard.count("subscribe-device", str(subscriber.pk), limit=DEVICE_ADDS, seconds=DEVICE_ADD_SECONDS)
    if not public_key():
        raise Refused("本网站还没有启用浏览器提醒，请使用邮件通知。")
    try:
        receiver = read_receiver(endpoint, public, auth, loopback=trial_allowed())
    except PushRefused as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        # The row is held, so that two clicks at once add one device.
        if Subscriber.objects.select_for_update().get(pk=subscriber.pk).state != Standing.CONFIRMED:
            raise Refused("通知已经停止，请先恢复通知，再添加设备。")
        mark = _mark(receiver.endpoint)
        own = list(told_devices().filter(subscriber=subscriber))
        device = next((one for one in own if one.endpoint_print == mark), None)
        if device is None and len(own) >= MOST_DEVICES:
            raise Refused(f"最多添加{MOST_DEVICES}台设备，请先移除不用的。")
        device = device or Device(subscriber=subscriber, endpoint_print=mark)
        device.endpoint, device.public, device.auth = receiver.endpoint, packed(receiver.public), packed(receiver.auth)
        device.name, device.failures = " ".join(name.split())[:40] or device.name or "我的设备", 0
        device.save()
        now = timezone.now()
        Consent.objects.create(
            subscriber=subscriber, way="device", text=PUSH_CONSENT.format(site=site_name()), shown_at=now,
            confirmed_at=now, note=device.name,
        )  # fmt: skip
        _note("add", device)
    return device


def renew_device(*, old: str, endpoint: str, public: str, auth: str) -> int:
    """A browser says that its push service gave it another address; return how many devices now lead there.

    Who knows the old address is that browser: nobody else is ever told it. One that is not known changes nothing. Raises Refused.
    """
    try:
        receiver = read_receiver(endpoint, public, auth, loopback=trial_allowed())
    except PushRefused as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        known = told_devices().select_for_update().filter(endpoint_print=_mark(old))
        devices = [one for one in known if not _is_told_at(one.subscriber_id, receiver.endpoint)]
        for device in devices:
            device.endpoint, device.endpoint_print = receiver.endpoint, _mark(receiver.endpoint)
            device.public, device.auth, device.failures = packed(receiver.public), packed(receiver.auth), 0
            device.save(update_fields=["endpoint", "endpoint_print", "public", "auth", "failures"])
            _note("renew", device)
    return len(devices)


def _mark(endpoint: str) -> str:
    """A fingerprint takes upper and lower case for the same; an address does not."""
    return fingerprint_of(hashlib.sha256(endpoint.encode()).hexdigest(), PRINT)


def _is_told_at(subscriber: int, endpoint: str) -> bool:
    return told_devices().filter(subscriber=subscriber, endpoint_print=_mark(endpoint)).exists()


@transaction.atomic
def remove_device(*, device: Device) -> None:
    """Its owner wants no more reminders there, or no more to see one that fell silent."""
    if _forget(device, "own"):
        _note("remove", device)
    else:
        Device.objects.filter(pk=device.pk).update(gone_reason="own")


@transaction.atomic
def remove_devices_of(*, subscriber: Subscriber) -> None:
    """All of a subscriber that is told nothing any more."""
    for device in told_devices().filter(subscriber=subscriber):
        if _forget(device, "stopped"):
            _note("remove", device, DEVICE_GONE_NAMES["stopped"])


@transaction.atomic
def lose_device(*, device: Device, reason: str) -> None:
    """Its push service knows it no more ("expired"), or it could not be told several times ("failed"): as a returned letter."""
    if _forget(device, reason):
        _note("gone", device, DEVICE_GONE_NAMES[reason], WORKER)


def _forget(device: Device, reason: str) -> bool:
    """Keep nothing that leads to the browser; what waits for it waits no more. Say whether it was still told."""
    mine = Device.objects.filter(pk=device.pk, gone_reason="")
    if not mine.update(gone_reason=reason, gone_at=timezone.now(), endpoint_print=""):
        return False
    device.refresh_from_db()
    device.endpoint = device.public = device.auth = ""
    device.save(update_fields=["endpoint", "public", "auth"])
    Letter.objects.filter(device=device, state=Sending.WAITING).update(state=Sending.DROPPED)
    Delivery.objects.filter(device=device.pk, state=Sending.WAITING).update(state=Sending.DROPPED)
    return True


def count_lost(*, device: Device) -> None:
    """A message was given up; a browser that loses several in a row is gone."""
    Device.objects.filter(pk=device.pk).update(failures=F("failures") + 1)
    device.refresh_from_db(fields=["failures"])
    if device.failures >= PUSH_LOST_BEFORE_GONE:
        lose_device(device=device, reason="failed")


def note_taken(*, devices: list[int], at: dt.datetime) -> None:
    Device.objects.filter(pk__in=devices, gone_reason="").update(failures=0, last_at=at)


def forget_devices(*, before: dt.datetime) -> int:
    """Delete what is left of browsers that were gone before this moment; the record of events stays."""
    gone = Device.objects.exclude(gone_reason="").filter(gone_at__lt=before)
    return gone.delete()[1].get("subscriptions.Device", 0)
