"""Putting marks around hits in the wording."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from lxml import etree
from lxml import html as lxml_html

from gongkai.engine.screening.rules import Finding, Severity
from gongkai.engine.screening.rules.subjects import Wording

CSS = {Severity.BLOCK: "is-bad", Severity.JUDGE: "is-pause", Severity.WARN: "is-warn", Severity.INFO: "is-info"}
GRAVITY = (Severity.BLOCK, Severity.JUDGE, Severity.WARN, Severity.INFO)

Numbered = tuple[int, Finding]
Piece = tuple[str, list[Numbered], list[int]]


def marked(wording: Wording, numbered: Iterable[Numbered]) -> str:
    """Return the HTML with a mark around every hit; one that runs across tags is marked piece by piece."""
    hits = list(numbered)
    for element, where, start in wording.nodes:
        value = str(getattr(element, where))
        inside = [(n, f) for n, f in hits if f.start < start + len(value) and f.end > start]
        if inside:
            _replace(element, where, _pieces(value, start, inside))
    text = _escaped(wording.root.text or "")
    return text + "".join(lxml_html.tostring(child, encoding="unicode", method="html") for child in wording.root)


def _pieces(value: str, start: int, hits: list[Numbered]) -> list[Piece]:
    """Cut a text node at every border of a hit: text, the hits that cover it, the numbers of those that end with it."""
    end = start + len(value)
    cuts = sorted({start, end} | {max(f.start, start) for _, f in hits} | {min(f.end, end) for _, f in hits})
    found: list[Piece] = []
    for left, right in pairwise(cuts):
        covering = [(n, f) for n, f in hits if f.start <= left and f.end >= right]
        found.append((value[left - start : right - start], covering, [n for n, f in covering if f.end == right]))
    return found


def _replace(element: etree._Element, where: str, pieces: list[Piece]) -> None:
    """Put text and marks where one text node stood."""
    setattr(element, where, None)
    parent = element if where == "text" else element.getparent()
    if parent is None:
        return
    place = 0 if where == "text" else parent.index(element) + 1
    last: etree._Element | None = None if where == "text" else element
    for text, covering, ending in pieces:
        if not covering:
            if last is None:
                parent.text = (parent.text or "") + text
            else:
                last.tail = (last.tail or "") + text
            continue
        last = _mark(text, covering, ending)
        parent.insert(place, last)
        place += 1


def _mark(text: str, covering: list[Numbered], ending: list[int]) -> etree._Element:
    gravest = min((finding.severity for _, finding in covering), key=GRAVITY.index)
    mark = etree.Element("mark")
    mark.set("class", f"hit {CSS[gravest]}")
    mark.set("aria-describedby", " ".join(f"f{number}" for number, _ in covering))
    mark.text = text
    if ending:
        note = etree.SubElement(mark, "sup")
        note.text = "、".join(str(number) for number in ending)
    return mark


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
