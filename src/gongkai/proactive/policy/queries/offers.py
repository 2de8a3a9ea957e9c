"""What other packages ask of policy items: whom they fit, for whom they are, which stand on a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.proactive.policy.queries.public import Shown, item_at, public_items
from gongkai.proactive.policy.rules.batches import Batch
from gongkai.proactive.policy.rules.conditions import Every, Node, Test, evaluate, facts_in, open_points
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES, Sort
from gongkai.proactive.policy.rules.periods import MATCHED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.proactive.policy.rules.conditions import Profile


@dataclass(frozen=True)
class Eligibility:
    """Positions in the list of profiles. `depends` lack a fact, or need an office's judgement: never told as a yes.

    `open` says in words for each of these what it still depends on.
    """

    yes: list[int]
    depends: list[int]
    open: dict[int, list[str]] = field(default_factory=dict)


def eligible(key: str, audience: str, profiles: Sequence[Profile]) -> Eligibility:
    """Say whom a public item fits. Nobody, where it is not public, has ended or closed, or is for the other audience."""
    shown = item_at(key)
    if shown is None or shown.standing.key not in MATCHED or audience not in shown.facts["audiences"]:
        return Eligibility([], [])
    answers = Batch(profiles).answers(shown.condition)
    everyone = range(len(profiles))
    yes = [number for number in everyone if answers.yes >> number & 1]
    depends = [number for number in everyone if not answers.yes >> number & 1 and answers.possible >> number & 1]
    return Eligibility(yes, depends, _open(shown.condition, profiles, depends))


def _open(node: Node, profiles: Sequence[Profile], depends: Sequence[int]) -> dict[int, list[str]]:
    """Look at each different set of answers to the questions of a condition once, however many profiles give it."""
    asked = sorted(facts_in(node))
    known: dict[tuple[object, ...], list[str]] = {}
    found: dict[int, list[str]] = {}
    for number in depends:
        said = tuple(profiles[number].get(key) for key in asked)
        if said not in known:
            known[said] = open_points(evaluate(node, profiles[number]))
        found[number] = known[said]
    return found


def audience_tags(key: str) -> list[str]:
    """Return words for whom a public item is: the audiences, and every group that its conditions name for sure."""
    shown = item_at(key)
    if shown is None:
        return []
    tags = [AUDIENCE_NAMES[one] for one in shown.facts["audiences"]]
    return tags + [word for word in _groups(shown.condition) if word not in tags]


def _groups(node: Node) -> list[str]:
    if isinstance(node, Every):
        return [word for one in node.parts for word in _groups(one)]
    if not isinstance(node, Test) or node.about.sort is Sort.NUMBER:
        return []
    if node.about.sort is Sort.FLAG:
        return [node.about.yes] if node.flag else []
    return [node.about.choices[one] for one in node.about.choices if one in node.values]


def items_of_document(document_key: str) -> list[Shown]:
    """Return the public items that rest on a document."""
    return [one for one in public_items() if one.release.edition.snapshot["document"]["key"] == document_key]
