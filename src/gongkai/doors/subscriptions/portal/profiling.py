"""The questions about an enterprise or a person in its space: what is left open is not known, and nobody must answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.queries.fitting import AUDIENCES
from gongkai.proactive.policy.rules.facts import Fact, Sort, facts_for
from gongkai.proactive.policy.rules.profiles import NONE_OF_THESE, ProfileRefused, read, spoken

if TYPE_CHECKING:
    from django.http import QueryDict

    from gongkai.doors.subscriptions.models import Subscriber

NOT_SAID = ("", "不清楚、先不填")


def questions(subscriber: Subscriber, typed: QueryDict | None = None) -> list[dict[str, Any]]:
    """Return what is asked, with what was said before or typed just now."""
    kept: dict[str, list[str]] = json.loads(subscriber.profile) if subscriber.profile else {}
    shown = []
    for fact in facts_for(AUDIENCES[subscriber.kind]):
        said = typed.getlist(fact.key) if typed is not None else kept.get(fact.key, [])
        shown.append(_question(fact, said))
    return shown


def _question(fact: Fact, said: list[str]) -> dict[str, Any]:
    unit = f"（{fact.unit}）" if fact.unit and fact.sort is Sort.NUMBER else ""
    common = {"key": fact.key, "label": fact.question + unit, "value": said[0] if said else ""}
    if fact.sort is Sort.NUMBER:
        return common | {"sort": "number"}
    if fact.sort is Sort.MANY:
        options = [*fact.choices.items(), (NONE_OF_THESE, "都没有")]
        return common | {"sort": "many", "options": [(key, word, key in said) for key, word in options]}
    options = [("yes", fact.yes), ("no", fact.no)] if fact.sort is Sort.FLAG else list(fact.choices.items())
    return common | {"sort": "one", "options": [(key, word, key in said) for key, word in [NOT_SAID, *options]]}


def save(subscriber: Subscriber, data: QueryDict) -> None:
    """Keep the answers. Raises Refused with a sentence for what cannot be."""
    audience = AUDIENCES[subscriber.kind]
    try:
        profile = read(audience, {fact.key: data.getlist(fact.key) for fact in facts_for(audience)})
    except ProfileRefused as error:
        raise actions.Refused(str(error)) from error
    actions.set_profile(subscriber=subscriber, profile=spoken(profile), agreed=bool(data.get("agree")))
