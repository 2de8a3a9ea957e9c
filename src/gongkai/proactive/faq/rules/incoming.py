"""Where questions come from besides the drafting: a package that hears from people registers here.

    INCOMING["messages"] = lambda policy_key, since: [Asked("message:cluster-12", "合租怎么办？", 31, "message")]

The text may hold what people wrote of themselves: `without_persons` takes it out before anything is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.engine.screening.rules import screen

HIDDEN = "（个人信息已隐去）"


@dataclass(frozen=True)
class Asked:
    """One question with how often it was asked. `key` names it for ever, so that it is proposed only once."""

    key: str
    question: str
    count: int
    source: str
    answer: str = ""


INCOMING: dict[str, Callable[[str, dt.date], Sequence[Asked]]] = {}


def incoming(
    name: str,
) -> Callable[[Callable[[str, dt.date], Sequence[Asked]]], Callable[[str, dt.date], Sequence[Asked]]]:
    """Register a source of questions: a function from a policy's index number and a day to what was asked since."""

    def register(function: Callable[[str, dt.date], Sequence[Asked]]) -> Callable[[str, dt.date], Sequence[Asked]]:
        INCOMING[name] = function
        return function

    return register


def without_persons(text: str) -> str:
    """Return a question without numbers, addresses and names of persons that the screening recognises."""
    found = sorted(screen(text, only=["personal"]), key=lambda one: one.start, reverse=True)
    edge = len(text) + 1
    for one in found:
        if one.end <= edge:
            text = text[: one.start] + HIDDEN + text[one.end :]
            edge = one.start
    return text
