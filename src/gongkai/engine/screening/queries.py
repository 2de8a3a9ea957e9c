"""Screening as the screen and other packages ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.utils.safestring import mark_safe
from lxml import etree
from lxml import html as lxml_html

from gongkai.engine.screening.rules import SEVERITY_NAMES, Finding, Severity, screen

__all__ = ["findings_for_screen", "screened"]

CSS = {Severity.BLOCK: "is-bad", Severity.JUDGE: "is-pause", Severity.WARN: "is-warn", Severity.INFO: "is-info"}
GRAVITY = (Severity.BLOCK, Severity.JUDGE, Severity.WARN, Severity.INFO)
INLINE = frozenset({"a", "b", "em", "i", "strong", "sub", "sup", "u", "span", "mark"})


def screened(text: str) -> list[Finding]:
    return screen(text)


def findings_for_screen(*, html: str, title: str) -> dict[str, Any]:
    """Return the findings in title and wording, and the wording with each hit marked.

    `html` must be clean HTML (see base.files.rules.clean_html): it is handed to the page as it is, with marks added.
    """
    in_title = screen(title)
    nodes = _Text(html)
    in_text = screen(nodes.text)
    numbered = list(enumerate([*in_title, *in_text], start=1))
    findings = [_row(number, finding, in_title=number <= len(in_title)) for number, finding in numbered]
    return {
        "findings": findings,
        "html": mark_safe(nodes.marked(numbered[len(in_title) :])),  # noqa: S308 - clean HTML plus our own marks
        "count": len(findings),
        "blocking": sum(finding.severity is Severity.BLOCK for _, finding in numbered),
    }


def _row(number: int, finding: Finding, *, in_title: bool) -> dict[str, Any]:
    words = f"{finding.message}{finding.suggestion}" if len(finding.suggestion) > 6 else finding.message
    if finding.suggestion and len(finding.suggestion) <= 6:
        words = f"{finding.message.rstrip('。')}，建议改为“{finding.suggestion}”。"
    return {
        "number": str(number),
        "id": f"f{number}",
        "severity": finding.severity.value,
        "severity_name": SEVERITY_NAMES[finding.severity],
        "title": f"标题中：{finding.title}" if in_title else finding.title,
        "text": words,
        "check": finding.check,
        "excerpt": finding.excerpt,
        "open": finding.severity in {Severity.BLOCK, Severity.JUDGE},
    }


class _Text:
    """The text nodes of an HTML fragment as one text, block by block on its own line, and the way back to the nodes."""

    def __init__(self, html: str) -> None:
        self.root = lxml_html.fragment_fromstring(html or "<p></p>", create_parent="div")
        self.parts: list[str] = []
        self.length = 0
        # (element, "text" or "tail", where its first character stands)
        self.nodes: list[tuple[etree._Element, str, int]] = []
        self._walk(self.root)
        self.text = "".join(self.parts)

    def _add(self, part: str) -> None:
        self.parts.append(part)
        self.length += len(part)

    def _break(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self._add("\n")

    def _walk(self, root: etree._Element) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            if element.tag not in INLINE:
                self._break()
            where, value = ("text", element.text) if event == "start" else ("tail", element.tail)
            if value and (event == "start" or element is not root):
                self.nodes.append((element, where, self.length))
                self._add(value)

    def marked(self, numbered: Iterable[tuple[int, Finding]]) -> str:
        """Return the HTML with a mark around every hit; one that runs across tags is marked piece by piece."""
        hits = list(numbered)
        for element, where, start in self.nodes:
            value = str(getattr(element, where))
            inside = [(n, f) for n, f in hits if f.start < start + len(value) and f.end > start]
            if inside:
                _replace(element, where, _pieces(value, start, inside))
        text = _escaped(self.root.text or "")
        return text + "".join(lxml_html.tostring(child, encoding="unicode", method="html") for child in self.root)


Piece = tuple[str, list[tuple[int, Finding]], list[int]]


def _pieces(value: str, start: int, hits: list[tuple[int, Finding]]) -> list[Piece]:
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


def _mark(text: str, covering: list[tuple[int, Finding]], ending: list[int]) -> etree._Element:
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
