"""Plain text with line breaks and markdown headings as clean HTML."""

from __future__ import annotations

import re
from html import escape

from gongkai.base.files.rules import clean_html, extract

MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
LOOKS_LIKE_HTML = re.compile(r"<(?:p|div|h[1-6]|table|br)\b[^>]*>", re.IGNORECASE)


def html_of(text: str) -> str:
    """Return paragraphs and headings; text that is HTML already is only cleaned."""
    if LOOKS_LIKE_HTML.search(text):
        return clean_html(text)
    if not re.search(r"(?m)^#{1,6}\s", text):
        return extract(text.encode(), "正文.txt").html if text.strip() else ""
    parts = []
    for line in text.splitlines():
        written = line.strip(" \t\u3000\ufeff")
        if not written:
            continue
        heading = MARKDOWN_HEADING.match(written)
        if heading:
            level = min(max(len(heading.group(1)), 2), 4)
            parts.append(f"<h{level}>{escape(heading.group(2))}</h{level}>")
        else:
            parts.append(f"<p>{escape(written)}</p>")
    return "".join(parts)
