"""Pushes that people prepare: computed, looked at by another, sent; kits for counters; what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import check
from gongkai.doors.subscriptions.actions.fitting import fitting
from gongkai.doors.subscriptions.actions.telling import deliver, ways_of
from gongkai.doors.subscriptions.models import Campaign, Chosen, Delivery, HandOut, OfflinePoint
from gongkai.doors.subscriptions.permissions import MANAGE, Refused
from gongkai.doors.subscriptions.rules import METHOD_NAMES, SUBSCRIBER_KINDS, Campaigning, Sending
from gongkai.doors.subscriptions.rules.eligibility import ELIGIBLE
from gongkai.engine.publishing.queries import public_releases

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release

CHANNELS = {"precise": ("mail",), "direct": ("sms", "wechat")}


def subject_of(campaign: Campaign) -> Subject:
    return Subject("subscriptions.campaign", str(campaign.pk), campaign.title[:200])


def _note(verb: str, campaign: Campaign, by: Acting, remark: str = "", **facts: object) -> None:
    events.record(
        tag=f"subscriptions:campaign:{verb}", by=by.actor(MANAGE, campaign.agency), subject=subject_of(campaign),
        remark=remark[:300], new={"方法": METHOD_NAMES[campaign.method], **facts},
    )  # fmt: skip


def _public(key: str, by: Acting) -> Release:
    release = public_releases().select_related("edition").filter(key=key.strip()).first()
    if release is None:
        raise Refused("没有公开的内容用这个索引号，请核对。")
    check(by, MANAGE, release.agency)
    return release


@transaction.atomic
def prepare(*, key: str, method: str, by: Acting, kind: str = "enterprise", target: str = "") -> Campaign:
    """Compute who a public policy fits and write the push down for review. Nothing is sent yet. Raises Refused.

    Only who agreed to be told is asked about: subscribers with a profile. "precise" goes by mail, "direct" by message.
    """
    release = _public(key, by)
    if method == "offline":
        return _prepared(release, method, target or "线下点位", "海报、折页", by)
    if method not in CHANNELS:
        raise Refused("请选择推送方法。")
    if not ELIGIBLE:
        raise Refused("还不能计算哪些对象符合条件：政策事项尚未启用。")
    chosen = _fitting(release, kind, CHANNELS[method])
    words = target or f"填写的情况符合或者可能符合条件的{SUBSCRIBER_KINDS.get(kind, '')}"
    campaign = _prepared(release, method, words, "邮件、浏览器" if method == "precise" else "短信、微信", by)
    Chosen.objects.bulk_create(
        [Chosen(campaign=campaign, subscriber_id=pk, reason=reason[:300]) for pk, reason in chosen]
    )
    Campaign.objects.filter(pk=campaign.pk).update(targeted=len(chosen))
    campaign.refresh_from_db()
    return campaign


def _prepared(release: Release, method: str, target: str, channel: str, by: Acting) -> Campaign:
    campaign = Campaign.objects.create(
        agency=release.agency, method=method, topic="chosen", item_id=release.item_id, item_key=release.key,
        edition=release.edition.number, title=release.title, target=target[:300], channel=channel,
        state=Campaigning.DRAFT, author=by.person,
    )  # fmt: skip
    _note("prepare", campaign, by, 对象=target)
    return campaign


def _fitting(release: Release, kind: str, channels: Sequence[str]) -> list[tuple[int, str]]:
    """Return who is to be told and why, without those who were told of this wording by themselves already."""
    found = {pk: one.reason for some in fitting(release.key, kind, channels) for pk, one in some}
    if not found:
        raise Refused("没有符合或者可能符合条件、同意接收通知并填写了情况的对象。")
    told = Delivery.objects.filter(item_id=release.item_id, topic="chosen", edition=release.edition.number)
    known = set(told.exclude(state=Sending.DROPPED).values_list("subscriber_id", flat=True))
    chosen = [(pk, reason) for pk, reason in found.items() if pk not in known]
    if not chosen:
        raise Refused("符合或者可能符合条件的对象，公开时已经自动通知过，不用再推送。")
    return chosen


def _locked(campaign: Campaign, by: Acting) -> Campaign:
    check(by, MANAGE, campaign.agency)
    found = Campaign.objects.select_for_update(of=("self",)).select_related("agency").get(pk=campaign.pk)
    if found.state != Campaigning.DRAFT:
        raise Refused("这项推送已经审核过，请刷新页面查看。")
    if by.person is not None and found.author_id == by.person.pk:
        raise Refused("推送须由另一人审核，请交给同事办理。")
    return found


@transaction.atomic
def approve(*, campaign: Campaign, by: Acting, opinion: str = "") -> Campaign:
    """Another person looked at it: it goes out. Raises Refused, OutOfSight, NotAllowed."""
    found = _locked(campaign, by)
    if not public_releases().filter(item_id=found.item_id).exists():
        raise Refused("这项政策已经撤下，不能推送；请退回。")
    found.state, found.reviewer, found.reviewed_at = Campaigning.APPROVED, by.person, timezone.now()
    found.opinion = opinion.strip()[:300]
    found.save(update_fields=["state", "reviewer", "reviewed_at", "opinion"])
    _note("approve", found, by, found.opinion)
    if found.method != "offline":
        deliver(found, ways_of(dict.fromkeys(found.chosen.values_list("subscriber_id", flat=True), 0)))
        found.refresh_from_db()
    return found


@transaction.atomic
def send_back(*, campaign: Campaign, by: Acting, opinion: str) -> Campaign:
    found = _locked(campaign, by)
    if not opinion.strip():
        raise Refused("请写明退回的原因。")
    found.state, found.reviewer, found.reviewed_at = Campaigning.RETURNED, by.person, timezone.now()
    found.opinion = opinion.strip()[:300]
    found.save(update_fields=["state", "reviewer", "reviewed_at", "opinion"])
    _note("return", found, by, found.opinion)
    return found


def count_opening(*, code: str) -> Campaign | None:
    """Count one opening of a push and return it; whose it was is written nowhere."""
    Campaign.objects.filter(code=code).update(opened=F("opened") + 1)
    return Campaign.objects.filter(code=code).first()


@transaction.atomic
def record_applied(*, campaign: Campaign, count: int, by: Acting) -> None:
    """Write down how many applied after a push, as the service department counted. Raises Refused."""
    check(by, MANAGE, campaign.agency)
    if count < 0:
        raise Refused("申报数不能小于零。")
    old = campaign.applied
    Campaign.objects.filter(pk=campaign.pk).update(applied=count)
    _note("applied", campaign, by, f"申报数由{old}改为{count}")
    campaign.applied = count


@transaction.atomic
def hand_out(*, campaign: Campaign, points: Sequence[OfflinePoint], sheets: int, handed_on: dt.date, by: Acting) -> int:
    """Write down which points get sheets; a point that has some already keeps its line. Raises Refused."""
    check(by, MANAGE, campaign.agency)
    if campaign.state != Campaigning.APPROVED:
        raise Refused("推送审核通过以后再发放材料。")
    if sheets < 1:
        raise Refused("份数至少为1。")
    if handed_on > timezone.localdate():
        raise Refused("发放日期不能晚于今天。")
    rows = [HandOut(campaign=campaign, point=one, sheets=sheets, handed_on=handed_on) for one in points if one.is_open]
    HandOut.objects.bulk_create(rows, ignore_conflicts=True)
    events.record(
        tag="subscriptions:offline:hand-out", by=by.actor(MANAGE, campaign.agency), subject=subject_of(campaign),
        new={"点位": [one.name for one in points], "份数": sheets},
    )  # fmt: skip
    return len(rows)


@transaction.atomic
def receive(*, handed: HandOut, received_on: dt.date, received_by: str, note: str, by: Acting) -> None:
    """The receipt of a point. Raises Refused."""
    check(by, MANAGE, handed.campaign.agency)
    if not received_by.strip():
        raise Refused("请填写签收的岗位。")
    if not handed.handed_on <= received_on <= timezone.localdate():
        raise Refused("签收日期应在发放日期到今天之间。")
    handed.received_on, handed.received_by, handed.note = received_on, received_by.strip()[:60], note.strip()[:200]
    handed.save(update_fields=["received_on", "received_by", "note"])
    events.record(
        tag="subscriptions:offline:receipt", by=by.actor(MANAGE, handed.campaign.agency),
        subject=subject_of(handed.campaign), new={"点位": handed.point.name, "签收": str(received_on)},
    )  # fmt: skip
