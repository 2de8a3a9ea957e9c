"""A day of an office while its superior fails at random: the same for every way of filing, drawn from one seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Protocol

from tests.partners.wire import Fault, Faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.partners.conftest import World

ACTS, MOST_FAULTS = 8, 10
"""Fewer faults than tries: however they fall, no filing is given up."""


class GivesReceipts(Protocol):
    """Leave or send every receipt that is owed, so many times."""

    def __call__(self, *, times: int) -> object: ...


def play(
    world: World, dice: Random, partner: str, faults: Faults, numbers: Iterator[int], give: GivesReceipts
) -> None:  # fmt: skip
    """Publish, correct and withdraw in a random order while faults come at random, until everything has its receipt."""
    ours: list[str] = []
    planned = 0
    for _ in range(ACTS):
        coming = dice.choices(list(Fault), k=min(dice.randint(0, 3), MOST_FAULTS - planned))
        planned += len(coming)
        faults.plan(*coming)
        act = dice.choice(["publish", "publish", "correct", "withdraw"]) if ours else "publish"
        if act == "publish":
            ours.append(world.clerk("publish", number=next(numbers)))
        elif act == "correct":
            world.clerk("correct", key=dice.choice(ours), text=f"更正后的第{dice.randint(2, 99)}稿")
        else:
            world.clerk("withdraw", key=ours.pop(dice.randrange(len(ours))))
        if dice.random() < 0.4:
            give(times=dice.randint(1, 3))
    world.until(lambda: all_answered(world, partner, give))
    faults.clear()


def all_answered(world: World, partner: str, give: GivesReceipts) -> bool:
    """Give what is owed, and say whether no filing with this partner waits any more."""
    give(times=2)
    return bool(world.clerk("waiting", code=partner) == 0)
