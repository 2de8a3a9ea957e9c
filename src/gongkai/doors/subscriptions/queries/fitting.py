"""Eligibility as policy items know it: a push may name an item, or the document that items rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.doors.subscriptions.rules.eligibility import Judged, Said
from gongkai.proactive.policy import queries as policy
from gongkai.proactive.policy.rules.conditions import Answer, Profile
from gongkai.proactive.policy.rules.facts import Audience
from gongkai.proactive.policy.rules.profiles import ProfileRefused, read

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release

AUDIENCES = {"enterprise": Audience.COMPANY, "person": Audience.RESIDENT}
MOST_POINTS = 3  # named in one sentence
NO = Judged("no", "不符合申请条件")


def by_policy_items(key: str, kind: str, profiles: Sequence[Said]) -> list[Judged] | None:
    """Say of each profile whether an item of this index number, or one of this document, fits it; None without items.

    A yes is sure. What depends says on what: a fact that was not given, or what an office has to decide.
    """
    audience = AUDIENCES.get(kind)
    items = [shown] if (shown := policy.item_at(key)) is not None else policy.items_of_document(key)
    if audience is None or not items:
        return None
    known = [_profile(audience, one) for one in profiles]
    found = [NO] * len(known)
    for item in items:
        answers = policy.eligible(item.release.key, audience, known)
        yes = Judged("yes", f"符合“{item.release.title}”的条件")
        for number in answers.yes:
            if found[number].verdict != "yes":
                found[number] = yes
        for number in answers.depends:
            if found[number].verdict == "no":
                found[number] = Judged("depends", still_open(answers.open[number]))
    return found


def open_for(kind: str, said: Said) -> list[Release]:
    """Return what is public, neither ended nor closed, and fits or may fit one profile; newest first."""
    audience = AUDIENCES.get(kind)
    if audience is None:
        return []
    found = policy.matching(audience, _profile(audience, said), policy.public_items())
    return [one.item.release for one in found if one.answer is not Answer.NO]


def still_open(points: Sequence[str]) -> str:
    """Return the sentence that tells what it depends on; long lists are cut and counted."""
    more = f"等{len(points)}项" if len(points) > MOST_POINTS else ""
    return f"可能适用：还要看{'、'.join(points[:MOST_POINTS])}{more}"


def _profile(audience: Audience, said: Said) -> Profile:
    try:
        return read(audience, said)
    except ProfileRefused:
        return {}  # what cannot be is taken as nothing known: never as a yes
