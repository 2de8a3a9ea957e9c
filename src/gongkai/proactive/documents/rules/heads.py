"""What a paper carries above its text (red head, number, title), which the platform sets itself. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lxml.html

from gongkai.law.numbers import find_numbers

LONGEST_HEAD = 14  # blocks in which the title stands, the red head of several agencies above it
LONGEST_LINE = 60


@dataclass(frozen=True)
class Body:
    """The wording below the title, and the number that stood above or right below it."""

    html: str
    number: str = ""


def body_of(html: str, title: str) -> Body:
    """Return the wording without its head; as it is where the title does not stand on top of it."""
    root: Any = lxml.html.fragment_fromstring(html, create_parent="div")
    blocks, wanted = list(root), "".join(title.split())
    place = _title_in(["".join(block.text_content().split()) for block in blocks[:LONGEST_HEAD]], wanted)
    if place is None:
        return Body(html)
    first, after = place
    head = [block.text_content() for block in blocks[:first]]
    if any(len(line.strip()) > LONGEST_LINE or line.strip().endswith("。") for line in head):
        return Body(html)  # sentences stand above it: no head
    number = next((found.number.text for line in head for found in find_numbers(line)), "")
    if after < len(blocks) and (below := alone(blocks[after].text_content())):
        number, after = number or below, after + 1
    for block in blocks[:after]:
        root.remove(block)
    return Body("".join(lxml.html.tostring(left, encoding="unicode") for left in root), number)


def alone(line: str) -> str:
    """Return the number of which a line consists, "" for any other line."""
    bare = line.strip().strip("（）()")
    found = list(find_numbers(bare))
    return found[0].number.text if len(found) == 1 and found[0].end - found[0].start == len(bare) else ""


def _title_in(texts: list[str], wanted: str) -> tuple[int, int] | None:
    """Return from which block to which the title stands; it may be parted over several."""
    for first in range(len(texts)):
        found = ""
        for last in range(first, len(texts)):
            found += texts[last]
            if found == wanted:
                return first, last + 1
            if not found or not wanted.startswith(found):
                break
    return None
