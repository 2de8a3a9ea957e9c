"""Redacting HTML: text across inline elements, links, and everything in the markup a reader does not see."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from gongkai.base.files.extraction.clean import clean_html
from gongkai.base.files.extraction.tidy import fragment, inner_html

from .striking import Block, Piece, Tally, strike

_BLOCKS = {"p", "h2", "h3", "h4", "li", "td", "th", "caption", "blockquote", "section"}
_NAMES = {"td": "单元格", "th": "单元格", "li": "列表项", "caption": "表题"}


def blocks_of(html: str) -> list[str]:
    """Return the text of each block of clean HTML in reading order: what `Place.block` counts and its offsets refer to."""
    return [block.text for block in _blocks(fragment(html))] if html.strip() else []


def redact_markup(html: str, tally: Tally) -> str:
    """Return clean HTML with the passages struck. The input is cleaned first; comments and scripts do not survive that."""
    cleaned = clean_html(html)
    if not cleaned:
        return ""
    root = fragment(cleaned)
    strike(_blocks(root), tally)
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if tally.needles.touches(value) or tally.needles.touches(unquote(value)):
                _drop_attribute(element, str(name), unquote(str(value)), tally)
    return clean_html(inner_html(root))


def _drop_attribute(element: etree._Element, name: str, value: str, tally: Tally) -> None:
    for span in tally.needles.within(value):
        tally.add(span.needle, "链接地址" if name == "href" else "网页代码")
    del element.attrib[name]


def _blocks(root: etree._Element) -> list[Block]:
    blocks: list[Block] = []
    _collect(root, blocks)
    # Text directly under the root or a container belongs to no block of its own; clean HTML has none.
    return [block for block in blocks if block.text.strip()]


def _collect(element: etree._Element, blocks: list[Block]) -> None:
    own = Block("", list(_pieces(element)))
    number = len(blocks) + 1
    if own.text.strip():
        own.where = (
            f"正文第 {number} 段" if element.tag not in _NAMES else f"正文第 {number} 段（{_NAMES[str(element.tag)]}）"
        )
        blocks.append(own)
    for child in element.iter():
        if child is not element and child.tag in _BLOCKS and _block_above(child) in {element, None}:
            _collect(child, blocks)


def _block_above(element: etree._Element) -> etree._Element | None:
    for ancestor in element.iterancestors():
        if ancestor.tag in _BLOCKS:
            return ancestor
    return None


def _pieces(element: etree._Element) -> Iterator[Piece]:
    """Yield the text of an element without that of the blocks inside it."""
    if element.text:
        yield _head(element)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS:
            if child.tag == "br":
                yield Piece("\n", lambda _text: None)
            yield from _pieces(child)
        if child.tail:
            yield _tail(child)


def _head(element: etree._Element) -> Piece:
    def put(text: str) -> None:
        element.text = text

    return Piece(element.text or "", put)


def _tail(element: etree._Element) -> Piece:
    def put(text: str) -> None:
        element.tail = text

    return Piece(element.tail or "", put)
