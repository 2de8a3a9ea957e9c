"""What a new policy item means for those who said who they are: all profiles are asked, nobody it surely does not fit is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from gongkai.doors.subscriptions.actions.telling import automatic, deliver, told_of, ways_of
from gongkai.doors.subscriptions.models import Delivery, Subscriber
from gongkai.doors.subscriptions.queries.documents import release_of
from gongkai.doors.subscriptions.rules import CHANNEL_NAMES, SUBSCRIBER_KINDS, Sending, Standing
from gongkai.doors.subscriptions.rules.eligibility import Judged, eligible

BATCH = 2000


def fitting(key: str, kind: str, channels: Sequence[str] = tuple(CHANNEL_NAMES)) -> Iterator[list[tuple[int, Judged]]]:
    """Ask every profile of a kind, a batch at a time: whom the thing fits or may fit, and why. A clear no is left out."""
    rows = Subscriber.objects.filter(has_profile=True, kind=kind, state=Standing.CONFIRMED, channel__in=channels)
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", "profile")[:BATCH]):
        last = some[-1][0]
        judged = eligible(key, kind, [json.loads(profile) for _, profile in some])
        yield [(pk, one) for (pk, _), one in zip(some, judged, strict=True) if one.verdict != "no"]


def tell_fitting(*, item_id: int, edition: int, corrected: bool = False) -> int:
    """Tell those whom a public item fits or may fit, and those who were told of what is corrected now; return how many are targets.

    What they are told, and whether it still fits, is looked up once more when the letter leaves. A second run changes nothing.
    """
    release = release_of(item_id)
    if release is None or release.edition.number != edition:
        return 0  # withdrawn or published anew since: a later run says so
    told = told_of(item_id, before=edition) if corrected else {}
    if corrected:
        # What still waits speaks of the earlier wording: whoever it fits now is told of the new one instead.
        Delivery.objects.filter(item_id=item_id, edition__lt=edition, state=Sending.WAITING).update(
            state=Sending.DROPPED
        )
    targets = len(told)
    if told:
        deliver(automatic(release, "corrected"), told)
    silent = {subscriber for subscriber, _ in told}
    for kind in SUBSCRIBER_KINDS:
        for some in fitting(release.key, kind):
            chosen = ways_of({pk: 0 for pk, _ in some if pk not in silent})
            if chosen:
                targets += deliver(automatic(release, "chosen"), chosen)
    return targets
