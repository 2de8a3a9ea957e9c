"""The card of a visual reading as the desk shows it: the same drawing and the same template as on the public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from gongkai.base.ui.typesetting import font_folders, fonts
from gongkai.proactive.interpretation.rules.cards import drawn, png, sections, svg, theme_of

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from gongkai.proactive.interpretation.rules.cards import Points


def card_html(points: Points, theme: str) -> SafeString:
    context = {"points": points, "sections": sections(points), "theme": theme_of(theme), "level": 3, "below": 4}
    return render_to_string("interpretation/cards/card.html", context)


def card_svg(points: Points, theme: str) -> str:
    return svg(drawn(points, theme))


def card_png(points: Points, theme: str) -> bytes:
    return png(card_svg(points, theme), fonts(), packaged=bool(font_folders()))
