"""A visual reading as its pages show it: the card in HTML, the long image as SVG and PNG, the page for the printer."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gongkai.base.ui.typesetting import font_folders, fonts, typeset
from gongkai.proactive.interpretation.rules.cards import PAGE, Points, drawn, png, sections, sheet, svg, theme_of

CARD = "interpretation/cards/card.html"


def card_context(points: Points, theme: str = "", *, level: int = 2) -> dict[str, Any]:
    """Return what the card's template reads; `level` is the level of its title among the headings of the page."""
    return {
        "points": points,
        "sections": sections(points),
        "theme": theme_of(theme),
        "level": level,
        "below": level + 1,
    }


def card_html(points: Points, theme: str = "", *, level: int = 2) -> SafeString:
    """Return the card as HTML: all that the image says, as headings, lists and a table. Pages load cards.css for it."""
    return render_to_string(CARD, card_context(points, theme, level=level))


def card_svg(points: Points, theme: str = "") -> str:
    return svg(drawn(points, theme))


def card_png(points: Points, theme: str = "", *, scale: float = 1) -> bytes:
    """Return the long image, 750 pixels wide times the scale."""
    return png(card_svg(points, theme), fonts(), packaged=bool(font_folders()), scale=scale)


def card_page(points: Points, theme: str = "") -> bytes:
    """Return the printable page (A4) as a tagged PDF."""
    return typeset(PAGE, sheet(points, theme))
