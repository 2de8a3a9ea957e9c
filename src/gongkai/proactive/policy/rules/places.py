"""Districts, streets and parks that this installation knows: who is somewhere is also in all that lies above it. No Django.

Somebody who names a district only may live in any street of it: a condition on a street is then not known, neither yes nor no.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

KEPT_SECONDS = 60.0


@dataclass(frozen=True)
class Place:
    """`path`: the codes from the top down to the place itself."""

    name: str
    path: tuple[str, ...]


Look = Callable[[], Mapping[str, Place]]


class Places(Mapping[str, str]):
    """Code → name, as the choices of a fact; looked up again once a minute, so that a new street is offered soon."""

    def __init__(self) -> None:
        self._look: Look = dict
        self._known: Mapping[str, Place] = {}
        self._until = 0.0

    def come_from(self, look: Look) -> None:
        self._look = look
        self.forget()

    def forget(self) -> None:
        self._until = 0.0

    def known(self) -> Mapping[str, Place]:
        if time.monotonic() >= self._until:
            self._known, self._until = self._look(), time.monotonic() + KEPT_SECONDS
        return self._known

    def __getitem__(self, code: str) -> str:
        return self.known()[code].name

    def __iter__(self) -> Iterator[str]:
        return iter(self.known())

    def __len__(self) -> int:
        return len(self.known())

    def path(self, code: str) -> tuple[str, ...]:
        found = self.known().get(code)
        return found.path if found is not None else (code,)

    def within(self, code: str, wanted: frozenset[str]) -> bool:
        """Return whether a place is one of these, or lies in one."""
        return not wanted.isdisjoint(self.path(code))

    def around(self, code: str, wanted: frozenset[str]) -> bool:
        """Return whether one of these lies in the place: who is there may be in it, or not."""
        return any(code in self.path(one) for one in wanted)


PLACES = Places()
ENDINGS = ("人民政府", "办事处", "管理委员会", "管委会")


def place_name(agency: str) -> str:
    """Return the place that an office is named after: «明德街道办事处» stands for 明德街道."""
    for ending in ENDINGS:
        if agency.endswith(ending):
            return agency.removesuffix(ending)
    return agency
