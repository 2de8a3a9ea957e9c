"""Who is eligible: asked of whoever can compute it (R190). Packages that can give their function here. No Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["yes", "no", "depends"]
# What a subscriber said of itself, as the fields of a form: fact → values.
Said = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Judged:
    """One answer, with its reason in a Chinese sentence."""

    verdict: Verdict
    reason: str = ""


# (index number of what is public, "person" or "enterprise", profiles) → one answer each, or None when this function knows
# nothing of that index number.
Eligible = Callable[[str, str, Sequence[Said]], Sequence[Judged] | None]
ELIGIBLE: list[Eligible] = []


def eligible(key: str, kind: str, profiles: Sequence[Said]) -> list[Judged]:
    """Return one answer for each profile, from the first function that knows the thing; nobody is eligible for what none knows."""
    found = asked(key, kind, profiles)
    return found if found is not None else [Judged("no", "没有可以判断条件的政策事项")] * len(profiles)


def asked(key: str, kind: str, profiles: Sequence[Said]) -> list[Judged] | None:
    """Return one answer for each profile, None where nobody knows the thing."""
    for ask in ELIGIBLE:
        found = ask(key, kind, profiles)
        if found is not None:
            return list(found)
    return None
