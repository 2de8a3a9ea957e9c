"""docs/reference/events.md: every tag that may stand in the event record."""

from __future__ import annotations

from itertools import groupby

from gongkai.base.events.rules import declared
from house.generated import Page, table
from house.pages import page


def _source(tag: str) -> str:
    return tag.partition(":")[0]


def make() -> Page:
    tags = declared()
    parts = []
    for source, group in groupby(sorted(tags), key=_source):
        parts += [f"## {source}", table(["Tag", "Words"], ([f"`{tag}`", tags[tag]] for tag in group))]
    return page(
        "docs/reference/events.md",
        "Events",
        "A tag is `source:subject:act`. It is declared with its words in the `rules` of its package; recording under an "
        "undeclared tag is an error, never silence. An event holds the exact person, role, agency and address, the old and "
        "new values, and the hash of the event before it.",
        *parts,
    )
