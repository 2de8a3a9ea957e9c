"""A public wording as an official document (GB/T 9704): head, addressees, body, signature, note, imprint.

The stored text is what was signed; what the layout repeats from the particulars is added only where the text lacks it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import html as lxml_html

from gongkai.base.files.rules import OutlineEntry, anchored
from gongkai.base.ui.text import cn_date
from gongkai.proactive.documents.portal.citing import linked
from gongkai.proactive.documents.portal.defining import Definition, definitions_in, with_terms

NUMBERED = re.compile(
    r"\s*(第[一二三四五六七八九十百零〇\d]+[章节编条]|[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十]+）|\d+[、.．])"
)
ARTICLE = re.compile(
    r'(<(?:p|li) id="(p\d+)"[^>]*>)(第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]{1,3})?)[　 ]*'
)
HEADING = re.compile(r'<(h[234]) id="(p\d+)">(.*?)</\1>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
# Documents that carry the agency's name alone in their head, without «文件» (GB/T 9704-2012, 10.1–10.3).
LETTER_GENRES = {"函": "", "令": "令", "会议纪要": "会议纪要"}
RUN_TAGS = {"strong": "b", "em": "i", "sup": "sup", "sub": "sub", "u": "u"}


@dataclass(frozen=True)
class Sheet:
    """The parts of the sheet around its body; every one may be empty."""

    heads: tuple[str, ...]
    number: str
    title: str
    to: str
    sign: tuple[str, ...]
    remark: str
    cc: str
    office: str
    printed: dt.date | None


@dataclass(frozen=True)
class Block:
    """One block of the body for the typesetter: p, h2, h3, h4, li, quote or table."""

    kind: str
    runs: tuple[tuple[str, str], ...] = ()
    align: str = ""
    label: str = ""
    rows: tuple[tuple[dict[str, Any], ...], ...] = field(default=())


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _plain(html: str) -> str:
    return TAG.sub("\n", html)


def sheet_of(facts: Mapping[str, Any]) -> Sheet:
    """Return what surrounds the body of a snapshot, without what the body says itself."""
    html = str(facts.get("html") or "")
    lines = [line.strip() for line in _plain(html).splitlines() if line.strip()]
    issuers = [str(name) for name in facts.get("issuers") or [facts["agency"]["name"]]]
    formed = _day(facts.get("formed_on"))
    date = cn_date(formed) if formed else ""
    addressees = str(facts.get("addressees") or "").strip()
    opening = "".join(lines[:2])
    signed = bool(date) and any(line == date for line in lines)
    note = str(facts.get("note") or "").strip("（）()")
    genre = str(facts.get("genre") or "")
    return Sheet(
        heads=tuple(name + LETTER_GENRES.get(genre, "文件" if position == len(issuers) - 1 else "") for position, name in enumerate(issuers)),
        number=str(facts.get("doc_number") or ""),
        title=str(facts.get("title") or ""),
        to="" if not addressees or addressees.rstrip("：:") in opening else addressees.rstrip("：:") + "：",
        sign=() if signed or not date else (*issuers, date),
        remark="" if not note or f"（{note}）" in html else f"（{note}）",
        cc=str(facts.get("copied_to") or ""),
        office=issuers[0],
        printed=_day(facts.get("issued_on")),
    )  # fmt: skip


@lru_cache(maxsize=256)
def body_of(html: str, citations: str = "") -> tuple[str, str, tuple[OutlineEntry, ...]]:
    """Return the text for the screen: what stands before the first annexed text, that text, and the outline.

    Paragraphs have lasting anchors (p1, p2 …), articles lead to their own, defined words to their definition.
    `citations` is the address of the page that explains what is cited. Costs a parse once for each content.
    """
    text, outline = _set(html)
    text = with_terms(text, definitions_in(text))
    if citations:
        text = linked(text, citations)
    place = text.find('<h2 class="annex"')
    return (text, "", outline) if place < 0 else (text[:place], text[place:], outline)


def whole(html: str, citations: str = "") -> str:
    """Return all of the text as `body_of` sets it."""
    before, annexed, _ = body_of(html, citations)
    return before + annexed


def terms_of(html: str) -> tuple[Definition, ...]:
    """Return the words that a stored text defines."""
    return definitions_in(_set(html)[0])


@lru_cache(maxsize=256)
def _set(html: str) -> tuple[str, tuple[OutlineEntry, ...]]:
    """Return the text with its anchors, numbers of articles and classes of headings, and its outline."""
    text, outline = anchored(html)
    text = ARTICLE.sub(r'\1<b class="art"><a href="#\2">\3</a></b>', text)
    return HEADING.sub(_heading, text), outline


def _heading(match: re.Match[str]) -> str:
    level, anchor, inner = match.groups()
    words = TAG.sub("", inner).strip()
    if not NUMBERED.match(words):
        # A heading without a number above others names a text that is issued with this one.
        kind = "annex" if level == "h2" and anchor != "p1" else ""
    elif words.startswith("第"):
        kind = ""
    else:
        kind = "lv1" if re.match(r"[一二三四五六七八九十]+[、.．]", words) else "lv1 lv2"
    return f'<{level}{f" class={chr(34)}{kind}{chr(34)}" if kind else ""} id="{anchor}">{inner}</{level}>'


# --- blocks for paper -----------------------------------------------------------------------------------


def blocks_of(html: str) -> list[Block]:
    """Return the body as blocks, in reading order; unknown markup keeps its words."""
    if not html.strip():
        return []
    found: list[Block] = []
    _walk(lxml_html.fragment_fromstring(html, create_parent="div"), found)
    return found


def annex_place(blocks: list[Block]) -> int:
    """Return where the first annexed text begins, the length where there is none."""
    for place, block in enumerate(blocks):
        if place and block.kind == "h2" and not NUMBERED.match("".join(text for text, _ in block.runs)):
            return place
    return len(blocks)


def _walk(parent: Any, found: list[Block]) -> None:
    number = int(parent.get("start") or 1) - 1
    for child in parent:
        tag = str(child.tag)
        if tag in {"ol", "ul", "section", "div"}:
            _walk(child, found)
        elif tag == "table":
            found.append(Block("table", rows=_rows(child)))
        elif tag == "blockquote" and len(child) and child[0].tag in {"p", "ol", "ul"}:
            _walk(child, found)
        elif tag == "li":
            number += 1
            inner = [one for one in child if one.tag in {"ol", "ul", "table", "p"}]
            label = f"{number}. " if parent.tag == "ol" else "· "
            found.append(Block("li", _runs(child, but=inner), label=label))
            for one in inner:
                holder = lxml_html.Element("div")
                holder.append(one)
                _walk(holder, found)
        elif tag in {"p", "h2", "h3", "h4", "blockquote"}:
            align = str(child.get("class") or "").partition("align-")[2]
            found.append(Block("quote" if tag == "blockquote" else tag, _runs(child), align=align))


def _runs(element: Any, *, but: list[Any] | None = None, style: str = "") -> tuple[tuple[str, str], ...]:
    """Return (text, style) pieces; style is a blank-separated set of b i u sup sub."""
    skipped = but or []
    pieces: list[tuple[str, str]] = []
    if element.text:
        pieces.append((element.text, style))
    for child in element:
        if child not in skipped:
            if child.tag == "br":
                pieces.append(("\n", style))
            else:
                added = f"{style} {RUN_TAGS.get(str(child.tag), '')}".strip()
                pieces += _runs(child, style=added)
        if child.tail:
            pieces.append((child.tail, style))
    return tuple((re.sub(r"[ \t\r\f\v]+", " ", text), one) for text, one in pieces if text.strip() or text == "\n")


def _rows(table: Any) -> tuple[tuple[dict[str, Any], ...], ...]:
    return tuple(
        tuple(
            {
                "text": " ".join("".join(cell.itertext()).split()),
                "across": int(cell.get("colspan") or 1),
                "down": int(cell.get("rowspan") or 1),
                "head": cell.tag == "th",
            }
            for cell in row
            if cell.tag in {"td", "th"}
        )
        for row in table.iter("tr")
    )
