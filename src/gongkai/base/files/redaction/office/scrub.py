"""What all XML parts have in common: text in paragraphs, loose texts, attributes, addresses of links."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from lxml import etree

from gongkai.base.files.redaction.matching import folded
from gongkai.base.files.redaction.striking import Block, Piece, Tally, strike

from .package import Package, Part

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARAGRAPHS = {"p"}
_TEXTS = {"t"}
_CODES = {"instrText", "delInstrText"}
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_RUN_PARENTS = {"r", "fld"}
# Attributes in which people's words stand; elsewhere a short word may be a keyword of the format ("left", "1440").
_TEXTUAL = {
    "descr", "title", "name", "alt", "string", "display", "location", "tooltip", "tag", "instr", "displayText", "value",
    "lastValue", "author", "anchor", "text", "prompt", "promptTitle", "error", "errorTitle", "codeName", "fullDate", "docLocation",
}  # fmt: skip
_TEXTUAL_VAL = {
    "alias",
    "tag",
    "placeholder",
    "docPart",
    "default",
    "statusText",
    "helpText",
    "name",
    "entryMacro",
    "result",
}
_TECHNICAL = re.compile(r"[#+-]?[0-9A-Fa-f.]+%?|\{[0-9A-Fa-f-]+\}")
_STRONG_LENGTH = 8
NEUTRAL_ADDRESS = "about:blank"


def local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def text_piece(element: etree._Element) -> Piece:
    def put(text: str) -> None:
        element.text = text
        if text != text.strip():
            element.set(XML_SPACE, "preserve")

    return Piece(element.text or "", put)


def paragraphs(root: etree._Element, name: Callable[[int, etree._Element], str], *, counted: bool) -> list[Block]:
    """Return the blocks of a part: one a paragraph without the paragraphs in its text boxes, then the field codes."""
    open_pieces: list[tuple[etree._Element, list[Piece], list[Piece]]] = []
    blocks: list[Block] = []
    made: list[tuple[etree._Element, list[Piece], list[Piece]]] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = local(element)
        if tag in _PARAGRAPHS:
            if event == "start":
                open_pieces.append((element, [], []))
                made.append(open_pieces[-1])
            else:
                open_pieces.pop()
        elif event == "start" and open_pieces:
            _, texts, codes = open_pieces[-1]
            if tag in _TEXTS:
                texts.append(text_piece(element))
            elif tag in _CODES:
                codes.append(text_piece(element))
            elif tag in _BREAKS and (parent := element.getparent()) is not None and local(parent) in _RUN_PARENTS:
                texts.append(Piece(_BREAKS[tag], lambda _text: None))
    for number, (element, texts, _codes) in enumerate(made, start=1):
        blocks.append(Block(name(number, element), texts, counted))
    blocks += [Block("域代码", codes, counted=False) for _, _, codes in made if codes]
    return blocks


def scrub_loose(root: etree._Element, tally: Tally, where: str, done: set[str]) -> None:
    """Strike the texts of all elements whose tag is not in `done`: each stands for itself."""
    for element in root.iter():
        text = element.text
        if not text or not text.strip() or local(element) in done:
            continue
        if _TECHNICAL.fullmatch(text.strip()) and len(text.strip()) < _STRONG_LENGTH:
            continue
        if tally.needles.touches(text):
            element.text = tally.cleaned(text, where)


def scrub_attributes(root: etree._Element, tally: Tally, where: str) -> None:
    """Strike passages from attributes: alternative texts, bookmarks, field instructions, addresses …"""
    strong = {
        needle.index
        for needle in tally.needles.needles
        if not needle.text.isascii() or len(needle.text) >= _STRONG_LENGTH
    }
    for element in root.iter():
        for name, value in element.attrib.items():
            written = unquote(str(value)) if "%" in value else str(value)
            if not tally.needles.touches(written):
                continue
            hit = {span.needle for span in tally.needles.within(written)}
            if hit & strong or _is_textual(element, str(name), written):
                element.set(name, tally.cleaned(written, where))


def _is_textual(element: etree._Element, name: str, value: str) -> bool:
    if _TECHNICAL.fullmatch(value.strip()) and len(folded(value)) < _STRONG_LENGTH:
        return False
    short = name.rpartition("}")[2]
    return short in _TEXTUAL or (short == "val" and local(element) in _TEXTUAL_VAL)


def scrub_links(part: Part, tally: Tally) -> None:
    for key, (kind, full, target, external) in part.links.items():
        if external and (tally.needles.touches(target) or tally.needles.touches(unquote(target))):
            tally.cleaned(unquote(target), "链接地址")
            part.links[key] = (kind, full, NEUTRAL_ADDRESS, external)


def scrub_drawing(part: Part, tally: Tally, where: str) -> None:
    """Strike a chart, a diagram or a drawing: paragraphs, then every other text."""
    assert part.root is not None
    strike(paragraphs(part.root, lambda _number, _element: where, counted=False), tally)
    for value in list(part.root.iter("{*}v")):
        _strike_value(value, tally, where)
    scrub_loose(part.root, tally, where, {"t", "v"})


def _strike_value(value: etree._Element, tally: Tally, where: str) -> None:
    """A cached value: a text is struck, a number is taken out with its point, for a text would not be valid there."""
    text = value.text or ""
    if not tally.needles.touches(text):
        return
    struck = tally.cleaned(text, where)
    point = value.getparent()
    holder = point.getparent() if point is not None else None
    if point is not None and holder is not None and local(holder) == "numCache":
        holder.remove(point)
    else:
        value.text = struck


def renamed_parts(package: Package, tally: Tally) -> dict[str, str]:
    """Give new names to parts whose names hold a passage (a picture called by a person's name)."""
    renamed = {}
    for number, name in enumerate(package.parts, start=1):
        if tally.needles.touches(name.rsplit("/", 1)[-1]):
            folder, _, base = name.rpartition("/")
            suffix = base.rpartition(".")[2]
            renamed[name] = f"{folder}/part{number}.{suffix}"
            tally.cleaned(base, "包内文件名")
    return renamed
