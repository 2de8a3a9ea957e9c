"""Redaction of a text without a database: paragraphs, passages, the generated public text, and what survives in it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree
from lxml import html as lxml_html

from gongkai.law.grounds import GROUNDS, Mode

BLOCKS = frozenset({"p", "h2", "h3", "h4", "li", "td", "th", "caption", "blockquote"})
# What the public reads in place of the passage; the full name of a ground would be longer than what it replaces.
SHORT: dict[str, str] = {
    "X2": "法律、行政法规禁止公开",
    "X3": "国家安全、公共安全、经济安全、社会稳定",
    "X4": "商业秘密、个人隐私",
    "X5": "内部事务信息",
    "X6": "过程性信息",
    "X7": "行政执法案卷信息",
}
# A state secret may not even stand in the whole text kept here (R008): it is no ground for redaction but for sealing.
REDACTION_GROUNDS: dict[str, str] = {
    code: f"{ground.name}（{ground.source.brief}）" for code, ground in GROUNDS.items() if code != "X1"
}
# Of these the public never reads the whole wording; it is kept apart from the edition (see models.FullText).
GENERATED = frozenset({Mode.REDACTED, Mode.ABSTRACT})
LEAST_CHARACTERS = 2  # a single character proves nothing when it is found again
NOTICE_FOR_FILES = "（此处已依法删减）"


@dataclass(frozen=True)
class Passage:
    """Characters `start` to `end` of one paragraph (counted from 1) that the public may not read, and why."""

    paragraph: int
    start: int
    end: int
    ground: str


class NotFound(ValueError):
    """The words do not stand in the paragraph; the message says so in Chinese."""


def plain(text: str) -> str:
    """Return the text as it is compared: widths and case folded, blanks and invisible characters gone."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})


def digest_of(paragraph: str) -> str:
    return hashlib.sha256(paragraph.encode()).hexdigest()


def notice(grounds: Iterable[str]) -> str:
    """Return what stands in place of a passage: 〔此处删减：商业秘密、个人隐私，依据条例第十五条〕."""
    said = [f"{SHORT[code]}，依据{GROUNDS[code].source.brief}" for code in dict.fromkeys(grounds)]
    return f"〔此处删减：{'；'.join(said)}〕"


# --- the text as paragraphs -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Node:
    """One text node: `where` is "text" or "tail" of its element, `start` its place in the paragraph."""

    element: Any
    where: str
    start: int

    @property
    def value(self) -> str:
        return str(getattr(self.element, self.where) or "")


@dataclass(frozen=True)
class _Paragraph:
    element: Any
    nodes: tuple[_Node, ...]

    @property
    def text(self) -> str:
        return "".join(node.value for node in self.nodes)


def _root(html: str) -> Any:
    return lxml_html.fragment_fromstring(html or "", create_parent="div")


def _block_of(element: Any, root: Any) -> Any:
    while element is not root and element.tag not in BLOCKS:
        element = element.getparent()
    return element


def _paragraphs(root: Any) -> list[_Paragraph]:
    """Return the paragraphs in reading order; a paragraph is what stands in a block and in no block within it."""
    nodes: dict[Any, list[_Node]] = {}
    lengths: dict[Any, int] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end" and element is root:
            continue
        where = "text" if event == "start" else "tail"
        value = str(getattr(element, where) or "")
        block = _block_of(element if event == "start" else element.getparent(), root)
        if event == "start" and element.tag in BLOCKS:
            nodes.setdefault(block, [])  # in the order of their beginnings
        if value:
            start = lengths.get(block, 0)
            nodes.setdefault(block, []).append(_Node(element, where, start))
            lengths[block] = start + len(value)
    found = [_Paragraph(block, tuple(parts)) for block, parts in nodes.items()]
    return [paragraph for paragraph in found if paragraph.text.strip()]


def paragraphs_of(html: str) -> list[str]:
    """Return the text of each paragraph: what passages count in."""
    return [paragraph.text for paragraph in _paragraphs(_root(html))]


def locate(paragraph: str, words: str, start: int | None = None) -> list[tuple[int, int]]:
    """Return where the words stand, blanks aside: at `start` if they stand there, else everywhere. Raises NotFound."""
    if not words.strip():
        return [(0, len(paragraph))]
    if start is not None and paragraph[start : start + len(words)] == words:
        return [(start, start + len(words))]
    pattern = r"\s*".join(re.escape(character) for character in words if not character.isspace())
    found = [match.span() for match in re.finditer(pattern, paragraph)]
    if not found:
        raise NotFound(f"这一段里没有“{words.strip()[:30]}”，请照原文逐字填写。")
    return found


# --- the generated text ---------------------------------------------------------------------------------


def redacted(html: str, passages: Sequence[Passage]) -> str:
    """Return the public text: every passage replaced by its notice, links that would still tell it taken off."""
    root = _root(html)
    words = []
    for number, paragraph in enumerate(_paragraphs(root), start=1):
        own = sorted((p for p in passages if p.paragraph == number), key=lambda p: (p.start, p.end))
        if own:
            words += [plain(paragraph.text[p.start : p.end]) for p in own]
            _cut(paragraph, _merged(own))
    _unlink(root, [word for word in words if len(word) >= LEAST_CHARACTERS])
    return _inner(root)


def _merged(passages: Sequence[Passage]) -> list[tuple[int, int, list[str]]]:
    """Join what overlaps or touches, so that nothing of the length or the seams is told."""
    runs: list[tuple[int, int, list[str]]] = []
    for passage in passages:
        if passage.end <= passage.start:
            continue
        if runs and passage.start <= runs[-1][1]:
            start, end, grounds = runs[-1]
            runs[-1] = (start, max(end, passage.end), [*grounds, passage.ground])
        else:
            runs.append((passage.start, passage.end, [passage.ground]))
    return runs


def _cut(paragraph: _Paragraph, runs: Sequence[tuple[int, int, list[str]]]) -> None:
    for node in paragraph.nodes:
        value, first = node.value, node.start
        last = first + len(value)
        inside = [run for run in runs if run[0] < last and run[1] > first]
        if not inside:
            continue
        for holder in (node.element, *node.element.iterancestors()):
            if holder.tag == "a":  # a link half cut would still tell where it leads
                holder.attrib.pop("href", None)
        pieces: list[tuple[str, str]] = []  # (text before, notice after it)
        place = first
        for start, end, grounds in inside:
            before = value[place - first : max(start, first) - first]
            pieces.append((before, notice(grounds) if start >= first else ""))
            place = min(end, last)
        _put(node, pieces, value[place - first :])


def _put(node: _Node, pieces: Sequence[tuple[str, str]], rest: str) -> None:
    """Put text and notices where a text node stood."""
    element, where = node.element, node.where
    setattr(element, where, None)
    parent = element if where == "text" else element.getparent()
    place = 0 if where == "text" else parent.index(element) + 1
    last: Any = None if where == "text" else element
    for before, said in [*pieces, (rest, "")]:
        if before and last is None:
            parent.text = (parent.text or "") + before
        elif before:
            last.tail = (last.tail or "") + before
        if said:
            last = lxml_html.Element("strong")
            last.text = said
            parent.insert(place, last)
            place += 1


def _unlink(root: Any, words: Sequence[str]) -> None:
    """A mail link elsewhere may still say what was cut: such links lose their address."""
    for link in root.iter("a"):
        address = plain(unquote(link.get("href") or ""))
        if any(word in address for word in words):
            link.attrib.pop("href", None)


def _inner(root: Any) -> str:
    text = (root.text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text + "".join(lxml_html.tostring(child, encoding="unicode", method="html") for child in root)


def numbered(html: str, passages: Sequence[tuple[Passage, int]]) -> str:
    """Return the whole text for the desk: paragraphs numbered, passages marked with the number of their mark."""
    root = _root(html)
    for number, paragraph in enumerate(_paragraphs(root), start=1):
        if paragraph.element is not root:
            paragraph.element.set("data-paragraph", str(number))
        own = [(p, mark) for p, mark in passages if p.paragraph == number]
        for node in paragraph.nodes:
            _mark(node, own)
    return _inner(root)


def _mark(node: _Node, own: Sequence[tuple[Passage, int]]) -> None:
    value, first = node.value, node.start
    inside = [(max(p.start - first, 0), min(p.end - first, len(value)), mark) for p, mark in own]
    inside = sorted((s, e, mark) for s, e, mark in inside if s < e)
    if not inside:
        return
    element, where = node.element, node.where
    setattr(element, where, None)
    parent = element if where == "text" else element.getparent()
    place = 0 if where == "text" else parent.index(element) + 1
    last: Any = None if where == "text" else element
    reached = 0
    for start, end, mark in [*inside, (len(value), len(value), 0)]:
        before = value[reached : max(start, reached)]
        if before and last is None:
            parent.text = (parent.text or "") + before
        elif before:
            last.tail = (last.tail or "") + before
        if mark and end > max(start, reached):
            last = lxml_html.Element("mark")
            last.set("class", "hit withheld")
            last.set("aria-describedby", f"mark-{mark}")
            last.text = value[max(start, reached) : end]
            parent.insert(place, last)
            place += 1
        reached = max(reached, end)


# --- what survives --------------------------------------------------------------------------------------


def survivors(words: Iterable[str], texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (words, name of the text) for everything withheld that still stands in one of the public texts."""
    public = {name: plain(text) for name, text in texts.items() if text}
    wanted = {word: plain(word) for word in words}
    return [
        (word, name)
        for word, folded in wanted.items()
        if len(folded) >= LEAST_CHARACTERS
        for name, text in public.items()
        if folded in text
    ]
