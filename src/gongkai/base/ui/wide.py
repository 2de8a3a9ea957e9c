"""Wide tables inside published text: each in a frame that scrolls by itself, by finger and by keyboard."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_TABLE = re.compile(r"<(?P<end>/?)table\b[^<>]*>", re.IGNORECASE)
_CAPTION = re.compile(r"<caption\b[^<>]*>(?P<words>.*?)</caption>", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<th\b[^<>]*>(?P<words>.*?)</th>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>|&\w+;")
_HAN = re.compile(r"[\u3400-\u9fff]")
MOST_HEADINGS = 3


def framed(html: SafeString | str) -> SafeString | str:
    """Put each table of safe HTML into a frame, with a name for who cannot see it. A table within a table has none.

    Text that is not marked as safe is returned as it is: it will be escaped.
    """
    if not isinstance(html, SafeString):
        return html
    pieces: list[str] = []
    place, depth, start = 0, 0, 0
    for match in _TABLE.finditer(html):
        if not match["end"]:
            start = match.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                table = html[start : match.end()]
                pieces += [html[place:start], _frame(table)]
                place = match.end()
    return mark_safe("".join([*pieces, html[place:]]))  # noqa: S308 pieces of what was safe, and escaped names


def _frame(table: str) -> str:
    name = escape(_name(table))
    return f'<div class="table-scroll" role="group" tabindex="0" aria-label="{name}">{table}</div>'


def _name(table: str) -> str:
    if caption := _CAPTION.search(table):
        return f"表格：{_words(caption['words'])}"
    headings = [words for match in _HEADING.finditer(table) if (words := _words(match["words"]))]
    if headings and not _HAN.search("".join(headings)):
        return f"Table: {', '.join(headings[:MOST_HEADINGS])}"
    return f"表格：{'、'.join(headings[:MOST_HEADINGS])}" if headings else "表格"


def _words(markup: str) -> str:
    return " ".join(_TAG.sub(" ", markup).split())
