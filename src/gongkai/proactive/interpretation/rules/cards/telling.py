"""The order in which a visual reading speaks: one section a question, each with one character in a square."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.proactive.interpretation.rules.cards.headings import SECTIONS, card_kind
from gongkai.proactive.interpretation.rules.cards.points import Amount, Change, Contact, Points

Item = str | Amount | Change | Contact


@dataclass(frozen=True)
class Section:
    key: str  # the field of Points; the image, the HTML card and the page choose the form by it
    mark: str
    heading: str
    items: tuple[Item, ...]


def sections(points: Points) -> list[Section]:
    return list(_told(points))


def _told(points: Points) -> Iterator[Section]:
    kind, own = card_kind(points.kind), dict(points.headings)
    for key in SECTIONS:
        items = getattr(points, key)
        if items:
            yield Section(key, kind.mark(key), own.get(key) or kind.heading(key), items)
