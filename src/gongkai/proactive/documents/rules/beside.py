"""What other packages put beside a public document: where to do what it offers. They register, the page of the document shows.

A page on which nothing of theirs stands pays nothing for it: whether something stands rides on a question that is asked anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Beside:
    """`stands()` returns a database expression for rows with `item_id`, true where something stands.

    Only there `facts(release)` is asked, once and with one query at most; an empty answer shows nothing. `template` gets
    them as `beside`. `explained`: it stands beside the interpretations of the document as well, under `heading` there.
    """

    key: str
    stands: Callable[[], Any]
    facts: Callable[[Any], Mapping[str, Any]]
    template: str
    order: int = 100
    explained: bool = False


BESIDES: dict[str, Beside] = {}


def beside(one: Beside) -> Beside:
    BESIDES[one.key] = one
    return one


def in_order() -> list[Beside]:
    return sorted(BESIDES.values(), key=lambda one: (one.order, one.key))
