"""The passages of what is public: its wording with the ids that its page gives the paragraphs, and its particulars."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import html as lxml_html

from gongkai.base.files.rules import anchored
from gongkai.base.ui.text import cn_date
from gongkai.engine.answers.rules import Line, Passage, cut, source_of
from gongkai.engine.publishing.rules import VALIDITY_NAMES, Validity, validity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from gongkai.engine.publishing.models import Release

BLOCKS = ("p", "h2", "h3", "h4", "li", "table", "blockquote")
PARTICULARS = "文件信息"
# What people ask is said in their words too.
STATE_SAID = {
    Validity.VALID: "，没有废止或者失效",
    Validity.AMENDED: "，没有废止或者失效",
    Validity.NOT_YET: "，还没有生效",
}


def passages_of(release: Release) -> Sequence[Passage]:
    """Return what may be answered from. The edition must be at hand."""
    given = source_of(release.kind).passages
    return given(release) if given is not None else wording(release.edition.html)


@lru_cache(maxsize=128)  # cutting 300 kB takes 30 ms; the same text always cuts the same
def wording(html: str) -> tuple[Passage, ...]:
    return tuple(cut(lines_of(html)))


def lines_of(html: str) -> list[Line]:
    """Return the numbered blocks of clean HTML, as the page of the document numbers them (#p12)."""
    numbered, _ = anchored(html)
    if not numbered:
        return []
    root = lxml_html.fragment_fromstring(numbered, create_parent="div")
    return [_line(element) for element in root.iter(*BLOCKS) if element.get("id")]


def _line(element: _Element) -> Line:
    anchor, tag = str(element.get("id")), str(element.tag)
    if tag == "table":
        rows = tuple(tuple(_text(cell) for cell in row.iter("th", "td")) for row in element.iter("tr"))
        return Line("", anchor, tag, rows)
    return Line(_text(element), anchor, tag)


def _text(element: _Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def state_of(release: Release, today: dt.date) -> Validity:
    return validity(
        today,
        effective_on=release.effective_on,
        expires_on=release.expires_on,
        repealed_on=release.repealed_on,
        amended=release.amended,
    )


def particulars(release: Release, today: dt.date) -> Passage:
    """Return the dates, the number and the state of a text as a passage: what people ask about a document itself."""
    state = state_of(release, today)
    said = [
        f"发文字号：{release.doc_number}" if release.doc_number else "",
        f"发文机关：{'、'.join(release.edition.snapshot['issuers']) or release.agency.name}",
        f"成文日期：{cn_date(release.formed_on)}" if release.formed_on else "",
        f"印发日期：{cn_date(release.issued_on)}" if release.issued_on else "",
        f"施行日期：{cn_date(release.effective_on)}（自当日起施行、生效）" if release.effective_on else "",
        f"有效期至：{cn_date(release.expires_on)}（此后失效）" if release.expires_on else "",
        f"废止日期：{cn_date(release.repealed_on)}" if release.repealed_on else "",
        f"有效性：{VALIDITY_NAMES[state]}{STATE_SAID.get(state, '')}",
    ]
    return Passage("\n".join(part for part in said if part), "text", PARTICULARS, kind="facts")
