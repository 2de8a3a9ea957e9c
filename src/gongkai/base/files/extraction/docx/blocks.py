"""Blocks of a document body and how they become HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.base.files.extraction.markup import block


@dataclass
class Block:
    """One block of the body: `tag` is p, h2–h4, li or table; inline HTML, for a table the whole of it."""

    tag: str
    html: str
    text: str = ""
    css: str = ""
    size: float = 0
    titled: bool = False


def rendered(blocks: Sequence[Block]) -> str:
    """Return blocks as HTML, neighbouring list items in one list."""
    parts: list[str] = []
    for place, item in enumerate(blocks):
        if item.tag == "li":
            parts.append("<ul>" if not place or blocks[place - 1].tag != "li" else "")
            parts.append(f"<li>{item.html}</li>")
            parts.append("</ul>" if place + 1 == len(blocks) or blocks[place + 1].tag != "li" else "")
        elif item.tag == "table":
            parts.append(item.html)
        else:
            parts.append(block(item.tag, item.html, item.css))
    return "".join(parts)
