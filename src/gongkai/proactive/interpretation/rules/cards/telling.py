"""The order in which a visual reading speaks: one section a question, each with one character in a square."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.proactive.interpretation.rules.cards.points import Amount, Change, Contact, Points

Item = str | Amount | Change | Contact


@dataclass(frozen=True)
class Section:
    key: str  # the field of Points; the image, the HTML card and the page choose the form by it
    mark: str
    heading: str
    items: tuple[Item, ...]


_ORDER = (
    ("who", "谁", "谁能享受"),
    ("amounts", "惠", "能得多少"),
    ("when", "时", "什么时候"),
    ("how", "办", "怎么办理"),
    ("changes", "变", "和以前有什么不同"),
    ("warnings", "注", "特别提醒"),
    ("contacts", "问", "找谁咨询"),
)


def sections(points: Points) -> list[Section]:
    return list(_told(points))


def _told(points: Points) -> Iterator[Section]:
    for key, mark, heading in _ORDER:
        items = getattr(points, key)
        if items:
            yield Section(key, mark, heading, items)
