"""PDF of an official document by typst. Text goes in as data; the template is a file of ours and never changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

from gongkai.base.ui.text import by_word, cn_date
from gongkai.base.ui.typesetting import typeset
from gongkai.proactive.documents.portal.sheets import NUMBERED, TAG, Block, annex_place, blocks_of, sheet_of
from gongkai.proactive.documents.queries.exhibiting import as_html

TEMPLATE = Path(__file__).with_name("official.typ")
ARTICLE = re.compile(r"(第[一二三四五六七八九十百千零〇]+条(?:之[一二三四五六七八九十]{1,3})?)[　 ]*")


def words_of(title: str) -> list[str]:
    """Return the pieces that a title may break between."""
    return [piece for part in by_word(title).split("<wbr>") if (piece := unescape(TAG.sub("", part)))]


def _lead(runs: tuple[tuple[str, str], ...]) -> list[list[str]]:
    """Set the number of an article (第一条) in bold, as on the screen."""
    if runs and (found := ARTICLE.match(runs[0][0])):
        rest = runs[0][0][found.end() :]
        return [[found.group(1), "b"], [f"\u3000{rest}", runs[0][1]], *(list(run) for run in runs[1:])]
    return [list(run) for run in runs]


def _block(block: Block, *, annex: bool = False) -> dict[str, Any]:
    words = "".join(text for text, _ in block.runs).strip()
    align = block.align
    if block.kind in {"h2", "h3", "h4"} and not annex:
        align = "center" if words.startswith("第") or not NUMBERED.match(words) else ""
    return {
        "kind": "annex" if annex else block.kind,
        "runs": _lead(block.runs) if block.kind == "p" else [list(run) for run in block.runs],
        "align": align,
        "label": block.label,
        "rows": [list(row) for row in block.rows],
    }


def data_of(facts: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Return what the template reads."""
    sheet = sheet_of(facts)
    blocks = blocks_of(str(facts["html"]) + as_html(facts))
    place = annex_place(blocks)
    starts = {n for n in range(place, len(blocks)) if _starts_annex(blocks[n])}
    return {
        "title": sheet.title,
        "words": words_of(sheet.title),
        "author": list(facts["issuers"]),
        "keywords": list(facts["keywords"]),
        "heads": list(sheet.heads),
        "number": sheet.number,
        "to": sheet.to,
        "before": [_block(block) for block in blocks[:place]],
        "annexed": [_block(block, annex=place + n in starts) for n, block in enumerate(blocks[place:])],
        "sign": list(sheet.sign),
        "remark": sheet.remark,
        "cc": sheet.cc,
        "office": sheet.office,
        "printed": cn_date(sheet.printed) if sheet.printed else "",
        "source": source,
    }


def _starts_annex(block: Block) -> bool:
    return block.kind == "h2" and not NUMBERED.match("".join(text for text, _ in block.runs))


def pdf_of(facts: Mapping[str, Any], source: str) -> bytes:
    """Return the document as a tagged PDF. The same content gives the same bytes."""
    return typeset(TEMPLATE, data_of(facts, source))
