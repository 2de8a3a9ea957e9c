"""The visual reading: from structured points a long image, a card of HTML and a page for the printer (R172)."""

from __future__ import annotations

from gongkai.proactive.interpretation.rules.cards.headings import (
    CARD_KINDS,
    SECTIONS,
    card_kind,
    heading_of,
    kind_for,
)
from gongkai.proactive.interpretation.rules.cards.layout import Drawing, drawn
from gongkai.proactive.interpretation.rules.cards.points import Amount, Change, Contact, Points, Refused, points_from
from gongkai.proactive.interpretation.rules.cards.printing import PAGE, png, sheet
from gongkai.proactive.interpretation.rules.cards.svg import svg
from gongkai.proactive.interpretation.rules.cards.telling import Section, sections
from gongkai.proactive.interpretation.rules.cards.themes import THEMES, Theme, theme_of

__all__ = [
    "CARD_KINDS",
    "PAGE",
    "SECTIONS",
    "THEMES",
    "Amount",
    "Change",
    "Contact",
    "Drawing",
    "Points",
    "Refused",
    "Section",
    "Theme",
    "card_kind",
    "drawn",
    "heading_of",
    "kind_for",
    "png",
    "points_from",
    "sections",
    "sheet",
    "svg",
    "theme_of",
]
