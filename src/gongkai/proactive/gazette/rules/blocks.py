"""Clean HTML as the blocks that the typesetter sets. No Django."""

from __future__ import annotations

import re
from typing import Any

import lxml.html

_BLANKS = re.compile(r"[ \t\r\n]+")
_HEADINGS = ("h1", "h2", "h3", "h4")


def _words(element: Any) -> str:
    """Return the text in one line; full-width blanks stay, they part a number from its words."""
    return _BLANKS.sub(" ", element.text_content()).strip(" ")


def blocks_of(html: str) -> list[dict[str, Any]]:
    """Return paragraphs, headings, signatures and tables of a cleaned text, in order, as plain words."""
    root: Any = lxml.html.fragment_fromstring(html or "<p></p>", create_parent="div")
    found: list[dict[str, Any]] = []
    for element in root.iter():
        tag = str(element.tag)
        if any(str(above.tag) in {"table", "li", "p"} for above in element.iterancestors()):
            continue
        if tag == "table":
            rows = [[_words(cell) for cell in row.iter("td", "th")] for row in element.iter("tr")]
            found.append({"kind": "table", "rows": [row for row in rows if row]})
        elif tag == "p" and element.get("class") == "sign":
            found += [{"kind": "sign", "text": line.strip()} for line in element.itertext()]
        elif tag in {"p", "li", "blockquote", *_HEADINGS}:
            found.append({"kind": "h" if tag in _HEADINGS else "p", "text": _words(element)})
    return [block for block in found if block.get("rows") or block.get("text")]
