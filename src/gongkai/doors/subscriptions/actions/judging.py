"""Why somebody is told of something that was found for their profile: judged when the letter leaves, by what they say of themselves then."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gongkai.doors.subscriptions.rules.eligibility import Judged, asked

if TYPE_CHECKING:
    from gongkai.doors.subscriptions.models import Delivery, Letter, Subscriber
    from gongkai.engine.publishing.models import Release

NOT_ANY_MORE = Judged("no", "内容更正以后，按您填写的情况已经不符合条件，请以更正后的内容为准")


def reasons(
    letters: Sequence[Letter], rows: Mapping[tuple[int, str], Sequence[Delivery]], releases: Mapping[int, Release]
) -> dict[int, Judged]:
    """Return the answer for each delivery that a profile brought about; one that is missing is not known (any more).

    A correction goes to all who were told: to whom it does not fit any more it says so.
    """
    together: dict[tuple[str, str], list[tuple[Delivery, Subscriber]]] = {}
    for letter in letters:
        for row in rows.get((letter.subscriber_id, letter.slot), ()):
            if row.subscription == 0 and row.topic in {"chosen", "corrected"} and row.item_id in releases:
                place = (releases[row.item_id].key, letter.subscriber.kind)
                together.setdefault(place, []).append((row, letter.subscriber))
    found: dict[int, Judged] = {}
    for (key, kind), several in together.items():
        said = [(row, json.loads(one.profile)) for row, one in several if one.profile]
        answers = asked(key, kind, [profile for _, profile in said]) if said else None
        for (row, _), answer in zip(said, answers or (), strict=False):
            gone = answer.verdict == "no" and row.topic == "corrected"
            found[row.pk] = NOT_ANY_MORE if gone else answer
    return found
