"""What other packages set beside a public interpretation, and what they say of outside products in it.

Packages above know interpretations; interpretations do not know them. They register here in their `reactions.py`:

    beside(Box("rating", "outreach/portal/_rating.html", order=50))
    supplied(lambda item: "……")
    benefiting(lambda document_key: [Benefit(…)])

A page includes each box's template with `release` in its context. `supply_lacking` joins what is said of one interpretation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A template that the public page of an interpretation includes; it may read nothing but `release`."""

    key: str
    template: str
    order: int = 100


BOXES: dict[str, Box] = {}
SUPPLIED: list[Callable[[int], str]] = []


def beside(box: Box) -> Box:
    BOXES[box.key] = box
    return box


def boxes() -> list[Box]:
    return sorted(BOXES.values(), key=lambda box: box.order)


def supplied(function: Callable[[int], str]) -> Callable[[int], str]:
    """Register what says which outside product in this item (by its primary key) has not passed its review; "" for none."""
    SUPPLIED.append(function)
    return function


def supply_lacking(item: int) -> str:
    """Return the sentence for `rules.road.lacking`, key "supplied"; empty when nothing stands in the way."""
    return "；".join(said for function in SUPPLIED if (said := function(item)))


@dataclass(frozen=True)
class Benefit:
    """What a confirmed item of a policy says: for whom, how much, by steps (for whom, how much), how to apply."""

    title: str
    who: str
    value: str
    tiers: tuple[tuple[str, str], ...]
    apply: str


BENEFITING: list[Callable[[str], Sequence[Benefit]]] = []


def benefiting(function: Callable[[str], Sequence[Benefit]]) -> Callable[[str], Sequence[Benefit]]:
    """Register what tells the confirmed benefits of a document by its key: a visual reading can begin with them."""
    BENEFITING.append(function)
    return function


def benefits_of(document_key: str) -> list[Benefit]:
    return [one for function in BENEFITING for one in function(document_key)]
