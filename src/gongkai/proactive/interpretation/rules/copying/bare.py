"""A text reduced to what is compared, with the place every character came from, and where it quotes."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gongkai.engine.search.rules import simplify

_TOKEN = re.compile(r"<!--[^<>]*-->|</?[A-Za-z][^<>]*>|&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});", re.DOTALL)
_TITLE = re.compile(r"《[^《》。；\n]{1,80}(?:《[^《》。；\n]{1,80}》[^《》。；\n]{0,40})?》")
_BLOCKQUOTE = re.compile(
    r"<blockquote\b[^>]{0,500}>.{0,5000}?</blockquote\s*>|(?:^[ \t]*>[^\n]*(?:\n|\Z))+",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:(?:原文|原文如下|政策原文|文件原文|条文原文)[^“「『\n]{0,6}[:：]\s*[“「『](?P<a>[^”」』]{1,2000})[”」』]"
    r"|[“「『]\s*(?:原文|政策原文|条文原文)\s*[:：](?P<b>[^”」』]{1,2000})[”」』])"
)
_SOURCE = re.compile(r"《[^《》]{2,80}》|第[一二三四五六七八九十百零\d]{1,6}[条章节款]|〔\d{4}〕\s*\d+\s*号|cite=")
SHORTEST_NAME = 6
SOURCE_WITHIN = 40  # characters before or after a quotation in which its source must stand


@dataclass(frozen=True)
class Bare:
    """`text` holds letters, figures and characters only; `places` say for each where it stands in `given`."""

    text: str
    places: Sequence[int]
    given: str


def names_of(title: str) -> tuple[str, ...]:
    """Return what people call a policy in running text: its title, what stands in 《》, both without the place; longest first.

    Who names the policy does not copy it, and cannot put its name into plainer words.
    """
    inner = title.partition("《")[2].rpartition("》")[0]
    whole = [one for one in (title, inner, re.sub(r"[（(][^（）()]{1,6}[）)]$", "", inner)) if one]
    names = {*whole, *(re.sub(r"^[一-龥]{2,3}?[省市区县]", "", one) for one in whole)}
    return tuple(sorted((one for one in names if len(one) >= SHORTEST_NAME), key=len, reverse=True))


def quotations(text: str, names: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Return where titles and `names` stand, and passages marked as the policy's words with where they stand in it."""
    found = [match.span() for match in _TITLE.finditer(text)]
    if names:
        found += [match.span() for match in re.finditer("|".join(map(re.escape, names)), text)]
    found += [match.span() for match in _BLOCKQUOTE.finditer(text) if _has_source(text, *match.span())]
    for match in _SAID.finditer(text):
        if _has_source(text, *match.span()):
            found.append(match.span("a") if match["a"] is not None else match.span("b"))
    return sorted(found)


def _has_source(text: str, start: int, end: int) -> bool:
    return bool(_SOURCE.search(text, max(0, start - SOURCE_WITHIN), min(len(text), end + SOURCE_WITHIN)))


@lru_cache(maxsize=65536)
def _plain(character: str) -> str:
    """Return what is compared of one character: nothing for marks and blanks, several for ㎡ and the like."""
    told = simplify(unicodedata.normalize("NFKC", character)).casefold()
    return "".join(one for one in told if one.isalnum())


def bare(given: str) -> Bare:
    letters: list[str] = []
    places: list[int] = []
    for start, end, markup in _pieces(given):
        if markup:
            told = "".join(map(_plain, html.unescape(given[start:end]))) if given[start] == "&" else ""
            letters += told
            places += [start] * len(told)
            continue
        for place in range(start, end):
            told = _plain(given[place])
            if told:
                letters += told
                places += [place] * len(told)
    return Bare("".join(letters), places, given)


def _pieces(given: str) -> Iterator[tuple[int, int, bool]]:
    past = 0
    for match in _TOKEN.finditer(given):
        yield past, match.start(), False
        yield match.start(), match.end(), True
        past = match.end()
    yield past, len(given), False


def inside(places: Sequence[int], spans: Sequence[tuple[int, int]]) -> bytearray:
    """Mark which of the ascending places lie in one of the spans (sorted by their beginning)."""
    marks, n, end = bytearray(len(places)), 0, -1
    for index, place in enumerate(places):
        while n < len(spans) and spans[n][0] <= place:
            end = max(end, spans[n][1])
            n += 1
        marks[index] = place < end
    return marks
