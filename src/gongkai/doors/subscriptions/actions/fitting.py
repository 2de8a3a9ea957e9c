"""What a new policy item means for those who said who they are: all profiles are asked, nobody it surely does not fit is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from django.db import transaction

from gongkai.doors.subscriptions.actions.telling import automatic, deliver, told_of, ways_of
from gongkai.doors.subscriptions.models import Delivery, Subscriber
from gongkai.doors.subscriptions.queries.documents import release_of
from gongkai.doors.subscriptions.queries.fitting import open_for
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


@transaction.atomic
def tell_what_is_open(*, subscriber_id: int, occasion: str) -> int:
    """Tell somebody who said who they are of what was released before, is still open and fits or may fit; in one letter.

    Each thing once: whoever was told of it by any way hears nothing. All or nothing, so that a second run finds a whole letter.
    """
    person = Subscriber.objects.select_for_update().filter(pk=subscriber_id, state=Standing.CONFIRMED).first()
    if person is None or not person.profile:
        return 0
    rows = Delivery.objects.filter(subscriber=person)
    known = set(rows.exclude(state=Sending.DROPPED).values_list("item_id", flat=True))
    found = [one for one in open_for(person.kind, json.loads(person.profile)) if one.item_id not in known]
    # Dropped because it did not fit what was said before: now it does, and takes its place anew.
    rows.filter(state=Sending.DROPPED, topic="chosen", item_id__in=[one.item_id for one in found]).delete()
    for release in found:
        deliver(automatic(release, "chosen"), ways_of({person.pk: 0}), occasion=occasion)
    return len(found)


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
