"""What other packages set beside a public interpretation, and what they say of outside products in it.

Packages above know interpretations; interpretations do not know them. They register here in their `reactions.py`:

    beside(Box("rating", "outreach/portal/_rating.html", order=50))
    supplied(lambda item: "……")

A page includes each box's template with `release` in its context. `supply_lacking` joins what is said of one interpretation.
"""

from __future__ import annotations

from collections.abc import Callable
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
