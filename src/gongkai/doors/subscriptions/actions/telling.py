"""What became public, was corrected or taken down: who hears of it. One row a subscriber, thing and topic; never two."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import default_site
from gongkai.doors.subscriptions.actions.keeping_up import matching, wanted
from gongkai.doors.subscriptions.models import Campaign, Delivery, Letter, Subscriber
from gongkai.doors.subscriptions.queries.devices import devices_by_subscriber
from gongkai.doors.subscriptions.queries.documents import document_of, release_of
from gongkai.doors.subscriptions.rules import NEWS_FOR_HOURS, Sending, Standing
from gongkai.doors.subscriptions.rules.schedule import slot_of
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import Topic, not_news
from gongkai.proactive.policy.rules import ITEM

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import OutboxEntry, Release

CHUNK = 1000
SEND_JOB = "subscriptions.send"
FIT_JOB = "subscriptions.fit"
# Somebody holds it in hand, or may: only these are told of a correction or a withdrawal.
TOLD = (Sending.HANDING, Sending.SENT)
# A subscriber and one of its browsers; 0 is its address itself.
Way = tuple[int, int]
TARGETS = {
    "released": "订阅与内容相符的人", "corrected": "此前收到通知的订阅者", "chosen": "填写的情况符合或者可能符合条件的订阅者",
}  # fmt: skip
EVERY_CHANNEL = "邮件、短信、微信、浏览器"


def hear(entries: Sequence[OutboxEntry]) -> None:
    """Turn outbox entries into deliveries; hearing twice changes nothing."""
    for entry in entries:
        if entry.topic in {Topic.RELEASED, Topic.CORRECTED}:
            _published(entry)
        elif entry.topic == Topic.WITHDRAWN:
            _withdrawn(entry)


def fit_later(*, item_id: int, edition: int, corrected: bool) -> None:
    """Leave it to a job to ask all profiles: there may be very many, and the outbox has others waiting."""
    payload = {"item": item_id, "edition": edition, "corrected": corrected}
    jobs.enqueue(kind=FIT_JOB, payload=payload, key=f"{item_id}:{edition}")


def told_of(item_id: int, *, before: int | None = None) -> dict[Way, int]:
    """Return who was told of a thing and by which way → subscription, those included whose letter is on its way just now.

    `before`: told of an earlier edition than this, so that who hears of a correction twice tells nobody twice.
    """
    rows = Delivery.objects.filter(item_id=item_id, subscriber__isnull=False, state__in=TOLD)
    if before is not None:
        rows = rows.filter(edition__lt=before)
    return {(one, device): pk for one, device, pk in rows.values_list("subscriber_id", "device", "subscription") if one}


def ways_of(targets: Mapping[int, int]) -> dict[Way, int]:
    """Return each subscriber with its address and with each of its browsers."""
    found: dict[Way, int] = {(one, 0): pk for one, pk in targets.items()}
    pks = sorted(targets)
    for start in range(0, len(pks), CHUNK):
        for one, devices in devices_by_subscriber(pks[start : start + CHUNK]).items():
            found |= {(one, device): targets[one] for device in devices}
    return found


def _published(entry: OutboxEntry) -> None:
    release = release_of(entry.item_id)
    if release is None or release.edition.number != entry.edition_number:
        return  # withdrawn or published anew since: a later entry says so
    late = entry.created_at - release.published_at
    if entry.topic == Topic.RELEASED and late > dt.timedelta(hours=NEWS_FOR_HOURS):
        return
    if release.kind in not_news():
        # A line of something that is news itself: it is told only to those whom it may concern.
        if release.kind == ITEM:
            fit_later(item_id=entry.item_id, edition=release.edition.number, corrected=entry.topic == Topic.CORRECTED)
        return
    matched = ways_of(subscribers_of(matching(document_of(release))))
    if entry.topic == Topic.CORRECTED:
        told = told_of(entry.item_id)
        if told:
            deliver(automatic(release, "corrected"), told)
        waiting = Delivery.objects.filter(item_id=entry.item_id, state=Sending.WAITING)
        # Whoever was told by one way is not told anew by another that was added since.
        silent = {one for one, _ in told} | set(waiting.values_list("subscriber_id", flat=True))
        matched = {way: one for way, one in matched.items() if way[0] not in silent}
    if matched:
        deliver(automatic(release, "released"), matched, together=_together(release))


def _together(release: Release) -> str:
    """Return the name of the letter that things released in one action share, "" for one that came out by itself."""
    beside = public_releases().filter(agency_id=release.agency_id, published_at=release.published_at)
    if not beside.exclude(item_id=release.item_id).exists():
        return ""
    return f"together:{release.agency_id}:{int(release.published_at.timestamp() * 1_000_000)}"


def _withdrawn(entry: OutboxEntry) -> None:
    """What was not sent yet is not sent; whoever was told is told that it is gone, without what it said."""
    waiting = Delivery.objects.filter(item_id=entry.item_id, state=Sending.WAITING).exclude(topic="withdrawn")
    waiting.update(state=Sending.DROPPED)
    told = told_of(entry.item_id)
    earlier = Campaign.objects.filter(item_id=entry.item_id).order_by("-pk").first()
    if not told or earlier is None:
        return
    number = entry.edition_number or earlier.edition
    campaign, _ = Campaign.objects.get_or_create(
        item_id=entry.item_id, edition=number, topic="withdrawn", method="precise", author=None,
        defaults={
            "agency_id": earlier.agency_id, "item_key": entry.key, "title": f"撤下通知（索引号 {entry.key}）",
            "target": "此前收到通知的订阅者", "channel": EVERY_CHANNEL,
        },
    )  # fmt: skip
    deliver(campaign, told)


def automatic(release: Release, topic: str) -> Campaign:
    """Return the push that records what subscriptions brought of one wording."""
    campaign, _ = Campaign.objects.get_or_create(
        item_id=release.item_id, edition=release.edition.number, topic=topic, method="precise", author=None,
        defaults={
            "agency_id": release.agency_id, "item_key": release.key, "title": release.title,
            "target": TARGETS[topic],
            "channel": EVERY_CHANNEL,
        },
    )  # fmt: skip
    return campaign


def subscribers_of(subscriptions: Iterable[int]) -> dict[int, int]:
    """Return subscriber → one of the subscriptions that brought the thing to it."""
    found: dict[int, int] = {}
    pks = sorted(subscriptions)
    for start in range(0, len(pks), CHUNK):
        rows = wanted().filter(pk__in=pks[start : start + CHUNK]).order_by("pk")
        for pk, subscriber in rows.values_list("pk", "subscriber_id"):
            found.setdefault(subscriber, pk)
    return found


def message_id(subscriber: int, slot: str, host: str) -> str:
    """Return the Message-ID of a letter: the same for the same letter, and nothing to be read from it."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"letter:{subscriber}:{slot}".encode(), "sha256").hex()[:32]
    return f"{digest}@{host}"


def deliver(campaign: Campaign, targets: Mapping[Way, int], *, occasion: str = "", together: str = "") -> int:
    """Write the deliveries and their letters (way → subscription), and wake the sender; return how many are targets.

    `occasion`: several things of one occasion go into one letter also for those who want to hear at once.
    `together`: the same, for things that are told one after the other: what comes when the letter has left gets its own.
    """
    now, site = timezone.localtime(), default_site()
    host = site.host if site else "gongkai.invalid"
    ways: dict[int, list[int]] = {}
    for subscriber, device in sorted(targets):
        ways.setdefault(subscriber, []).append(device)
    pks = list(ways)
    for start in range(0, len(pks), CHUNK):
        deliveries, letters = _written(
            campaign, {pk: ways[pk] for pk in pks[start : start + CHUNK]}, targets, now, host, occasion or together
        )
        # A chunk a transaction: others write in between, and whoever is killed here goes on where it was.
        with transaction.atomic():
            Letter.objects.bulk_create(letters, ignore_conflicts=True)
            if together:
                own = _apart(campaign, deliveries, letters, together, host)
                Letter.objects.bulk_create(own, ignore_conflicts=True)
            Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    Campaign.objects.filter(pk=campaign.pk).update(targeted=campaign.deliveries.count())
    jobs.enqueue(kind=SEND_JOB, payload={}, key="send")
    return len(targets)


def _apart(
    campaign: Campaign, deliveries: Sequence[Delivery], letters: Sequence[Letter], together: str, host: str
) -> list[Letter]:
    """Return letters of their own for what comes too late for the common one, its deliveries pointing there.

    Letters that wait are locked: whoever takes one in hand does so before, and is seen here, or after, and sees this. One
    that was offered once may have been taken under its Message-ID, and a mailbox would drop another wording of it.
    """
    common = Letter.objects.select_for_update().filter(
        subscriber__in={one.subscriber_id for one in letters}, slot__startswith=together
    )
    rows = common.values_list("subscriber_id", "slot", "state", "tries")
    late = {(subscriber, slot) for subscriber, slot, state, tries in rows if state != Sending.WAITING or tries}

    def own(slot: str) -> str:
        return slot.replace(together, _own(campaign), 1)

    for row in deliveries:
        if (row.subscriber_id, row.slot) in late:
            row.slot = own(row.slot)
    return [
        Letter(
            subscriber_id=one.subscriber_id, device_id=one.device_id, slot=own(one.slot), due_at=one.due_at,
            message_id=message_id(one.subscriber_id, own(one.slot), host),
        )
        for one in letters
        if (one.subscriber_id, one.slot) in late
    ]  # fmt: skip


def _own(campaign: Campaign) -> str:
    return f"push:{campaign.pk}" if campaign.author_id else f"{campaign.topic}:{campaign.item_id}:{campaign.edition}"


def _written(
    campaign: Campaign, ways: Mapping[int, list[int]], targets: Mapping[Way, int], now: dt.datetime, host: str,
    occasion: str,
) -> tuple[list[Delivery], list[Letter]]:  # fmt: skip
    """Return the rows of some subscribers; each browser has letters of its own, at the hour its owner chose."""
    occasion = occasion or _own(campaign)
    rows = Subscriber.objects.filter(pk__in=list(ways), state=Standing.CONFIRMED).exclude(paused_until__gte=now.date())
    told = {device for devices in devices_by_subscriber(ways).values() for device in devices}
    deliveries, letters = [], []
    for pk, frequency, quiet_from, quiet_until in rows.values_list("pk", "frequency", "quiet_from", "quiet_until"):
        common, due = slot_of(now, frequency, occasion=occasion, quiet_from=quiet_from, quiet_until=quiet_until)
        for device in ways[pk]:
            if device and device not in told:
                continue  # gone since it was told
            slot = f"{common}@{device}" if device else common
            deliveries.append(
                Delivery(
                    campaign_id=campaign.pk, subscriber_id=pk, subscription=targets[pk, device], device=device,
                    item_id=campaign.item_id, edition=campaign.edition, topic=campaign.topic, slot=slot, created_at=now,
                )
            )  # fmt: skip
            letters.append(
                Letter(
                    subscriber_id=pk, device_id=device or None, slot=slot, due_at=due,
                    message_id=message_id(pk, slot, host),
                )
            )  # fmt: skip
    return deliveries, letters
