"""From characters with places (PDF, OFD) to lines, paragraphs and HTML. Lengths in points, y downwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from statistics import median

from .grid import Rule, RuledTable, find_tables
from .markup import block
from .numbering import Ranker
from .titles import Candidate, find_title

_PAGE_NUMBER = re.compile(r"^[\s—－–\-·•]*(第\s*)?\d{1,4}(\s*页)?([\s/，,]*(共\s*)?\d{1,4}\s*页?)?[\s—－–\-·•]*$")
_DRESSED_NUMBER = re.compile(r"^[—－–\-·•]\s*\d{1,4}\s*[—－–\-·•]$|^第\s*\d{1,4}\s*页")
_STARTS_PARAGRAPH = re.compile(
    r"^(第[〇零一二三四五六七八九十百千\d]+[编章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
)
_LATIN = re.compile(r"[A-Za-z0-9.,;:!?%)\]'\"&/@+-]")


@dataclass(frozen=True)
class Glyph:
    char: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass
class Page:
    """What one page shows; `rules` are the drawn lines from which tables are found."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True)
class Paragraph:
    text: str
    align: str  # "", align-center, align-right
    size: float
    page: int


Block = Paragraph | RuledTable


def lines_of(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """Group characters that stand on one level into lines, top to bottom, left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda item: (item.y, item.left)):
        row = rows[-1] if rows else None
        # Compared with the row's first character, so that a row cannot creep downwards.
        if row is not None and abs(glyph.y - row[0].y) < 0.5 * min(glyph.size, row[0].size):
            row.append(glyph)
        else:
            rows.append([glyph])
    return [_line(sorted(row, key=lambda item: item.left), page) for row in rows]


def _line(row: Sequence[Glyph], page: int) -> Line:
    text = ""
    for place, glyph in enumerate(row):
        if place:
            before = row[place - 1]
            gap = glyph.left - before.right
            latin = _LATIN.match(before.char) and _LATIN.match(glyph.char)
            if gap > glyph.size * (0.12 if latin else 0.9):
                text += " "
        text += glyph.char
    return Line(
        text,
        row[0].left,
        max(item.right for item in row),
        min(item.top for item in row),
        max(item.bottom for item in row),
        page,
    )


def _columns(page: Page, glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Split the characters of a two-column page (gazettes) in reading order; else one list."""
    if len(glyphs) < 200:
        return [glyphs]
    middle = (min(item.left for item in glyphs) + max(item.right for item in glyphs)) / 2
    width = median(item.size for item in glyphs)
    crossing = [item for item in glyphs if abs(item.x - middle) < 0.8 * width]
    left = [item for item in glyphs if item.x < middle]
    if len(crossing) > 0.004 * len(glyphs) or not 0.3 < len(left) / len(glyphs) < 0.7:
        return [glyphs]
    # Both columns must carry prose: most lines on either side are long.
    for side in (left, [item for item in glyphs if item.x >= middle]):
        if median(len(line.text) for line in lines_of(side, page.number)) < 8:
            return [glyphs]
    return [left, [item for item in glyphs if item.x >= middle]]


def blocks_of(pages: Sequence[Page]) -> list[Block]:
    """Return paragraphs and tables of all pages; paragraphs run on over page ends, page numbers and running heads are gone."""
    per_page: list[tuple[list[Line], list[tuple[float, RuledTable]]]] = []
    for page in pages:
        tables, rest = find_tables(page.rules, page.glyphs, _cell_text, page.number)
        lines = [line for column in _columns(page, rest) for line in lines_of(column, page.number)]
        per_page.append((lines, tables))
    heads = _running_heads([lines for lines, _ in per_page], pages)
    kept = [_without_furniture(lines, page, heads) for (lines, _), page in zip(per_page, pages, strict=True)]
    bounds = _margins([line for lines in kept for line in lines])
    blocks: list[Block] = []
    sizes = [line.size for lines in kept for line in lines for _ in range(len(line.text))]
    joiner = _Joiner(bounds, median(sizes) if sizes else 0.0, blocks)
    for lines, (_, tables) in zip(kept, per_page, strict=True):
        waiting = sorted(tables, key=lambda item: item[0])
        for line in lines:
            while waiting and waiting[0][0] < line.top:
                joiner.table(waiting.pop(0)[1])
            joiner.line(line)
        for _, table in waiting:
            joiner.table(table)
    joiner.flush()
    return blocks


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    text = ""
    for line in lines_of(glyphs, page=0):
        text = joined(text, line.text)
    return text


def joined(before: str, after: str) -> str:
    """Join two lines: nothing between Chinese characters, a blank between Latin words, a hyphen at a line end goes."""
    if not before:
        return after
    if (
        before.endswith("-")
        and len(before) > 1
        and before[-2].isalpha()
        and before[-2].isascii()
        and after[:1].islower()
    ):
        return before[:-1] + after
    blank = before[-1].isascii() and before[-1].isalnum() and after[:1].isascii() and after[:1].isalnum()
    return before + (" " if blank else "") + after


def _running_heads(pages_lines: Sequence[Sequence[Line]], pages: Sequence[Page]) -> set[str]:
    """Return texts that stand in the top or bottom twelfth of at least three pages and half of all."""
    seen: Counter[str] = Counter()
    for lines, page in zip(pages_lines, pages, strict=True):
        edge = page.height / 12
        seen.update({line.text for line in lines if line.bottom < edge or line.top > page.height - edge})
    return {text for text, count in seen.items() if count >= max(3, len(pages) / 2)}


def _without_furniture(lines: Sequence[Line], page: Page, heads: set[str]) -> list[Line]:
    edge = page.height / 8
    kept = []
    for line in lines:
        at_edge = line.bottom < edge or line.top > page.height - edge
        if at_edge and (line.text in heads or _PAGE_NUMBER.match(line.text)):
            continue
        if (line.bottom < 2 * edge or line.top > page.height - 2 * edge) and _DRESSED_NUMBER.match(line.text):
            continue
        kept.append(line)
    return kept


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    long = [line for line in lines if len(line.text) >= 12] or list(lines)
    if not long:
        return (0.0, 0.0)
    lefts, rights = sorted(line.left for line in long), sorted(line.right for line in long)
    return lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]


class _Joiner:
    """Puts lines together to paragraphs by indent, reach and size."""

    def __init__(self, bounds: tuple[float, float], body_size: float, blocks: list[Block]) -> None:
        self.left, self.right = bounds
        self.body_size = body_size
        self.blocks = blocks
        self.text = ""
        self.align = ""
        self.last: Line | None = None
        self.first: Line | None = None

    def table(self, table: RuledTable) -> None:
        self.flush()
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, RuledTable) and last.goes_on_in(table):
            self.blocks[-1] = last.with_more(table)
        else:
            self.blocks.append(table)

    def line(self, line: Line) -> None:
        align = self._align(line)
        if self.last is None or self._breaks(self.last, line, align):
            self.flush()
            self.first, self.align = line, align
        self.text = joined(self.text, line.text.strip())
        self.last = line

    def flush(self) -> None:
        if self.first is not None and self.text:
            self.blocks.append(Paragraph(self.text, self.align, self.first.size, self.first.page))
        self.text, self.align, self.last, self.first = "", "", None, None

    def _align(self, line: Line) -> str:
        before, after = line.left - self.left, self.right - line.right
        symmetric = abs(before - after) < 2.4 * line.size
        indented = before > 2.6 * line.size and after > line.size
        # A title may fill its line: its larger letters tell it from a paragraph.
        if symmetric and (indented or line.size > 1.2 * self.body_size):
            return "align-center"
        if before > 0.4 * (self.right - self.left) and before > after:
            return "align-right"
        return ""

    def _breaks(self, last: Line, line: Line, align: str) -> bool:
        size = max(last.size, line.size)
        return (
            bool(align)
            or bool(self.align)
            or abs(last.size - line.size) > 0.15 * size
            or self.right - last.right > 2.2 * size
            or line.left - self.left > 1.2 * size
            or bool(_STARTS_PARAGRAPH.match(line.text))
            or (last.page == line.page and line.top - last.bottom > 1.8 * size)
        )


def _is_headline(item: Paragraph, body_size: float) -> bool:
    """Whether a line below the title is a heading by its larger letters alone."""
    return item.size > 1.12 * body_size and len(item.text) <= 30 and not re.search(r"[。；，：]|\d{4}年", item.text)


def render(blocks: Sequence[Block]) -> tuple[str, str]:
    """Return HTML and title of the blocks."""
    paragraphs = [item for item in blocks if isinstance(item, Paragraph)]
    title_places = find_title([Candidate(item.text, item.align == "align-center", item.size) for item in paragraphs])
    title_parts = {id(paragraphs[place]) for place in title_places}
    title = "".join(paragraphs[place].text for place in title_places)
    sizes = [item.size for item in paragraphs for _ in range(len(item.text))]
    body_size = median(sizes) if sizes else 0.0
    ranker, shown = Ranker(), False
    html: list[str] = []
    for item in blocks:
        if isinstance(item, RuledTable):
            html.append(item.html())
        elif id(item) in title_parts:
            html.append("" if shown else block("p", escape(title), "doc-title"))
            shown = True
        else:
            tag = ranker.tag(item.text)
            if tag == "p" and shown and _is_headline(item, body_size):
                tag = "h2"
            html.append(block(tag, escape(item.text), item.align if tag == "p" else ""))
    return "".join(html), title
