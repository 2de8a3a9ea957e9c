"""Pushes as the desk sees them: target, sent, reached, opened, applied; and where each number comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from gongkai.base.organisations.queries import OutOfSight
from gongkai.doors.subscriptions.models import Campaign, Delivery, HandOut, Handover, Letter, Subscriber, Subscription
from gongkai.doors.subscriptions.permissions import agencies_seen
from gongkai.doors.subscriptions.queries.devices import device_counts
from gongkai.doors.subscriptions.rules import CHANNEL_NAMES, METHOD_NAMES, Sending, Standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from gongkai.base.organisations.queries import Acting

CHANNELS_SHOWN = CHANNEL_NAMES | {"browser": "浏览器提醒", "": "已删除资料的"}
FIGURES = ("targeted", "sent", "reached", "failed", "waiting", "dropped", "filed")
PLACES: dict[str, str] = {
    Sending.SENT: "reached", Sending.FAILED: "failed", Sending.DROPPED: "dropped", Sending.WAITING: "waiting",
    Sending.HANDING: "waiting", Sending.FILED: "filed",
}  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """The figures of one push. `reached`: sent and not returned; of paper, receipts. `opened` are clicks, not people."""

    campaign: Campaign
    targeted: int
    sent: int
    reached: int
    failed: int
    waiting: int
    dropped: int
    opened: int
    applied: int


def campaigns(by: Acting) -> QuerySet[Campaign]:
    return Campaign.objects.filter(agency__in=agencies_seen(by)).select_related("agency", "author", "reviewer")


def campaign_of(pk: int, by: Acting) -> Campaign:
    """Raises OutOfSight for a push of another agency, and for none."""
    found = campaigns(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight("没有这项推送。")
    return found


def _counts(rows: QuerySet[Any], field: str = "state") -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    grouped: Iterable[Mapping[str, Any]] = rows.order_by().values("campaign", field).annotate(n=Count("pk"))
    for row in grouped:
        found.setdefault(row["campaign"], {})[row[field]] = row["n"]
    return found


def effects(several: Iterable[Campaign]) -> list[Effect]:
    """Return the figures of pushes: three queries, however many there are."""
    rows = list(several)
    pks = [one.pk for one in rows]
    letters = _counts(Delivery.objects.filter(campaign__in=pks))
    calls = _counts(Handover.objects.filter(campaign__in=pks))
    returned = dict(
        Delivery.objects.filter(campaign__in=pks, state=Sending.SENT, device=0, subscriber__stop_reason="bounced")
        .order_by().values("campaign").annotate(n=Count("pk")).values_list("campaign", "n")
    )  # fmt: skip
    paper = {
        row["campaign"]: row
        for row in HandOut.objects.filter(campaign__in=pks).order_by().values("campaign").annotate(
            points=Count("pk"), receipts=Count("pk", filter=Q(received_on__isnull=False))
        )
    }  # fmt: skip
    return [_effect(one, letters, calls, paper, returned.get(one.pk, 0)) for one in rows]


def _effect(
    one: Campaign,
    letters: Mapping[int, Mapping[str, int]],
    calls: Mapping[int, Mapping[str, int]],
    paper: Mapping[int, Mapping[str, Any]],
    returned: int,
) -> Effect:
    if one.method == "offline":
        points, receipts = paper.get(one.pk, {}).get("points", 0), paper.get(one.pk, {}).get("receipts", 0)
        return _handed(one, calls.get(one.pk, {}), points, receipts)
    if one.method == "broad":
        return _handed(one, calls.get(one.pk, {}), 0, 0)
    own = letters.get(one.pk, {})
    sent = own.get(Sending.SENT, 0)
    waiting = own.get(Sending.WAITING, 0) + own.get(Sending.HANDING, 0)
    return Effect(
        one, one.targeted, sent, sent - returned, own.get(Sending.FAILED, 0) + returned, waiting,
        own.get(Sending.DROPPED, 0), one.opened, one.applied,
    )  # fmt: skip


def _handed(one: Campaign, calls: Mapping[str, int], points: int, receipts: int) -> Effect:
    """Count what partners took by mail or call together with what was handed out on paper and signed for."""
    done = calls.get("done", 0)
    return Effect(
        one, sum(calls.values()) + points, done + points, done + receipts, calls.get("dead", 0),
        calls.get("waiting", 0) + points - receipts, calls.get("dropped", 0), one.opened, one.applied,
    )  # fmt: skip


def effect_of(campaign: Campaign) -> Effect:
    return effects([campaign])[0]


def by_channel(campaign: Campaign) -> list[dict[str, Any]]:
    """Return what a push brought by each channel: target, sent, reached, not reached; channels with nothing are left out.

    Of browsers, `reached` means that the push service of the browser's maker took it; what lies behind tells nobody.
    """
    rows = (
        campaign.deliveries.order_by()
        .annotate(browser=Q(device__gt=0))
        .values("browser", "subscriber__channel", "state")
    )
    found: dict[str, dict[str, int]] = {}
    for row in rows.annotate(n=Count("pk"), returned=Count("pk", filter=Q(subscriber__stop_reason="bounced"))):
        channel = "browser" if row["browser"] else row["subscriber__channel"] or ""
        own = found.setdefault(channel, dict.fromkeys(FIGURES, 0))
        returned = row["returned"] if row["state"] == Sending.SENT and not row["browser"] else 0
        own["targeted"] += row["n"]
        own["sent"] += row["n"] if row["state"] == Sending.SENT else 0
        own["failed"] += returned
        own[PLACES[row["state"]]] += row["n"] - returned
    return [{"name": name, **found[key]} for key, name in CHANNELS_SHOWN.items() if key in found]


def overview() -> dict[str, int]:
    """Return how subscriptions stand on this platform: numbers only, nobody's name."""
    subscribers = Subscriber.objects.aggregate(
        confirmed=Count("pk", filter=Q(state=Standing.CONFIRMED)),
        enterprises=Count("pk", filter=Q(state=Standing.CONFIRMED, kind="enterprise")),
        bounced=Count("pk", filter=Q(stop_reason="bounced")),
        complaints=Count("pk", filter=Q(stop_reason="complaint")),
        left=Count("pk", filter=Q(stop_reason="own")),
    )
    letters = Letter.objects.aggregate(
        waiting=Count("pk", filter=Q(state__in=[Sending.WAITING, Sending.HANDING])),
        sent=Count("pk", filter=Q(state=Sending.SENT)),
        failed=Count("pk", filter=Q(state=Sending.FAILED)),
    )
    devices = {f"devices_{name}": count for name, count in device_counts().items()}
    return {**subscribers, **letters, **devices, "subscriptions": Subscription.objects.filter(active=True).count()}


def by_method(several: Iterable[Effect]) -> list[dict[str, Any]]:
    """Return the sums of each method."""
    rows = []
    listed = list(several)
    for key, name in METHOD_NAMES.items():
        own = [one for one in listed if one.campaign.method == key]
        sums = {word: sum(getattr(one, word) for one in own) for word in ("sent", "reached", "opened", "applied")}
        rows.append({"key": key, "name": name, "pushes": len(own), **sums})
    return rows
