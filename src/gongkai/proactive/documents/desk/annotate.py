"""The text with its findings in the margin: each paragraph keeps the findings of its own words."""

from __future__ import annotations

from typing import Any

import lxml.html
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def paragraphs(screened: dict[str, Any]) -> list[dict[str, Any]]:
    """Return [{html, findings}] for the top-level blocks of an annotated text, in order.

    A finding stands beside the first block that holds one of its marks; one without a mark (in the title) comes first.
    """
    waiting = {finding["id"]: finding for finding in screened["findings"]}
    blocks: list[dict[str, Any]] = []
    pieces: Any = lxml.html.fragments_fromstring(screened["html"] or "<p></p>")
    for piece in pieces:
        if isinstance(piece, str):
            blocks.append({"html": _safe(f"<p>{escape(piece)}</p>"), "findings": []})
            continue
        marked: list[str] = piece.xpath(".//mark/@aria-describedby")
        own = [waiting.pop(key) for key in dict.fromkeys(marked) if key in waiting]
        piece.tail = None
        blocks.append({"html": _safe(lxml.html.tostring(piece, encoding="unicode")), "findings": own})
    if waiting and blocks:
        blocks[0]["findings"] = [*waiting.values(), *blocks[0]["findings"]]
    return blocks


def _safe(html: str) -> SafeString:
    # The wording was cleaned when it was saved; the marks are our own.
    return mark_safe(html)  # noqa: S308
