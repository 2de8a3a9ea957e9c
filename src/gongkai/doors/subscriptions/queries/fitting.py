"""Eligibility as policy items know it: a push may name an item, or the document that items rest on."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.doors.subscriptions.rules.eligibility import Judged, Said
from gongkai.proactive.policy import queries as policy
from gongkai.proactive.policy.rules.conditions import Profile
from gongkai.proactive.policy.rules.facts import Audience
from gongkai.proactive.policy.rules.profiles import ProfileRefused, read

AUDIENCES = {"enterprise": Audience.COMPANY, "person": Audience.RESIDENT}


def by_policy_items(key: str, kind: str, profiles: Sequence[Said]) -> list[Judged] | None:
    """Say of each profile whether an item of this index number, or of this document, fits it for sure; None without items."""
    audience = AUDIENCES.get(kind)
    items = [shown] if (shown := policy.item_at(key)) is not None else policy.items_of_document(key)
    if audience is None or not items:
        return None
    known = [_profile(audience, one) for one in profiles]
    found = [Judged("no", "不符合申请条件")] * len(known)
    for item in items:
        answers = policy.eligible(item.release.key, audience, known)
        for number in answers.yes:
            if found[number].verdict != "yes":
                found[number] = Judged("yes", f"符合“{item.release.title}”的条件")
        for number in answers.depends:
            if found[number].verdict == "no":
                found[number] = Judged("depends", f"“{item.release.title}”还缺资料，不能确定")
    return found


def _profile(audience: Audience, said: Said) -> Profile:
    try:
        return read(audience, said)
    except ProfileRefused:
        return {}  # what cannot be is taken as nothing known: never as a yes
