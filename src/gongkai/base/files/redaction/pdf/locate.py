"""Where on the pages the passages stand: characters as pdfium reads them, in drawing order and as the eye reads them."""

from __future__ import annotations

import bisect
import ctypes
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from gongkai.base.files.extraction.limits import Clock
from gongkai.base.files.extraction.pdfium import raw
from gongkai.base.files.redaction.matching import Span
from gongkai.base.files.redaction.model import PageBox
from gongkai.base.files.redaction.striking import Tally

from .geometry import Box, area, around, overlap

_MOSTLY = 0.2  # of a character's box under a drawn box: then the character goes
_HIGH = 0.9


@dataclass
class Glyph:
    char: str
    origin: tuple[float, float]
    box: Box
    struck: bool = False


@dataclass
class Bar:
    """A black bar; `needles` are the passages it stands for, `drawn` says that a person drew the box."""

    box: Box
    needles: tuple[int, ...]
    drawn: bool = False


@dataclass
class PageText:
    """`glyphs` without blanks; `unseen` are struck characters that pdfium does not report."""

    number: int
    glyphs: list[Glyph] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    unseen: list[Glyph] = field(default_factory=list)

    @property
    def kept(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs if not glyph.struck)

    @property
    def affected(self) -> bool:
        return bool(self.bars)


def read_page(document: Any, index: int) -> PageText:
    """Read the characters of a page with origin and box."""
    page = document[index]
    text_page = page.get_textpage()
    found = PageText(index + 1)
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    handle = text_page.raw
    for place in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, place)
        if (
            code <= 0x20
            or code in {0xA0, 0x3000, 0xFFFE, 0xFFFF, 0xFEFF}
            or raw.FPDFText_IsGenerated(handle, place) == 1
        ):
            continue
        raw.FPDFText_GetLooseCharBox(handle, place, box)
        raw.FPDFText_GetCharOrigin(handle, place, x, y)
        low, high = sorted((box.bottom, box.top))
        left, right = sorted((box.left, box.right))
        char = chr(code) if not 0xD800 <= code <= 0xDFFF else "\ufffd"
        found.glyphs.append(Glyph(char, (x.value, y.value), (left, low, right, high)))
    text_page.close()
    page.close()
    return found


def locate(document: Any, tally: Tally, clock: Clock) -> list[PageText]:
    """Read all pages and mark what is struck."""
    pages = []
    for index in range(len(document)):
        clock.check()
        pages.append(read_page(document, index))
    _by_text(pages, tally)
    for page in pages:
        _by_eye(page, tally)
    _by_box(document, pages, tally)
    return pages


def _by_text(pages: list[PageText], tally: Tally) -> None:
    """Look through the text of the whole document in drawing order, so that a passage may run over a page's end."""
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page.glyphs)
    every = "".join(glyph.char for page in pages for glyph in page.glyphs)
    if not tally.needles.touches(every):
        return
    for span in tally.chosen(tally.needles.within(every)):
        number = bisect.bisect_right(starts, span.start) - 1
        tally.add(span.needle, f"第 {number + 1} 页")
        while number < len(pages) and starts[number] < span.end:
            page, start = pages[number], starts[number]
            _strike(page, page.glyphs[max(span.start - start, 0) : span.end - start], span)
            number += 1


def by_instructions(page: PageText, read: list[tuple[str, tuple[float, float], Box]], tally: Tally) -> None:
    """Look through what the drawing instructions say, for text that pdfium passes over (characters without a shape)."""
    glyphs = [Glyph(char, origin, box) for letters, origin, box in read for char in letters]
    text = "".join(glyph.char for glyph in glyphs)
    if not tally.needles.touches(text):
        return
    for span in tally.needles.within(text):
        if not tally.passages[span.needle].everywhere:
            continue
        struck = glyphs[span.start : span.end]
        page.unseen += struck
        if not all(_covered(page, glyph) for glyph in struck):
            tally.add(span.needle, f"第 {page.number} 页")
            _strike(page, struck, span)
    # What pdfium reports of them (perhaps all but one digit) must not be kept either.
    for glyph in page.glyphs:
        glyph.struck = glyph.struck or any(_same(glyph, other) for other in page.unseen)


def _same(one: Glyph, two: Glyph) -> bool:
    near = max(one.box[3] - one.box[1], 1.0) / 8
    return abs(one.origin[0] - two.origin[0]) < near and abs(one.origin[1] - two.origin[1]) < near


def _covered(page: PageText, glyph: Glyph) -> bool:
    x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
    return any(bar.box[0] <= x <= bar.box[2] and bar.box[1] <= y <= bar.box[3] for bar in page.bars)


def _strike(page: PageText, glyphs: list[Glyph], span: Span) -> None:
    for glyph in glyphs:
        glyph.struck = True
    page.bars += [Bar(box, (span.needle,)) for box in _lines([glyph.box for glyph in glyphs])]


def _lines(boxes: list[Box]) -> list[Box]:
    """Join the boxes of neighbours into one a line, whichever way the line runs."""
    joined: list[Box] = []
    for box in boxes:
        last = joined[-1] if joined else None
        if last and (_beside(last, box) or _below(last, box)):
            joined[-1] = around((last, box))
        else:
            joined.append(box)
    return joined


def _beside(one: Box, two: Box) -> bool:
    height = min(one[3] - one[1], two[3] - two[1])
    shared = min(one[3], two[3]) - max(one[1], two[1])
    return shared > height / 2 and -height < two[0] - one[2] < 2 * height


def _below(one: Box, two: Box) -> bool:
    """The next character of a vertical line."""
    width = min(one[2] - one[0], two[2] - two[0])
    shared = min(one[2], two[2]) - max(one[0], two[0])
    return shared > width * _HIGH and abs(one[1] - two[3]) < width / 2


def _by_eye(page: PageText, tally: Tally) -> None:
    """Look again in the order of lines from top to bottom: some programs draw characters in any order."""
    ordered = in_lines(page.glyphs)
    text = "".join(glyph.char for glyph in ordered)
    if not tally.needles.touches(text):
        return
    for span in tally.needles.within(text):
        glyphs = ordered[span.start : span.end]
        if tally.passages[span.needle].everywhere and not all(glyph.struck for glyph in glyphs):
            tally.add(span.needle, f"第 {page.number} 页")
            _strike(page, glyphs, span)


def in_lines(glyphs: list[Glyph]) -> list[Glyph]:
    """Return the characters line by line from top to bottom, left to right."""
    rows: dict[int, list[Glyph]] = defaultdict(list)
    heights: list[float] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.origin[1]):
        if not heights or heights[-1] - glyph.origin[1] > (glyph.box[3] - glyph.box[1]) / 3:
            heights.append(glyph.origin[1])
        rows[len(heights)].append(glyph)
    return [glyph for number in sorted(rows) for glyph in sorted(rows[number], key=lambda glyph: glyph.origin[0])]


def _by_box(document: Any, pages: list[PageText], tally: Tally) -> None:
    for index, passage in enumerate(tally.passages):
        place = passage.place
        if not isinstance(place, PageBox) or place.page > len(pages):
            continue
        page = pages[place.page - 1]
        box = _user_box(document[place.page - 1], place)
        page.bars.append(Bar(box, (index,), drawn=True))
        tally.add(index, f"第 {place.page} 页（框选）")
        for glyph in page.glyphs:
            if overlap(glyph.box, box) > _MOSTLY * area(glyph.box):
                glyph.struck = True


def _user_box(page: Any, place: PageBox) -> Box:
    """Turn a box from the top left corner of the shown page into the page's own coordinates."""
    width, height = page.get_size()
    # A pixel of this imagined device is a hundredth of a point.
    corners = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for left, top in ((place.left, place.top), (place.right, place.bottom)):
        raw.FPDF_DeviceToPage(
            page.raw, 0, 0, round(width * 100), round(height * 100), 0, round(left * 100), round(top * 100), x, y
        )
        corners.append((x.value, y.value))
    (x1, y1), (x2, y2) = corners
    page.close()
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
