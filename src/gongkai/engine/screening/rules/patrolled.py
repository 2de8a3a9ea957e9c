"""Who wants to know how the links of public pages stand: packages register, the watch of the sites tells, neither knows the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class SeenLink:
    """A link of a public content as a round of the watch found it. `item_id` is the publishing number of the content.

    `good` is what counts for a task: another host that failed once is not broken yet.
    """

    item_id: int
    url: str
    good: bool
    reason: str
    at: dt.datetime


LISTENERS: dict[str, Callable[[Sequence[SeenLink]], None]] = {}


def hears_links(name: str) -> Callable[[Callable[[Sequence[SeenLink]], None]], Callable[[Sequence[SeenLink]], None]]:
    """Register a function that is told after each round; it must be able to hear the same twice."""

    def register(function: Callable[[Sequence[SeenLink]], None]) -> Callable[[Sequence[SeenLink]], None]:
        LISTENERS[name] = function
        return function

    return register


def tell(seen: Sequence[SeenLink]) -> None:
    for listener in LISTENERS.values():
        listener(seen)
