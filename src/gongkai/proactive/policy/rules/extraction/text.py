"""The text of a policy in paragraphs, sentences and clauses, each with its place, so that the desk can show the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_ARTICLE = re.compile(r"^\s*第[一二三四五六七八九十百\d]+[条章节]")
_ENTRY = re.compile(r"^\s*(?:[（(][一二三四五六七八九十\d]+[)）]|[①②③④⑤⑥⑦⑧⑨⑩]|\d+[.．、]|【[^】]{1,16}】|答[：:])")
_SECTION = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+、)")
_STOP = re.compile(r"[。！？!?\n]")
_PART = re.compile(r"[；;]")
_ALSO = re.compile(
    r"(?<=，)同时(?=给予|奖励|对)|(?<=，)免费(?=进入|参观|提供|供应|开展)|(?<=，)并(?=减收|免收|开通|由[^，。；]{2,12}免费|在[^，。；]{2,12}开通)|(?<=，)(?:培训|见习|实习|学习)期间(?=每|按|给予|发)"
)
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
_OPEN, _CLOSE = "（(《“", "）)》”"
CELL = "\t"  # as base.files writes the cells of a row
SHORT_HEADING = 24


@dataclass(frozen=True)
class Piece:
    """A run of text; `text` is source[start:end]."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Paragraph(Piece):
    """`level`: 0 article or section, 1 list entry, 2 plain. `heading` is a short line that says no sentence."""

    index: int = 0
    level: int = 2
    heading: bool = False


def paragraphs(source: str) -> list[Paragraph]:
    found, at = [], 0
    for index, line in enumerate(source.split("\n")):
        if line.strip():
            found.append(_paragraph(line, at, index))
        at += len(line) + 1
    return found


def _paragraph(line: str, at: int, index: int) -> Paragraph:
    level = 1 if _ENTRY.match(line) else 0 if _ARTICLE.match(line) or _SECTION.match(line) else 2
    bare = line.strip()
    heading = (
        len(bare) <= SHORT_HEADING and not re.search(r"[。；，：:]", bare) and not re.search(r"\d\s*[万%％元]", bare)
    )
    return Paragraph(line, at, index, level, heading)


def _split(piece: Piece, at: re.Pattern[str]) -> Iterator[Piece]:
    """Cut where the pattern stands outside of brackets; what closes a piece belongs to it."""
    depth, begin = 0, 0
    for place, sign in enumerate(piece.text):
        depth += (sign in _OPEN) - (sign in _CLOSE and depth > 0)
        if depth == 0 and at.match(sign) and not (sign == "," and _THOUSANDS.match(piece.text, max(0, place - 1))):
            yield Piece(piece.text[begin : place + 1], piece.start + begin)
            begin = place + 1
    if piece.text[begin:].strip():
        yield Piece(piece.text[begin:], piece.start + begin)


def sentences(piece: Piece) -> list[Piece]:
    return [one for one in _split(piece, _STOP) if one.text.strip()]


def clauses(sentence: Piece) -> list[Piece]:
    """Return what stands between semicolons; «…，同时给予…» begins another deed too."""
    return [part for one in _split(sentence, _PART) if one.text.strip() for part in _at_once(one)]


def _at_once(clause: Piece) -> list[Piece]:
    places = [0, *(match.start() for match in _ALSO.finditer(clause.text)), len(clause.text)]
    return [Piece(clause.text[one:other], clause.start + one) for one, other in pairwise(places) if other > one]


_COMMA = re.compile(r"[，,：:；;。]")


def segments(clause: Piece) -> list[Piece]:
    """Return what stands between commas and colons."""
    return [one for one in _split(clause, _COMMA) if one.text.strip()]
