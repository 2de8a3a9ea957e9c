"""What a document cites: every 《…》 leads to one page that says what it is and whether it holds today.

The link needs no look at the library, so that the page of the document stays as cheap as it is; the page of citations
asks the library and our own documents when somebody wants to know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any
from zlib import crc32

from lxml import html as lxml_html

from gongkai.base.files.rules import anchored
from gongkai.engine.publishing.rules import KINDS, paragraph_path
from gongkai.engine.regulations.queries import citations
from gongkai.engine.regulations.rules import VERDICT_NAMES, Verdict, label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from gongkai.engine.regulations.rules import Citation

TITLE = re.compile(r"《([^《》<>\n]{2,80})》")
PIECE = re.compile(r"(<[^>]*>)")
BADGES: dict[Verdict, str] = {
    Verdict.VALID: "in_force",
    Verdict.AMENDED: "amended",
    Verdict.REPEALED: "repealed",
    Verdict.NOT_YET: "future",
}
# What the public is told: whether the text holds, not whether the writer made a mistake; that was for the reviewers.
STATES: dict[Verdict, str] = {
    Verdict.WRONG_TITLE: "名称与现行文本不一致",
    Verdict.WRONG_NUMBER: "文号与库中文本不一致",
    Verdict.NO_ARTICLE: "现行文本中没有所引的条款",
    Verdict.UNKNOWN: "本平台没有收录，请查阅制定机关公布的文本",
    Verdict.OTHER: "",
}


def anchor_of(title: str) -> str:
    """Return the place of a title on the page of citations; both pages find it alone."""
    return f"c{crc32(title.encode()):08x}"


def linked(html: str, page: str) -> str:
    """Make each 《…》 of the text a link to its line on the page of citations. Text inside links stays as it is."""
    inside = 0
    pieces = PIECE.split(html)
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            inside += 1 if piece.startswith("<a ") else -1 if piece.startswith("</a") else 0
        elif "《" in piece and not inside:
            pieces[place] = TITLE.sub(
                lambda match: f'<a class="cited" href="{page}#{anchor_of(unescape(match[1]))}">《{match[1]}》</a>',
                piece,
            )
    return "".join(pieces)


@dataclass
class Cited:
    """One title that a text names, as the page shows it."""

    anchor: str
    title: str
    places: list[dict[str, str]] = field(default_factory=list)
    badge: str = ""
    state: str = ""
    message: str = ""
    url: str = ""
    official: str = ""
    own: bool = False
    articles: list[str] = field(default_factory=list)


def cited_in(html: str, path: str, *, text_on: dt.date | None, title: str = "") -> list[Cited]:
    """Return what the text at `path` cites in the order in which it is first named, each with its places. Three queries.

    What the document itself issues, named in its own `title`, is called so.
    """
    found: dict[str, Cited] = {}
    paragraphs = list(_paragraphs(html))
    starts: list[int] = []
    text = ""
    for anchor, words in paragraphs:
        starts.append(len(text))
        text += words + "\n"
        for match in TITLE.finditer(words):
            one = found.setdefault(match[1], Cited(anchor_of(match[1]), match[1]))
            if not one.places or one.places[-1]["anchor"] != anchor:
                told = _around(words, match.start(), match.end())
                one.places.append({"anchor": anchor, "url": paragraph_path(path, anchor), "words": told})
    if found:
        for citation in citations(text, text_on=text_on):
            named = TITLE.search(citation.written)
            if named and named[1] in found:
                _judge(found[named[1]], citation)
    for one in found.values():
        if f"《{one.title}》" in title:
            one.badge, one.state, one.message, one.own = "", "本文印发的文本", "", True
    return list(found.values())


def _judge(one: Cited, citation: Citation) -> None:
    one.articles += [name for one_article in citation.articles if (name := label(one_article)) not in one.articles]
    if one.badge and citation.verdict in {Verdict.VALID, Verdict.OTHER}:
        return
    one.badge = BADGES.get(citation.verdict, "")
    one.state = STATES.get(citation.verdict, VERDICT_NAMES[citation.verdict])
    one.message = citation.message if citation.verdict in BADGES else ""
    one.official = citation.title if _bare(citation.title) != _bare(one.title) else ""
    one.url = KINDS["document"].path(citation.item_key) if citation.item_key else ""


def _bare(title: str) -> str:
    return re.sub("[《》〈〉]", "", title)


def _paragraphs(html: str) -> Iterator[tuple[str, str]]:
    text, _ = anchored(html)
    if not text:
        return
    root: Any = lxml_html.fragment_fromstring(text, create_parent="div")
    for element in root.iter():
        anchor = str(element.get("id") or "")
        if re.fullmatch(r"p\d+", anchor):
            yield anchor, " ".join("".join(element.itertext()).split())


def _around(words: str, start: int, end: int) -> str:
    low, high = max(0, start - 24), min(len(words), end + 24)
    return ("…" if low else "") + words[low:high] + ("…" if high < len(words) else "")
