"""From claimed letters to what goes out: what they tell is looked up now, so that nothing withdrawn leaves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.ui.text import cn_date
from gongkai.doors.subscriptions.actions.judging import reasons
from gongkai.doors.subscriptions.models import Delivery, Device, Letter, Subscription
from gongkai.doors.subscriptions.queries import links
from gongkai.doors.subscriptions.queries.packages import page_of
from gongkai.doors.subscriptions.rules import Sending, Standing
from gongkai.doors.subscriptions.rules.adapters import TEMPLATES, Message, filled
from gongkai.doors.subscriptions.rules.eligibility import Judged
from gongkai.doors.subscriptions.rules.letters import (
    Mail,
    News,
    one_line,
    reminder_of,
    stop_headers,
    subject_of,
    text_of,
)
from gongkai.doors.subscriptions.rules.webpush import Push, Receiver, topic_of, unpacked
from gongkai.engine.publishing.queries import public_releases

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release


CHUNK = 1000


@dataclass
class Ready:
    """A letter that says something: a mail, a message or a push, and the deliveries it carries."""

    channel: str
    deliveries: list[int] = field(default_factory=list)
    mail: Mail | None = None
    message: Message | None = None
    push: Push | None = None


def compose(letters: Sequence[Letter]) -> dict[int, Ready]:
    """Return what goes out by letter; a letter that has nothing to say (any more) is missing, its deliveries are dropped."""
    rows = _deliveries(letters)
    releases = _releases({row.item_id for several in rows.values() for row in several})
    names = _names({row.subscription for several in rows.values() for row in several})
    judged = reasons(letters, rows, releases)
    house = _House()
    ready: dict[int, Ready] = {}
    dropped: list[int] = []
    today = timezone.localdate()
    for letter in letters:
        person = letter.subscriber
        standing = person.state == Standing.CONFIRMED and not (person.paused_until and person.paused_until >= today)
        standing = standing and not (letter.device and letter.device.gone_reason)
        kept = []
        for row in rows.get((letter.subscriber_id, letter.slot), ()):
            why = judged.get(row.pk)
            there = row.topic == "withdrawn" or row.item_id in releases
            if standing and there and (row.topic != "chosen" or (why is not None and why.verdict != "no")):
                name = names.get(row.subscription, "")
                kept.append((row, house.news(row, releases.get(row.item_id), name, why)))
            else:
                dropped.append(row.pk)
        if kept:
            ready[letter.pk] = house.written(letter, [row.pk for row, _ in kept], [news for _, news in kept])
    Delivery.objects.filter(pk__in=dropped).update(state=Sending.DROPPED)
    return ready


def _deliveries(letters: Sequence[Letter]) -> dict[tuple[int, str], list[Delivery]]:
    """Take the deliveries of these letters in hand, and return them.

    They are marked before anybody looks whether the thing is still public: a withdrawal from now on finds them told.
    """
    wanted = {(one.subscriber_id, one.slot) for one in letters}
    rows = Delivery.objects.filter(subscriber__in={pk for pk, _ in wanted}, slot__in={slot for _, slot in wanted})
    open_rows = rows.filter(state__in=[Sending.WAITING, Sending.HANDING]).values_list("pk", "subscriber_id", "slot")
    mine = [pk for pk, subscriber, slot in open_rows if (subscriber, slot) in wanted]
    found: dict[tuple[int, str], list[Delivery]] = {}
    for start in range(0, len(mine), CHUNK):
        some = Delivery.objects.filter(pk__in=mine[start : start + CHUNK])
        some.filter(state=Sending.WAITING).update(state=Sending.HANDING)
        for row in some.filter(state=Sending.HANDING).select_related("campaign").order_by("pk"):
            found.setdefault((row.subscriber_id or 0, row.slot), []).append(row)
    return found


def _releases(items: set[int]) -> dict[int, Release]:
    return {one.item_id: one for one in public_releases().filter(item_id__in=items)}


def _names(subscriptions: set[int]) -> dict[int, str]:
    return dict(Subscription.objects.filter(pk__in=subscriptions).values_list("pk", "name"))


class _House:
    """What stands in every letter of a run, looked up once."""

    def __init__(self) -> None:
        self.origin, self.site = links.origin(), links.site_name()
        self._told: dict[tuple[int, str, str], News] = {}

    def news(self, row: Delivery, release: Release | None, name: str, judged: Judged | None) -> News:
        why = f"来自您的订阅：{one_line(name)}" if name else one_line(judged.reason) if judged else ""
        verdict = judged.verdict if judged else ""
        known = self._told.get((row.campaign_id, verdict, why))
        if known is None:
            known = self._told[row.campaign_id, verdict, why] = self._news(row, release, why, verdict == "depends")
        return known

    def _news(self, row: Delivery, release: Release | None, why: str, unsure: bool) -> News:
        campaign = row.campaign
        if release is None or row.topic == "withdrawn":
            return News("withdrawn", campaign.item_key, self.origin + page_of(campaign.item_key))
        return News(
            row.topic, release.key, self.origin + links.counted_path(campaign), release.title,
            release.agency.name, cn_date(timezone.localtime(release.published_at).date()), why, unsure,
        )  # fmt: skip

    def written(self, letter: Letter, deliveries: list[int], several: Sequence[News]) -> Ready:
        person = letter.subscriber
        if letter.device is not None:
            return Ready("push", deliveries, push=self._push(letter.device, letter.slot, several))
        if person.channel != "mail":
            return Ready(person.channel, deliveries, message=self._message(letter, several))
        stop = self.origin + links.stop_path(person)
        text = text_of(several, site=self.site, manage=self.origin + links.manage_path(person), stop=stop)
        subject = subject_of(several, self.site)
        mail = Mail(person.address, subject, text, letter.message_id, stop_headers(stop))
        return Ready("mail", deliveries, mail=mail)

    def _push(self, device: Device, slot: str, several: Sequence[News]) -> Push:
        """A correction or withdrawal has the code of what it corrects: it takes its place, unseen or seen."""
        subject = topic_of(f"item:{several[0].key}" if len(several) == 1 else f"letter:{slot}")
        said = reminder_of(several, site=self.site, origin=self.origin, subject=subject)
        receiver = Receiver(device.endpoint, unpacked(device.public), unpacked(device.auth))
        return Push(receiver, subject, json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())

    def _message(self, letter: Letter, several: Sequence[News]) -> Message:
        first = several[0]
        template = "digest" if len(several) > 1 else "perhaps" if first.unsure else first.topic
        url = first.url if len(several) == 1 else f"{self.origin}/"
        values = {
            "site": self.site, "title": one_line(first.title)[:60], "url": url, "key": first.key,
            "count": str(len(several)),
        }  # fmt: skip
        text = filled(TEMPLATES[template], values)
        return Message(letter.message_id, letter.subscriber.address, template, text, values)
