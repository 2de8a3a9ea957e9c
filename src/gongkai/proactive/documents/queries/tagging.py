"""Whether the tags of a document stand in the catalogue (R032)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.engine.tags import queries as tags

if TYPE_CHECKING:
    from collections.abc import Collection

    from gongkai.proactive.documents.models import Document

SCHEMES = {"themes": "theme", "audiences": "audience", "genre": "genre", "category": "category"}


def tag_problems(document: Document, *, only: Collection[str]) -> list[str]:
    """Return a sentence for each tag that is not in today's catalogue, among the fields named in `only`.

    Ask for the fields that were changed: an old paper keeps the words of its day.
    """
    found: list[str] = []
    for name in SCHEMES.keys() & only:
        value = getattr(document, name)
        written = value if isinstance(value, list) else [value] if value else []
        if written:
            found += tags.problems(SCHEMES[name], written)
    return sorted(found)
