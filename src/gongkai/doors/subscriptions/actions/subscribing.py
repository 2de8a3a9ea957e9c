"""From a form to a confirmed subscription, and everything its owner can do with it. Nobody is told who is subscribed."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor, Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import check
from gongkai.base.vault.queries import fingerprint_of
from gongkai.doors.subscriptions.actions.devices import remove_devices_of
from gongkai.doors.subscriptions.actions.keeping_up import note_changes
from gongkai.doors.subscriptions.models import Asked, Consent, Delivery, Letter, Request, Subscriber, Subscription
from gongkai.doors.subscriptions.models.subscribers import nonce
from gongkai.doors.subscriptions.permissions import MANAGE, Refused
from gongkai.doors.subscriptions.queries.links import site_name
from gongkai.doors.subscriptions.rules import (
    COMPLAINT_DAYS,
    CONFIRMATION_LIVES_HOURS,
    CONSENT,
    FREQUENCY_NAMES,
    MOST_SUBSCRIPTIONS,
    PROFILE_CONSENT,
    Criteria,
    CriteriaRefused,
    Frequency,
    Sending,
    Standing,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting

PURPOSE = "subscriptions.address"
PROFILE_JOB = "subscriptions.profile"
ALL_ADDRESSES = {"mail": "邮箱", "sms": "手机号码", "wechat": "微信号"}


def read_mail_address(written: str) -> str:
    """Return a mail address in one form. Raises Refused with a sentence for the form."""
    address = written.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("邮箱写法不对，应形如 name@example.cn。") from error
    if not address.isascii() or len(address) > 200:
        raise Refused("邮箱应当用英文字母、数字书写，请换一个邮箱。")
    return address


def read_number(written: str) -> str:
    """Return a mobile number in one form. Raises Refused with a sentence for the form."""
    number = unicodedata.normalize("NFKC", written)
    number = "".join(char for char in number if char not in " -\t").removeprefix("+")
    if len(number) == len("8613800000000"):
        number = number.removeprefix("86")
    if not (number.isascii() and number.isdigit() and len(number) == len("13800000000") and number.startswith("1")):
        raise Refused("手机号码应为11位数字，形如 13800000000。")
    return number


READERS = {"mail": read_mail_address, "sms": read_number}


def print_of(address: str, channel: str = "mail") -> str:
    return fingerprint_of(address, f"{PURPOSE}.{channel}")


@transaction.atomic
def confirm(*, request: Request) -> Subscriber:
    """The address said yes. A second time returns the same subscriber. Raises Refused when the link is too old."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    now = timezone.now()
    standing = Subscriber.objects.filter(address_print=request.address_print, channel=request.channel).first()
    if request.used_at is not None:
        if standing is None:
            raise Refused("这个确认链接已经用过，资料后来已按您的要求删除。需要通知的，请重新订阅。")
        return standing
    if now > request.expires_at:
        raise Refused(f"确认链接只在{CONFIRMATION_LIVES_HOURS}小时内有效，请重新订阅。")
    if standing is None:
        standing = Subscriber.objects.create(
            channel=request.channel, address=request.address, address_print=request.address_print, kind=request.kind,
            frequency=request.frequency,
        )  # fmt: skip
    elif standing.state == Standing.STOPPED:
        _start_again(standing)
    request.used_at = now
    request.save(update_fields=["used_at"])
    Consent.objects.create(
        subscriber=standing,
        text=request.consent,
        shown_at=request.created_at,
        confirmed_at=now,
        way=request.channel,
    )
    add(subscriber=standing, name=request.name, criteria=Criteria.read(request.criteria))
    _note("confirm", standing)
    # The address stands sealed with the subscriber now; here it is not needed any more.
    Request.objects.filter(pk=request.pk).update(address="", criteria={}, code="")
    return standing


def has_agreed(subscriber: Subscriber) -> bool:
    """Say whether somebody agreed that what they say of themselves is used: on its page, or on paper."""
    return subscriber.consents.filter(way__in=["profile", "paper"]).exists()


def _start_again(subscriber: Subscriber) -> None:
    subscriber.state, subscriber.stop_reason, subscriber.bounces = Standing.CONFIRMED, "", 0
    subscriber.save(update_fields=["state", "stop_reason", "bounces"])
    note_changes(subscriber.subscriptions.values_list("pk", flat=True))
    if subscriber.has_profile:
        _look_through(subscriber)  # what came out meanwhile, or was filled in while nothing was sent


def _note(verb: str, subscriber: Subscriber, by: Acting | None = None, remark: str = "") -> None:
    """Record without anything that tells who it is."""
    agency = subscriber.agency
    actor = by.actor(MANAGE, agency) if by is not None and agency is not None else Actor("citizen", "订阅人")
    subject = Subject("subscriptions.subscriber", str(subscriber.pk), subscriber.get_channel_display())
    events.record(tag=f"subscriptions:subscriber:{verb}", by=actor, subject=subject, remark=remark)


@transaction.atomic
def add(*, subscriber: Subscriber, name: str, criteria: Criteria) -> Subscription:
    """Add one subscription; the same criteria again change nothing but the name. Raises Refused beyond the most."""
    stored = criteria.stored()
    own = list(subscriber.subscriptions.all())
    same = next((one for one in own if one.criteria == stored), None)
    if same is None and len(own) >= MOST_SUBSCRIPTIONS:
        raise Refused(f"最多保留{MOST_SUBSCRIPTIONS}个订阅，请先删除不用的。")
    row = same or Subscription(subscriber=subscriber, criteria=stored)
    row.name, row.active = name.strip()[:60] or "我的订阅", True
    row.save()
    note_changes([row.pk])
    return row


@transaction.atomic
def drop(*, subscriber: Subscriber, pk: int) -> bool:
    """Delete one subscription of this subscriber; say whether there was one."""
    gone, _ = Subscription.objects.filter(subscriber=subscriber, pk=pk).delete()
    if gone:
        note_changes([pk])
    return bool(gone)


def accept(*, subscriber: Subscriber, request: Request) -> Subscriber:
    """Take up what was chosen after the one mail of a day had gone out; whoever holds the space agrees to it. Raises Refused."""
    _check_own(subscriber, request)
    return confirm(request=request)


def decline(*, subscriber: Subscriber, request: Request) -> None:
    _check_own(subscriber, request)
    request.delete()


def _check_own(subscriber: Subscriber, request: Request) -> None:
    if (request.address_print, request.channel) != (subscriber.address_print, subscriber.channel):
        raise Refused("这不是您提交的订阅。")


def set_rhythm(
    *,
    subscriber: Subscriber,
    frequency: str,
    quiet_from: int | None = None,
    quiet_until: int | None = None,
    paused_until: dt.date | None = None,
) -> None:
    """Change how often, when not, and a pause. What waits in a letter goes as it was. Raises Refused."""
    if frequency not in FREQUENCY_NAMES:
        raise Refused("请选择通知频率。")
    if (quiet_from is None) != (quiet_until is None):
        raise Refused("免打扰时间要写开始和结束，或者都不写。")
    subscriber.frequency, subscriber.quiet_from, subscriber.quiet_until = frequency, quiet_from, quiet_until
    subscriber.paused_until = paused_until
    subscriber.save(update_fields=["frequency", "quiet_from", "quiet_until", "paused_until"])


@transaction.atomic
def set_profile(*, subscriber: Subscriber, profile: Mapping[str, Sequence[str]], agreed: bool) -> None:
    """Keep what a subscriber says of itself, sealed, so that fitting policies can be found for it; empty is forgotten.

    Some of it is sensitive: it is used only after an agreement of its own, kept as a proof. Raises Refused without.
    What was released before is looked through by a job, so that nobody misses what is still open.
    """
    kept = {name: list(values) for name, values in profile.items() if values}
    if kept and not has_agreed(subscriber):
        if not agreed:
            raise Refused("请勾选同意，否则不能保存这些情况。")
        now = timezone.now()
        text = PROFILE_CONSENT.format(site=site_name())
        Consent.objects.create(subscriber=subscriber, way="profile", text=text, shown_at=now, confirmed_at=now)
    subscriber.profile = json.dumps(kept, ensure_ascii=False) if kept else ""
    subscriber.has_profile = bool(kept)
    subscriber.save(update_fields=["profile", "has_profile"])
    if kept:
        _look_through(subscriber)


def _look_through(subscriber: Subscriber) -> None:
    """Let a job find what was released before, is still open and fits."""
    payload = {"subscriber": subscriber.pk, "occasion": f"profile:{nonce()}"}
    jobs.enqueue(kind=PROFILE_JOB, payload=payload, key=str(subscriber.pk))


@transaction.atomic
def stop(*, subscriber: Subscriber, reason: str = "own", by: Acting | None = None) -> bool:
    """No letter any more, those that wait included. A second time does nothing; a complaint outweighs an own wish."""
    changed = (
        Subscriber.objects.filter(pk=subscriber.pk)
        .exclude(state=Standing.STOPPED, stop_reason__in={reason, "complaint"})
        .update(state=Standing.STOPPED, stop_reason=reason)
    )
    if not changed:
        return False
    subscriber.refresh_from_db()
    # Gone, not marked: whoever comes back the same day finds the place of the next digest free.
    Letter.objects.filter(subscriber=subscriber, state=Sending.WAITING).delete()
    Delivery.objects.filter(subscriber=subscriber, state=Sending.WAITING).update(state=Sending.DROPPED)
    remove_devices_of(subscriber=subscriber)
    note_changes(subscriber.subscriptions.values_list("pk", flat=True))
    _note("stop", subscriber, by, subscriber.get_stop_reason_display())
    return True


@transaction.atomic
def start(*, subscriber: Subscriber) -> None:
    """Its owner, holding the link from a mail, wants letters again. Raises Refused for one that is not stopped."""
    if subscriber.state != Standing.STOPPED:
        raise Refused("通知没有停止。")
    _start_again(subscriber)


@transaction.atomic
def delete_all(*, subscriber: Subscriber) -> None:
    """Everything of this subscriber goes; what was sent stays as a number without anybody behind it.

    After a complaint the fingerprint stays, and nothing else: so that nobody signs the address up again.
    """
    numbers = list(subscriber.subscriptions.values_list("pk", flat=True))
    _note("delete", subscriber)
    Delivery.objects.filter(subscriber=subscriber, state=Sending.WAITING).update(state=Sending.DROPPED)
    Request.objects.filter(address_print=subscriber.address_print).delete()
    if subscriber.stop_reason == "complaint":
        subscriber.subscriptions.all().delete()
        subscriber.consents.all().delete()
        subscriber.devices.all().delete()
        subscriber.letters.all().delete()
        Subscriber.objects.filter(pk=subscriber.pk).update(address="", profile="", has_profile=False, nonce=nonce())
    else:
        subscriber.delete()
    note_changes(numbers)


@transaction.atomic
def register(
    *,
    agency: Agency,
    channel: str,
    address: str,
    kind: str,
    consent_note: str,
    criteria: Criteria,
    name: str,
    by: Acting,
    frequency: str = Frequency.NOW,
    profile: Mapping[str, Sequence[str]] | None = None,
) -> Subscriber:
    """Take in a subscriber who agreed on paper (an enterprise at the counter). Raises Refused, OutOfSight, NotAllowed."""
    check(by, MANAGE, agency)
    if not consent_note.strip():
        raise Refused("请写明书面同意的凭据，例如登记表编号。")
    if channel not in ALL_ADDRESSES:
        raise Refused("请选择渠道。")
    written = READERS[channel](address) if channel in READERS else "".join(address.split())
    if not written or len(written) > 200:
        raise Refused(f"请填写{ALL_ADDRESSES[channel]}。")
    mark = print_of(written, channel)
    subscriber = Subscriber.objects.filter(channel=channel, address_print=mark).first()
    if subscriber is not None and subscriber.stop_reason:
        raise Refused("这个地址已经停止接收通知，须由本人在通知邮件的管理页恢复。")
    if subscriber is None:
        subscriber = Subscriber.objects.create(
            channel=channel, address=written, address_print=mark, kind=kind, agency=agency, frequency=frequency
        )
    now = timezone.now()
    text = CONSENT.format(site=site_name())
    Consent.objects.create(
        subscriber=subscriber, way="paper", text=text, shown_at=now, confirmed_at=now, note=consent_note.strip()[:200]
    )
    if profile:
        set_profile(subscriber=subscriber, profile=profile, agreed=True)
    add(subscriber=subscriber, name=name, criteria=criteria)
    _note("register", subscriber, by, consent_note.strip()[:200])
    return subscriber


def forget_requests() -> int:
    """Delete requests nobody confirmed, and those that are settled: their proof stands with the subscriber.

    That an address was asked is forgotten later, so that a complaint still finds it; that it refused never is.
    """
    Asked.objects.filter(refused_at=None, asked_at__lt=timezone.now() - dt.timedelta(days=COMPLAINT_DAYS)).delete()
    return Request.objects.filter(expires_at__lt=timezone.now()).delete()[0]


__all__ = ["CriteriaRefused", "Refused", "add", "confirm", "delete_all", "drop", "register", "start", "stop"]
