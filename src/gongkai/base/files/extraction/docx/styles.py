"""Styles: what rank, numbering and visibility a paragraph inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from .names import W, number, switched, value

_HEADING = re.compile(r"^(?:heading|标题)\s*(\d)$", re.IGNORECASE)
_LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Style:
    """What a style says, with everything inherited. `level` counts from 1; `size` is in half-points."""

    name: str = ""
    level: int | None = None
    title: bool = False
    centred: bool | None = None
    right: bool = False
    size: float = 0
    hidden: bool = False
    num_id: str | None = None
    num_level: int = 0


class Styles:
    def __init__(self, root: etree._Element | None) -> None:
        self.elements: dict[str, etree._Element] = {}
        self.default = ""
        self.resolved: dict[str, Style] = {}
        self.base_size = 21.0
        if root is None:
            return
        for element in root.iterfind(W + "style"):
            identity = element.get(W + "styleId", "")
            self.elements[identity] = element
            if element.get(W + "type") == "paragraph" and element.get(W + "default") in {"1", "true"}:
                self.default = identity
        size = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        if size is not None:
            self.base_size = float(number(size.get(W + "val"), 21))

    def get(self, identity: str | None) -> Style:
        key = identity or self.default
        if key not in self.resolved:
            self.resolved[key] = self._resolve(key)
        return self.resolved[key]

    def _resolve(self, identity: str) -> Style:
        style = Style(size=self.base_size)
        chain: list[etree._Element] = []
        place: str | None = identity
        while place and place in self.elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self.elements[place])
            place = value(self.elements[place], "basedOn")
        for element in reversed(chain):
            style = _laid_over(style, element)
        return style


def _laid_over(style: Style, element: etree._Element) -> Style:
    paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
    name = value(element, "name") or ""
    heading = _HEADING.match(name)
    outline = value(paragraph, "outlineLvl")
    level = int(heading.group(1)) if heading else style.level
    if outline is not None:
        level = number(outline, 9) + 1 if number(outline, 9) < 9 else None
    alignment = value(paragraph, "jc")
    numbering = paragraph.find(W + "numPr") if paragraph is not None else None
    hidden = switched(run, "vanish")
    return Style(
        name=name,
        level=level,
        title=name.lower() == "title" or name == "标题" or style.title,
        centred=alignment == "center" if alignment else style.centred,
        right=alignment in {"right", "end"} if alignment else style.right,
        size=float(number(value(run, "sz"), int(style.size))),
        hidden=style.hidden if hidden is None else hidden,
        num_id=value(numbering, "numId") or style.num_id,
        num_level=number(value(numbering, "ilvl"), style.num_level),
    )
