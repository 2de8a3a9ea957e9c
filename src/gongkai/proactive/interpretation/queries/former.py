"""What a policy came after: its own earlier edition, or the policy that it repeals, replaces or amends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.engine.publishing.rules import State
from gongkai.proactive.interpretation.queries import neighbours
from gongkai.proactive.interpretation.queries.working import policy_edition

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Edition, Item

CAME_AFTER = ("repeals", "replaces", "lapses", "amends")
PUBLIC = (State.PUBLISHED, State.SUPERSEDED)


@dataclass(frozen=True)
class Former:
    """`name` says against what is compared, for the page."""

    name: str
    old: Edition
    new: Edition


def former_of(policy: Item) -> Former | None:
    """Return the two wordings to compare, or None where a policy is the first of its kind."""
    new = policy_edition(policy)
    if new is None:
        return None
    own = neighbours.editions().filter(item=policy, number__lt=new.number, state__in=PUBLIC).order_by("-number").first()
    if own is not None:
        return Former(f"本文件第{own.number}版", own, new)
    targets = neighbours.relations().filter(source=policy, verb__in=CAME_AFTER, target__isnull=False)
    order = {verb: place for place, verb in enumerate(CAME_AFTER)}
    for relation in sorted(targets, key=lambda one: (order[one.verb], one.pk)):
        old = neighbours.editions().filter(item=relation.target_id, state__in=PUBLIC).order_by("-number").first()
        if old is not None:
            return Former(f"《{old.title}》", old, new)
    return None
