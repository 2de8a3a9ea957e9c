"""Words that a text defines itself: «本办法所称X，是指…», «（以下简称Y）», lists of terms; every later use shows the meaning.

Definitions are found in the stored text and their uses become markup, so nothing counts characters on the screen: the
same links stand in both scripts. Without JavaScript a use is a link to the paragraph that defines it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

PIECE = re.compile(r"(<[^>]*>)")
ANCHOR = re.compile(r'\bid="(p\d+)"')
QUOTES = "“”‘’「」『』\"'"
LAWS = "办法|规定|条例|细则|规则|通知|意见|方案|规划|计划|标准|指引|目录|预案|公告|决定"
WORD = r"[^，。；：、！？（）\n《》]"
MEANS = re.compile(
    rf"本(?:{LAWS})(?:中)?所(?:称|指)的?[“「\"]?(?P<term>{WORD}{{2,20}}?)[”」\"]?[，,]?(?:是指|系指|指的是|，指|指)(?P<meaning>[^。\n]{{4,}}。?)"
)
LISTED = re.compile(
    rf"^(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．]|[①-⑳])?[“「\"]?(?P<term>{WORD}{{2,20}}?)[”」\"]?[，,：:]?\s*(?:是指|系指|指的是|指)(?P<meaning>[^\n]{{4,}})"
)
OPENS_A_LIST = re.compile(r"(?:用语|术语|名词)(?:的)?(?:含义|定义|解释)|下列用语|含义(?:是|如下|为)")
SHORT = re.compile(
    r"[（(]\s*(?:以下|下)(?:简|统|合|并)?称(?:为)?[：:]?\s*(?P<term>[“「\"]?[^（）()，。；]{2,20}?[”」\"]?)\s*[）)]"
)
FULL = re.compile(r"(?:《[^《》]{2,60}》|[^，。；：、！？（）()\n《》“”]{2,60})$")
ARTICLE = re.compile(r"^(第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]{1,3})?)")
HEADINGS = re.compile(r"<(/?)h[1-6]\b")
LONGEST_MEANING = 300
MOST_TERMS = 40
# In a longer text only the first use in each paragraph is marked: a page of marks reads badly and weighs much.
ALL_USES_UP_TO = 60_000


@dataclass(frozen=True)
class Definition:
    """A word with its meaning; `anchor` and `end` say where in the text it is given. `short`: an abbreviation."""

    term: str
    meaning: str
    anchor: str
    end: int
    where: str
    short: bool = False

    @property
    def id(self) -> str:
        return f"d{self.anchor[1:]}-{self.end}"


def _walk(html: str) -> Iterator[tuple[int, str, str, int]]:
    """Yield (place, words, anchor, start) of every piece of text: `start` is its place in the text of its paragraph."""
    anchor, start = "", 0
    for place, piece in enumerate(PIECE.split(html)):
        if piece.startswith("<"):
            found = ANCHOR.search(piece)
            if found:
                anchor, start = found[1], 0
        elif piece:
            yield place, piece, anchor, start
            start += len(unescape(piece))


@lru_cache(maxsize=256)
def definitions_in(html: str) -> tuple[Definition, ...]:
    """Return what an anchored text defines, each word once, in the order of the text."""
    paragraphs: dict[str, str] = {}
    for _, piece, anchor, _ in _walk(html):
        if anchor:
            paragraphs[anchor] = paragraphs.get(anchor, "") + unescape(piece)
    found: dict[str, Definition] = {}
    listing, article = False, ""
    for anchor, text in paragraphs.items():
        numbered = ARTICLE.match(text.strip())
        article = numbered[1] if numbered else article
        listing = bool(OPENS_A_LIST.search(text)) or (listing and not numbered)
        for one in _in_paragraph(anchor, text, article, listing=listing):
            found.setdefault(one.term, one)
    return tuple(found.values())[:MOST_TERMS]


def _in_paragraph(anchor: str, text: str, article: str, *, listing: bool) -> Iterator[Definition]:
    for match in MEANS.finditer(text):
        yield _definition(match, anchor, article)
    listed = LISTED.match(text.strip()) if listing else None
    if listed and not MEANS.search(text):
        term = listed["term"].strip(QUOTES + " ")
        yield Definition(term, _cut(f"{term}，指{listed['meaning']}"), anchor, len(text), article)
    for match in SHORT.finditer(text):
        full = FULL.search(text[: match.start()])
        term = match["term"].strip(QUOTES + " ")
        if full and len(term) > 1 and term not in full[0][:1]:
            said = ARTICLE.sub("", full[0].strip()).strip(" 　")
            yield Definition(term, _cut(f"文中简称：{said}{match[0]}"), anchor, match.end(), article, short=True)


def _definition(match: re.Match[str], anchor: str, article: str) -> Definition:
    return Definition(match["term"].strip(QUOTES + " "), _cut(match[0].strip()), anchor, match.end(), article)


def _cut(meaning: str) -> str:
    meaning = " ".join(meaning.split())
    return meaning if len(meaning) <= LONGEST_MEANING else f"{meaning[: LONGEST_MEANING - 1]}…"


def with_terms(html: str, definitions: tuple[Definition, ...]) -> str:
    """Mark every use of the defined words that follows its definition; a meaning given at the end counts for all.

    The first use in a paragraph is a link, so that the keyboard meets each word once; links and headings stay as they
    are.
    """
    if not definitions:
        return html
    known = {escape(one.term, quote=False): one for one in definitions}
    pattern = re.compile("|".join(re.escape(term) for term in sorted(known, key=len, reverse=True)))
    pieces = PIECE.split(html)
    every = len(html) <= ALL_USES_UP_TO
    inside, heading, linked = 0, False, set[tuple[str, str]]()
    walked = {place: (anchor, start) for place, _, anchor, start in _walk(html)}
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            inside += 1 if piece.startswith("<a ") else -1 if piece.startswith("</a") else 0
            if found := HEADINGS.match(piece):
                heading = not found[1]
        elif piece and not inside and not heading:
            anchor, start = walked[place]
            if anchor:
                marker = _Marker(known, anchor, start, piece, linked, every=every)
                pieces[place] = pattern.sub(marker, piece)
    return "".join(pieces)


@dataclass
class _Marker:
    """Writes one use of a word, or leaves it where the word is only just being defined."""

    known: dict[str, Definition]
    anchor: str
    start: int
    piece: str
    linked: set[tuple[str, str]]
    every: bool

    def __call__(self, match: re.Match[str]) -> str:
        one = self.known[match[0]]
        number, defined = int(self.anchor[1:]), int(one.anchor[1:])
        end = self.start + len(unescape(self.piece[: match.end()]))
        before = number < defined or (number == defined and end <= one.end)
        if (before and one.short) or (number == defined and end <= one.end):
            return match[0]
        if (self.anchor, one.id) in self.linked:
            return f'<span class="term" data-term="{one.id}">{match[0]}</span>' if self.every else match[0]
        self.linked.add((self.anchor, one.id))
        return f'<a class="term" href="#{one.anchor}" data-term="{one.id}" aria-describedby="{one.id}">{match[0]}</a>'
