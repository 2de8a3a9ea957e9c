"""A long text is read in parts, cut where its chapters begin: a phone on a slow line loads the part it reads.

The whole stays one address away. A paragraph keeps its anchor in every view; where a link leads to another part, it says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml import html as lxml_html

from gongkai.base.files.rules import OutlineEntry
from gongkai.proactive.documents.portal.sheets import body_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WHOLE = "all"
# Characters of text. What is shorter than two parts stays on one page: 45,000 weigh about 25 kB on the line.
LONG = 45_000
PART = 30_000
# How far from its share a part may be cut to end with a chapter.
REACH = 0.35
ID = re.compile(r'\bid="p(\d+)"')
ANCHOR = re.compile(r"p([0-9]{1,6})")
INNER_LINK = re.compile(r'href="#p(\d+)"')
# Where a cut is best: before a chapter, then a section, an article, any paragraph.
RANKS = {"h2": 0, "h3": 1, "h4": 2}
LAST_RANK = 4


@dataclass(frozen=True)
class Part:
    """One part: its text before the signature and after it, its paragraphs first to last, its name."""

    number: int
    before: str
    annexed: str
    signs: bool
    first: int
    last: int
    name: str


@dataclass(frozen=True)
class _Block:
    html: str
    size: int
    rank: int
    annexed: bool
    last: int


@lru_cache(maxsize=16)  # long ones weigh a megabyte each
def parts_of(html: str, citations: str = "") -> tuple[Part, ...]:
    """Return the parts of a stored text in the order of reading; () where it is short enough for one page.

    `citations` as in `body_of`. Every block of the text stands in one part; no block is cut.
    """
    if len(html) < LONG:  # markup included: cheap, and never wrong for what is short
        return ()
    before, annexed, outline = body_of(html, citations)
    blocks = [*_blocks(before, annexed=False), *_blocks(annexed, annexed=True)]
    size = sum(block.size for block in blocks)
    if size < LONG:
        return ()
    cuts = [0, *_cuts(blocks, size), len(blocks)]
    groups = [blocks[start:end] for start, end in pairwise(cuts) if start < end]
    return tuple(_parts(groups, outline)) if len(groups) > 1 else ()


def _blocks(html: str, *, annexed: bool) -> Iterator[_Block]:
    if not html:
        return
    last = 0
    for element in lxml_html.fragment_fromstring(html, create_parent="div"):
        written = str(etree.tostring(element, encoding="unicode", method="html"))
        last = max([last, *(int(number) for number in ID.findall(written))])
        size = len("".join(str(piece) for piece in element.itertext()))
        yield _Block(written, size, _rank(element), annexed, last)


def _rank(element: Any) -> int:
    if str(element.tag) in RANKS:
        return RANKS[str(element.tag)]
    return LAST_RANK - 1 if element.find('b[@class="art"]') is not None else LAST_RANK


def _cuts(blocks: Sequence[_Block], size: int) -> list[int]:
    """Return before which blocks to cut: near each equal share, at the best place that is to be had there."""
    count = -(-size // PART)
    share = size / count
    starts, place = [], 0
    for block in blocks:
        starts.append(place)
        place += block.size
    found: list[int] = []
    for wanted in (share * number for number in range(1, count)):
        near = [one for one, start in enumerate(starts) if abs(start - wanted) <= REACH * share]
        if near:
            found.append(min(near, key=lambda one: (blocks[one].rank, abs(starts[one] - wanted))))
    # A heading that stands directly over the chapter belongs to it.
    return sorted({_with_headings(blocks, one) for one in found})


def _with_headings(blocks: Sequence[_Block], place: int) -> int:
    while place > 1 and blocks[place - 1].rank < blocks[place].rank and blocks[place - 1].rank in RANKS.values():
        place -= 1
    return place


def _parts(groups: Sequence[Sequence[_Block]], outline: tuple[OutlineEntry, ...]) -> Iterator[Part]:
    first, heading = 1, ""
    signed = max((number for number, group in enumerate(groups, 1) if not group[0].annexed), default=1)
    for number, group in enumerate(groups, start=1):
        last = max(first, *(block.last for block in group))
        entries = [entry for entry in outline if first <= int(entry.anchor[1:]) <= last]
        before = "".join(block.html for block in group if not block.annexed)
        name, heading = _name(entries, heading, opens=group[0].rank in RANKS.values())
        annexed = "".join(block.html for block in group if block.annexed)
        yield Part(number, before, annexed, number == signed, first, last, name or f"第{number}部分")
        first = last + 1


def _name(entries: Sequence[OutlineEntry], heading: str, *, opens: bool) -> tuple[str, str]:
    """Return what a part is called, and the chapter in which it ends: «第二章 登记（第三十条至第六十一条）»."""
    heads = [entry.text for entry in entries if not entry.is_article]
    articles = [entry.text for entry in entries if entry.is_article]
    begins = heads[0] if heads and (opens or not heading) else heading
    span = "" if not articles else articles[0] if len(articles) == 1 else f"{articles[0]}至{articles[-1]}"
    name = f"{begins}（{span}）" if begins and span else begins or span
    return name, heads[-1] if heads else heading


@dataclass(frozen=True)
class Reading:
    """What of a text one page shows: all of it, or one part."""

    before: str
    annexed: str
    outline: tuple[OutlineEntry, ...]
    parts: tuple[Part, ...] = ()
    shown: Part | None = None

    @property
    def opens(self) -> bool:
        """Whether the head of the paper stands here."""
        return self.shown is None or self.shown.number == 1

    @property
    def signs(self) -> bool:
        return self.shown is None or self.shown.signs

    @property
    def closes(self) -> bool:
        return self.shown is None or self.shown.number == len(self.parts)

    @property
    def query(self) -> str:
        """What the address of this page says after that of the document; the first part stands at the bare one."""
        if not self.parts or (self.shown and self.shown.number == 1):
            return ""
        return f"?part={self.shown.number if self.shown else WHOLE}"

    @property
    def ends(self) -> str:
        """The last paragraph of each part, for links from elsewhere that name a paragraph alone."""
        return " ".join(str(part.last) for part in self.parts) if self.shown else ""

    def near(self, step: int) -> Part | None:
        number = (self.shown.number if self.shown else 0) + step
        return next((part for part in self.parts if self.shown and part.number == number), None)

    @property
    def previous(self) -> Part | None:
        return self.near(-1)

    @property
    def following(self) -> Part | None:
        return self.near(1)

    def place(self, anchor: str) -> str:
        return place_of(self.parts, self.shown, anchor)


def reading_of(html: str, citations: str, wanted: str, at: str = "") -> Reading | None:
    """Return what a page shows of a stored text. `wanted`: the number of a part, WHOLE, or nothing for the one with the
    paragraph `at` (p12), the first where there is no such one.

    A short text has no parts and is shown whole whatever is wanted; None for a part that a long one has not.
    """
    before, annexed, outline = body_of(html, citations)
    parts = parts_of(html, citations)
    if not parts or wanted == WHOLE:
        return Reading(before, annexed, outline, parts)
    if wanted:
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0
        shown = next((part for part in parts if part.number == number), None)
    else:
        shown = _part_at(parts, at) or parts[0]
    if shown is None:
        return None
    before, annexed = (linked_parts(one, parts, shown) for one in (shown.before, shown.annexed))
    return Reading(before, annexed, outline, parts, shown)


def _part_at(parts: Sequence[Part], anchor: str) -> Part | None:
    found = ANCHOR.fullmatch(anchor)
    return part_with(parts, int(found[1])) if found else None


def part_with(parts: Sequence[Part], paragraph: int) -> Part | None:
    """Return the part in which a paragraph stands."""
    return next((part for part in parts if part.first <= paragraph <= part.last), None)


def place_of(parts: Sequence[Part], shown: Part | None, anchor: str) -> str:
    """Return how a link on the shown page reaches an anchor, p12: in the page, or in another part of the text."""
    part = _part_at(parts, anchor) if shown is not None else None
    return f"#{anchor}" if part is None or part is shown else f"?part={part.number}#{anchor}"


def linked_parts(html: str, parts: Sequence[Part], shown: Part) -> str:
    """Let the links inside a part find the paragraphs of the others."""
    return INNER_LINK.sub(lambda match: f'href="{place_of(parts, shown, f"p{match[1]}")}"', html)
