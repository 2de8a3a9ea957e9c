"""The drawing written as SVG: no script, no reference to the outside, every text escaped."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from gongkai.proactive.interpretation.rules.cards.canvas import Box, Shape, Thing, Words
from gongkai.proactive.interpretation.rules.cards.layout import Drawing

FONTS = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"


def svg(drawing: Drawing) -> str:
    """Return the picture; the same drawing gives the same characters. The title names it for those who do not see it."""
    width, height = _number(drawing.width), _number(drawing.height)
    body = "".join(_told(thing) for thing in drawing.things)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" lang="zh-CN" font-family="{FONTS}"><title>{escape(drawing.title)}</title>{body}</svg>\n'
    )


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _told(thing: Thing) -> str:
    if isinstance(thing, Words):
        weight = ' font-weight="700"' if thing.bold else ""
        place = f'x="{_number(thing.x)}" y="{_number(thing.y)}" font-size="{_number(thing.size)}"'
        return f"<text {place}{weight} fill={quoteattr(thing.fill)}>{escape(thing.text)}</text>"
    if isinstance(thing, Box):
        radius = f' rx="{_number(thing.radius)}"' if thing.radius else ""
        place = f'x="{_number(thing.x)}" y="{_number(thing.y)}" width="{_number(thing.width)}"'
        return f'<rect {place} height="{_number(thing.height)}"{radius} fill={quoteattr(thing.fill)}/>'
    return _path(thing)


def _path(shape: Shape) -> str:
    line = ""
    if shape.stroke:
        line = f' stroke={quoteattr(shape.stroke)} stroke-width="{_number(shape.thick)}" stroke-linecap="round"'
    return f"<path d={quoteattr(shape.path)} fill={quoteattr(shape.fill)}{line}/>"
