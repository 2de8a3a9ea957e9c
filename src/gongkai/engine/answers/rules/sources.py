"""Where answers may come from: each kind of published thing says how it is cut and how much it is worth as an answer.

A package with interpretations, questions and answers or guides registers its kind in its `reactions.py`; a kind that
nobody registered is read as the plain wording of its edition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.engine.answers.rules.passages import Passage


@dataclass(frozen=True)
class Source:
    """`kind` is the publishing kind; `passages(release)` returns its passages, anchors as on its page (None: its wording).

    `bonus` lifts what was written to be an answer (a question with its answer: 0.1) above a text that only regulates.
    """

    kind: str
    name: str
    passages: Callable[[Any], Sequence[Passage]] | None = None
    bonus: float = 0.0


SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    SOURCES[source.kind] = source
    return source


def source_of(kind: str) -> Source:
    return SOURCES.get(kind) or Source(kind, "政府文件")


@dataclass(frozen=True)
class Unanswered:
    """A question without an answer: `agency` is the code of the agency that it names, `site` where it was asked."""

    question: str
    agency: str = ""
    site: Any = None


@dataclass(frozen=True)
class Offer:
    """What else one can do when there is no answer. `url` returns an address; an empty one leaves the offer out."""

    key: str
    label: str
    note: str
    url: Callable[[Unanswered], str]
    order: int = 100


OFFERS: dict[str, Offer] = {}


def offer(one: Offer) -> Offer:
    """Register a further way: the message board, an application for disclosure."""
    OFFERS[one.key] = one
    return one
