"""What other packages demand of a document before a step: an interpretation, a fair review. They register, documents ask.

The document does not know them; its page lists what they miss among its own gates, and its verbs refuse with their words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Demand:
    """One further gate. `missing(verb, document, edition)` returns the Chinese sentences for which `verb` is refused now.

    `verb` is one of `queries.gates.ORDER` (submit, approve_head, check, clear, sign, issue, publish). `place(document)` is
    the desk address where what is missing is supplied.
    """

    key: str
    name: str
    missing: Callable[[str, Any, Any], Sequence[str]]
    place: Callable[[Any], str]


DEMANDS: dict[str, Demand] = {}


def demand(one: Demand) -> Demand:
    DEMANDS[one.key] = one
    return one
