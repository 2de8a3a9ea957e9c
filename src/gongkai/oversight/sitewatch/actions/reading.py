"""What a web page shows, from its bytes; and our own pages, read as a visitor gets them."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from gongkai.oversight.sitewatch.rules.links import Seen

PARSED_BYTES = 300_000
TEXT_LETTERS = 4_000
LONGEST_LETTER = 4  # bytes, in any encoding in use
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_SILENT = ("script", "style", "noscript", "template", "svg", "head")


def decoded(body: bytes, content_type: str) -> str:
    """Return the text of a page by what it says of itself, else UTF-8, else GB 18030."""
    named = _CHARSET.search(content_type.encode("latin-1", "replace")) or _CHARSET.search(body[:2048])
    name = named[1].decode().lower() if named else "utf-8"
    name = "gb18030" if name in {"gb2312", "gbk", "gb_2312-80"} else name
    for encoding in (name, "utf-8", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError as error:
            if len(body) - error.start <= LONGEST_LETTER:  # the last letter was cut
                return body[: error.start].decode(encoding)
        except LookupError:
            continue
    return body.decode("utf-8", "replace")


def _tidy(text: str) -> str:
    return " ".join(text.split())


def tree_of(text: str) -> Any | None:
    """Return the tree of a page, None for what is none. Null characters and an XML declaration would be refused."""
    cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""))
    if not cleaned.strip():
        return None
    try:
        return html.document_fromstring(cleaned)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def seen_in(body: bytes, content_type: str) -> Seen:
    root = tree_of(decoded(body[:PARSED_BYTES], content_type))
    if root is None:
        return Seen()
    title = next((_tidy(one.text_content()) for one in root.iter("title")), "")
    heading = next((_tidy(one.text_content()) for one in root.iter("h1")), "")
    return Seen(title[:300], heading[:300], _text(root), _tidy(tags_of(root).get("description", ""))[:300])


def _text(root: Any) -> str:
    """Return the beginning of what is to be read, without scripts."""
    parts: list[str] = []
    size = 0
    for element in root.iter():
        if _within_silent(element):
            continue
        shown = isinstance(element.tag, str) and element.tag not in _SILENT
        for piece in (element.text if shown else None, element.tail):
            if piece and not piece.isspace():
                parts.append(piece)
                size += len(piece)
        if size > TEXT_LETTERS:
            break
    return _tidy(" ".join(parts))[:TEXT_LETTERS]


def _within_silent(element: Any) -> bool:
    above = element.getparent()
    return above is not None and above.tag in _SILENT


def tags_of(root: Any) -> dict[str, str]:
    """Return the meta tags of a page by name; the first of a name counts."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        if name := element.get("name"):
            found.setdefault(name, element.get("content") or "")
    return found
