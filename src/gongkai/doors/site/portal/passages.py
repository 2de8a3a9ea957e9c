"""The passages of a hit under its title, each with the way to its paragraph on the page."""

from __future__ import annotations

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from gongkai.engine.publishing.rules import paragraph_path
from gongkai.engine.search import queries as index
from gongkai.engine.search.queries import Hit

ARTICLE = re.compile(r"^[\s…]*(第[一二三四五六七八九十百千零〇]{1,7}条(?:之[一二三四五六七八九十]{1,3})?)")
FIRST = frozenset({"", "p1"})  # the head of the page needs no way to it


def excerpt_of(hit: Hit, url: str) -> SafeString | str:
    """Return the passages as safe HTML; one that stands further down links to its paragraph."""
    shown: list[tuple[SafeString, SafeString | str]] = []
    for place, passage in enumerate(hit.passages):
        # A summary that also opens the text is one passage to a reader.
        if passage in hit.passages[:place]:
            continue
        anchor = hit.anchors[place] if place < len(hit.anchors) else ""
        text = mark_safe(index.marked(passage))  # noqa: S308 marked() escapes
        if anchor in FIRST or not any(segment.is_hit for segment in passage):
            shown.append((text, ""))
            continue
        article = ARTICLE.match("".join(segment.text for segment in passage))
        label = f"看{article[1]}" if article else "看这一段"
        link = format_html(
            ' <a class="to-place" href="{}" aria-label="{}：{}">{}</a>', paragraph_path(url, anchor), label, hit.title, label
        )  # fmt: skip
        shown.append((text, link))
    return format_html_join(" ", '<span class="passage">{}{}</span>', shown)
