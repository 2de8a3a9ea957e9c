"""The form of each section: bars for conditions, large figures, numbered steps, old beside new, a ledger of contacts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from gongkai.proactive.interpretation.rules.cards import glyphs
from gongkai.proactive.interpretation.rules.cards.canvas import INNER, MARGIN, Box, Pen, Shape
from gongkai.proactive.interpretation.rules.cards.points import Amount, Change, Contact
from gongkai.proactive.interpretation.rules.cards.themes import Theme

TEXT = 31  # size of running text: 15.5 px on a phone of 375
FIGURES = (72, 60, 50, 42)  # sizes tried for the figure one gets
LABEL = 232  # room of the left column of contacts
_ONE_FIGURE = re.compile(r"(\D{0,12}?)(\d[\d.,]*(?:[—–~至-]\d[\d.,]*)?[%％]?)(\D{0,10})")


def bars(pen: Pen, items: Sequence[str], colours: Theme) -> None:
    """Conditions and dates, each behind a small square."""
    for item in items:
        top = pen.y
        pen.lines(item, x=MARGIN + 32, room=INNER - 32, size=TEXT, fill=colours.ink, ground=colours.paper)
        pen.box(MARGIN + 2, top + TEXT * 0.8 - 6, 12, 12, colours.accent, 2)
        pen.y += 12


def amounts(pen: Pen, items: Sequence[Amount], colours: Theme) -> None:
    for item in items:
        top, at, room = pen.y, len(pen.things), INNER - 64
        x = MARGIN + 32
        pen.y += 24
        pen.lines(item.label, x=x, room=room, size=28, fill=colours.ink_2, ground=colours.soft, lead=1.5)
        if not _one_figure(pen, item.value, room, colours):
            fitting = [size for size in FIGURES if glyphs.width(item.value, size, bold=True) <= room]
            size = fitting[0] if fitting else FIGURES[-1]
            told = {"fill": colours.accent, "ground": colours.soft}
            pen.lines(item.value, x=x, room=room, size=size, lead=1.3, bold=True, evenly=True, **told)
        if item.note:
            pen.y += 4
            pen.lines(item.note, x=x, room=room, size=27, fill=colours.ink_2, ground=colours.soft, lead=1.55)
        pen.y += 24
        pen.things.insert(at, Box(MARGIN, top, INNER, pen.y - top, colours.soft, 8))
        pen.y += 16


def _one_figure(pen: Pen, value: str, room: float, colours: Theme) -> bool:
    """Write one figure large with its words small beside it, if it is one figure and fits in a line."""
    match = _ONE_FIGURE.fullmatch(value)
    if not match:
        return False
    parts = [(part.strip(), size) for part, size in zip(match.groups(), (38, 88, 44), strict=True) if part.strip()]
    gap = 10
    if sum(glyphs.width(part, size, bold=True) + gap for part, size in parts) - gap > room:
        return False
    x, base = MARGIN + 32.0, pen.y + 88
    for part, size in parts:
        x = pen.word(part, x=x, y=base, size=size, fill=colours.accent, ground=colours.soft) + gap
    pen.y += 112
    return True


def steps(pen: Pen, items: Sequence[str], colours: Theme) -> None:
    indent, disc = 76, 52
    for place, item in enumerate(items):
        top, at = pen.y, len(pen.things)
        pen.y += (disc - TEXT * 1.6) / 2
        pen.lines(item, x=MARGIN + indent, room=INNER - indent, size=TEXT, fill=colours.ink, ground=colours.paper)
        pen.y = max(pen.y, top + disc) + 20
        if place + 1 < len(items):
            pen.things.insert(at, Box(MARGIN + 26, top + disc, 4, pen.y - top - disc, colours.line))
        pen.box(MARGIN + 2, top, disc, disc, colours.accent, disc / 2)
        on, ground = colours.on_accent, colours.accent
        pen.middle(str(place + 1), x=MARGIN + 28, y=top + disc / 2, size=28, fill=on, ground=ground)


def changes(pen: Pen, items: Sequence[Change], colours: Theme) -> None:
    gap, pad = 56, 24
    half = (INNER - gap) / 2
    for place, item in enumerate(items):
        pen.y += 20 if place else 0
        pen.lines(item.what, x=MARGIN, room=INNER, size=30, fill=colours.ink, ground=colours.paper, bold=True)
        pen.y += 6
        top, at = pen.y, len(pen.things)
        ends = []
        for x, word, text, now in ((MARGIN, "原来", item.old, False), (MARGIN + half + gap, "现在", item.new, True)):
            fill, ground = (colours.accent, colours.soft) if now else (colours.ink_2, colours.gone)
            pen.y = top + 18
            pen.lines(word, x=x + pad, room=half - 2 * pad, size=24, fill=fill, ground=ground, lead=1.4)
            pen.lines(text, x=x + pad, room=half - 2 * pad, size=30, fill=fill, ground=ground, lead=1.5, bold=now)
            ends.append(pen.y + 18)
        pen.y = max(ends)
        high = pen.y - top
        pen.things[at:at] = [
            Box(MARGIN, top, half, high, colours.gone, 8),
            Box(MARGIN + half + gap, top, half, high, colours.soft, 8),
        ]
        arrow = f"M{MARGIN + half + 12} {top + high / 2} h30 m-12 -12 l12 12 l-12 12"
        pen.things.append(Shape(arrow, stroke=colours.accent, thick=4))
        pen.y += 8


def warnings(pen: Pen, items: Sequence[str], colours: Theme) -> None:
    for item in items:
        top, at = pen.y, len(pen.things)
        pen.y += 20
        pen.lines(item, x=MARGIN + 36, room=INNER - 64, size=TEXT, fill=colours.warn, ground=colours.warn_soft)
        pen.y += 20
        pen.things[at:at] = [
            Box(MARGIN, top, INNER, pen.y - top, colours.warn_soft),
            Box(MARGIN, top, 8, pen.y - top, colours.warn_line),
        ]
        pen.y += 14


def contacts(pen: Pen, items: Sequence[Contact], colours: Theme) -> None:
    for place, item in enumerate(items):
        if place:
            pen.box(MARGIN, pen.y, INNER, 2, colours.hair)
        pen.y += 12
        top = pen.y
        pen.lines(item.label, x=MARGIN, room=LABEL, size=29, fill=colours.ink_2, ground=colours.paper)
        below, pen.y = pen.y, top
        x, room = MARGIN + LABEL + 24, INNER - LABEL - 24
        pen.lines(item.value, x=x, room=room, size=31, fill=colours.ink, ground=colours.paper, lead=1.5, bold=True)
        pen.y = max(pen.y, below) + 12


FORMS: dict[str, Callable[[Pen, Sequence[Any], Theme], None]] = {
    "who": bars,
    "amounts": amounts,
    "when": bars,
    "how": steps,
    "changes": changes,
    "warnings": warnings,
    "contacts": contacts,
}
