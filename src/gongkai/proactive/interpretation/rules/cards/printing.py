"""The picture as PNG and the page for the printer, both by typst. Fonts are the caller's business (base.ui knows them)."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Any

import typst

from gongkai.proactive.interpretation.rules.cards.canvas import WIDTH
from gongkai.proactive.interpretation.rules.cards.foot import NOTE, code_path
from gongkai.proactive.interpretation.rules.cards.points import Points
from gongkai.proactive.interpretation.rules.cards.telling import sections
from gongkai.proactive.interpretation.rules.cards.themes import theme_of

HERE = Path(__file__).parent
PAGE = HERE / "page.typ"  # for base.ui.typesetting.typeset(PAGE, sheet(points))
_PICTURE = HERE / "picture.typ"
_INCH = 72  # points of typst; at this many pixels an inch one point is one pixel
_LOCK = threading.Lock()


@cache
def _compiler(fonts: typst.Fonts | None) -> typst.Compiler:
    source: Any = str(_PICTURE)
    return typst.Compiler(input=source, root=str(HERE), font_paths=fonts or typst.Fonts())


def png(svg: str, fonts: typst.Fonts | None = None, *, packaged: bool = False, scale: float = 1) -> bytes:
    """Render a picture made by `svg()`; scale 2 gives twice the pixels, for sharp screens.

    `fonts` are those of the system when not given. The `packaged` font is one variable file, of which the renderer
    draws weight 400 as the thinnest it has; 300 comes out right there, and is Regular where weights are separate files.
    """
    if packaged:
        svg = svg.replace("<svg ", '<svg font-weight="300" ', 1)
    with _LOCK:
        made = _compiler(fonts).compile(format="png", ppi=_INCH * scale, sys_inputs={"svg": svg, "width": str(WIDTH)})
    if not isinstance(made, bytes):
        raise TypeError("typst returned no single PNG")
    return made


def sheet(points: Points, theme: str = "") -> dict[str, Any]:
    """Return the data of the printable page."""
    colours = theme_of(theme)
    code = ""
    if points.address:
        path = code_path(points.address, 0, 0, 100)
        code = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100"><path d="{path}"/></svg>'
    return {
        "title": points.title,
        "subtitle": points.subtitle,
        "agency": points.agency,
        "document": points.document,
        "date": points.date,
        "address": points.address,
        "code": code,
        "note": NOTE,
        "colours": {"accent": colours.accent, "soft": colours.soft, "line": colours.line, "warn": colours.warn,
                    "warn_soft": colours.warn_soft, "ink": colours.ink, "ink_2": colours.ink_2, "gone": colours.gone},
        "sections": [
            {
                "key": one.key,
                "mark": one.mark,
                "heading": one.heading,
                "items": [item if isinstance(item, str) else vars(item) for item in one.items],
            }
            for one in sections(points)
        ],
    }  # fmt: skip
