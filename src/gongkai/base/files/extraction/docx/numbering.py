"""Automatic numbers, counted and written as Word would show them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from gongkai.base.files.extraction.numbering import counter

from .names import W, number, switched, value

_PLACE = re.compile(r"%(\d)")
LEVELS = 9


@dataclass(frozen=True)
class Level:
    style: str
    pattern: str
    start: int
    legal: bool
    restart: int | None


class Numbering:
    """Counts while the document is read from front to back: ask `label` once per numbered paragraph."""

    def __init__(self, root: etree._Element | None) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.abstract: dict[str, str] = {}
        self.overrides: dict[str, dict[int, int]] = {}
        self.counters: dict[str, list[int | None]] = {}
        self.begun: set[str] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: etree._Element) -> None:
        for element in root.iterfind(W + "abstractNum"):
            key = element.get(W + "abstractNumId", "")
            self.levels[key] = dict(_level(level) for level in element.iterfind(W + "lvl"))
        for element in root.iterfind(W + "num"):
            key = element.get(W + "numId", "")
            abstract = value(element, "abstractNumId") or ""
            own = [level for override in element.iterfind(W + "lvlOverride") for level in override.iterfind(W + "lvl")]
            if own:
                # A list with levels of its own counts for itself.
                self.levels[f"num-{key}"] = {**self.levels.get(abstract, {}), **dict(_level(level) for level in own)}
                abstract = f"num-{key}"
            self.abstract[key] = abstract
            self.overrides[key] = {
                number(override.get(W + "ilvl")): number(value(override, "startOverride"), 1)
                for override in element.iterfind(W + "lvlOverride")
                if override.find(W + "startOverride") is not None
            }

    def label(self, num_id: str, level: int) -> tuple[str, bool]:
        """Count one on and return the number as text, and whether it is only a bullet."""
        key = self.abstract.get(num_id)
        levels = self.levels.get(key or "")
        if key is None or not levels or level not in levels:
            return "", False
        counters = self.counters.setdefault(key, [None] * LEVELS)
        if num_id not in self.begun:
            self.begun.add(num_id)
            for place, start in self.overrides.get(num_id, {}).items():
                counters[place] = start - 1
        for above in range(level):
            if counters[above] is None:
                counters[above] = levels[above].start if above in levels else 1
        before = counters[level]
        counters[level] = levels[level].start if before is None else before + 1
        for below in range(level + 1, LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart != 0:
                counters[below] = None
        own = levels[level]
        if own.style == "bullet":
            return "", True
        return self._written(own, levels, counters), False

    @staticmethod
    def _written(own: Level, levels: dict[int, Level], counters: list[int | None]) -> str:
        def one(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            count = counters[place] if 0 <= place < LEVELS else None
            style = levels[place].style if place in levels else "decimal"
            return counter(count or 1, "decimal" if own.legal else style)

        return _PLACE.sub(one, own.pattern)


def _level(element: etree._Element) -> tuple[int, Level]:
    restart = value(element, "lvlRestart")
    return number(element.get(W + "ilvl")), Level(
        style=value(element, "numFmt") or "decimal",
        pattern=value(element, "lvlText") or "",
        start=number(value(element, "start"), 1),
        legal=bool(switched(element, "isLgl")),
        restart=None if restart is None else number(restart),
    )
