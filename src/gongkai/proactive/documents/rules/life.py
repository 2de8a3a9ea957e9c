"""What happens to a text after it was made, told by whoever knows of it: cleaned up, evaluated. No Django."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable


@dataclass(frozen=True)
class LifeEvent:
    """One event in the life of a public text; only what the public may know is told. `links` are (words, address)."""

    on: dt.date
    label: str
    note: str = ""
    links: tuple[tuple[str, str], ...] = field(default=())
    ends: bool = False


TELLERS: list[Callable[[str], Iterable[LifeEvent]]] = []


def tells_life(function: Callable[[str], Iterable[LifeEvent]]) -> Callable[[str], Iterable[LifeEvent]]:
    """Register a function from index number to events; the page of the document asks it. A few queries at most."""
    TELLERS.append(function)
    return function
