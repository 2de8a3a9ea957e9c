"""Where everything stands in the long image. Every paragraph is broken by measured widths, so nothing overflows."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.proactive.interpretation.rules.cards import glyphs
from gongkai.proactive.interpretation.rules.cards.canvas import INNER, MARGIN, WIDTH, Box, Pen, Shape, Thing
from gongkai.proactive.interpretation.rules.cards.foot import foot
from gongkai.proactive.interpretation.rules.cards.forms import FORMS
from gongkai.proactive.interpretation.rules.cards.points import Points, Refused
from gongkai.proactive.interpretation.rules.cards.telling import Section, sections
from gongkai.proactive.interpretation.rules.cards.themes import Theme, theme_of

HIGHEST = 9000  # pixels; longer images are cut by messengers and by phones


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    things: tuple[Thing, ...]
    title: str
    theme: Theme


def drawn(points: Points, theme: str = "") -> Drawing:
    """Lay the picture out. The same points give the same picture; raises Refused when it would be too long."""
    colours = theme_of(theme)
    pen = Pen()
    _cover(pen, points, colours)
    for section in sections(points):
        pen.y += 44
        _heading(pen, section, colours)
        FORMS[section.key](pen, section.items, colours)
    pen.y += 56
    foot(pen, points, colours)
    height = round(pen.y)
    if height > HIGHEST:
        raise Refused([f"内容太多，长图会有{height}像素高，手机上难以看完。请删减，或分成两张图。"])
    paper = Box(0, 0, WIDTH, height, colours.paper)
    return Drawing(WIDTH, height, (paper, *pen.things), points.title, colours)


def _cover(pen: Pen, points: Points, colours: Theme) -> None:
    ground, things = colours.accent, pen.things
    at = len(things)
    pen.y = 64
    if points.agency:
        pen.lines(points.agency, x=MARGIN, room=INNER - 140, size=26, fill=colours.on_accent, ground=ground, lead=1.4)
    else:
        pen.y += 36
    _label(pen, "政策图解", colours)
    pen.y += 56
    size = 68 if glyphs.width(points.title, 68, bold=True) <= 2 * INNER else 58
    pen.lines(
        points.title,
        x=MARGIN,
        room=INNER,
        size=size,
        fill=colours.on_accent,
        ground=ground,
        lead=1.3,
        bold=True,
        evenly=True,
    )
    if points.subtitle:
        pen.y += 20
        pen.lines(
            points.subtitle, x=MARGIN, room=INNER, size=32, fill=colours.on_accent, ground=ground, lead=1.5, evenly=True
        )
    if points.document:
        pen.y += 28
        pen.box(MARGIN, pen.y, 48, 4, colours.line)
        pen.y += 22
        pen.lines(points.document, x=MARGIN, room=INNER, size=25, fill=colours.on_accent, ground=ground, lead=1.5)
    pen.y += 36
    bottom = pen.y + 112
    things[at:at] = [Box(0, 0, WIDTH, bottom - 6, ground), *_hills(pen.y, bottom, colours)]
    pen.y = bottom - 6


def _hills(top: float, bottom: float, colours: Theme) -> list[Shape]:
    """Two hills and the paper as the river before them."""
    far = (
        f"M0 {top + 66} C120 {top + 6} 220 {top + 10} 330 {top + 56} S560 {top + 20} 750 {top + 62} V{bottom - 6} H0 Z"
    )
    near = f"M0 {top + 84} C160 {top + 104} 280 {top + 96} 400 {top + 66} S630 {top + 22} 750 {top + 40} V{bottom - 6} H0 Z"
    water = f"M0 {top + 94} C180 {top + 66} 330 {top + 70} 470 {top + 90} S660 {top + 99} 750 {top + 80} V{bottom} H0 Z"
    return [Shape(far, colours.deep), Shape(near, colours.line), Shape(water, colours.paper)]


def _label(pen: Pen, text: str, colours: Theme) -> None:
    wide = glyphs.width(text, 24, bold=True) + 32
    pen.box(WIDTH - MARGIN - wide, 60, wide, 46, colours.on_accent, 4)
    pen.middle(text, x=WIDTH - MARGIN - wide / 2, y=83, size=24, fill=colours.accent, ground=colours.on_accent)


def _heading(pen: Pen, section: Section, colours: Theme) -> None:
    warning = section.key == "warnings"
    ground = colours.warn if warning else colours.accent
    pen.box(MARGIN, pen.y, 56, 56, ground, 6)
    pen.middle(section.mark, x=MARGIN + 28, y=pen.y + 28, size=34, fill=colours.on_accent, ground=ground)
    fill = colours.warn if warning else colours.ink
    top = pen.y
    pen.y += (56 - 40 * 1.2) / 2
    pen.lines(
        section.heading, x=MARGIN + 76, room=INNER - 76, size=40, fill=fill, ground=colours.paper, lead=1.2, bold=True
    )
    pen.y = top + 56 + 24
