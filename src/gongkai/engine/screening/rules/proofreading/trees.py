"""Checks of an HTML tree: a register like that of the text checks, and findings that point to an element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from gongkai.engine.screening.rules.findings import Finding, Severity

LONGEST_EXCERPT = 60
BLANKS = re.compile(r"[\s\u3000\u00a0]+")


@dataclass(frozen=True, slots=True)
class HtmlFinding:
    """`element` is where it is, in the tree that was given; `excerpt` says so in words."""

    check: str
    severity: Severity
    element: etree._Element
    excerpt: str
    message: str
    suggestion: str = ""
    title: str = ""

    def as_finding(self) -> Finding:
        """Return the finding without a place in the text, as the command and the list show it."""
        return Finding(
            self.check,
            self.severity,
            0,
            0,
            self.message,
            self.suggestion,
            self.title or self.message.rstrip("。"),
            self.excerpt,
        )


HtmlCheck = Callable[[etree._Element], Iterator[HtmlFinding]]
HTML_CHECKS: dict[str, HtmlCheck] = {}


def html_check(*names: str) -> Callable[[HtmlCheck], HtmlCheck]:
    """Register a function that reports on a tree under these dotted names (`table.sum`, `access.image` …)."""

    def register(function: HtmlCheck) -> HtmlCheck:
        for name in names:
            HTML_CHECKS[name] = function
        return function

    return register


def html_findings(html: str) -> list[HtmlFinding]:
    """Return what is found in HTML as it comes; what cannot be read as HTML has no findings."""
    if not html.strip():
        return []
    try:
        root = lxml_html.fragment_fromstring(html.replace("\x00", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return []
    return tree_findings(root)


def tree_findings(root: etree._Element) -> list[HtmlFinding]:
    """Return what all checks find in a tree, in the order of the document."""
    found = [finding for check in dict.fromkeys(HTML_CHECKS.values()) for finding in check(root)]
    order = {element: number for number, element in enumerate(root.iter())}
    return sorted(found, key=lambda finding: order.get(finding.element, 0))


def elements(root: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """Yield the elements of these tags, the root among them."""
    yield from root.iter(*tags)


def words(element: etree._Element) -> str:
    """Return the text of an element with single blanks, without scripts and comments."""
    parts = (
        str(text)
        for text in element.itertext()
        if (owner := getattr(text, "getparent", lambda: None)()) is None
        or owner.tag not in {"script", "style", etree.Comment}
    )
    return BLANKS.sub(" ", "".join(parts)).strip()


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"
