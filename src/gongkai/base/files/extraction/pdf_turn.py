"""Pages that a viewer turns (/Rotate), as wide tables often are: brought upright before lines are looked for."""

from __future__ import annotations

from .grid import Rule
from .layout import Glyph, Page


def turn(page: Page, degrees: int) -> None:
    """Turn what stands on the page clockwise by 0, 90, 180 or 270 degrees."""
    for _ in range(degrees // 90 % 4):
        height = page.height
        page.glyphs = [
            Glyph(item.char, height - item.bottom, height - item.top, item.left, item.right) for item in page.glyphs
        ]
        page.rules = [
            Rule(across=False, at=height - rule.at, start=rule.start, end=rule.end)
            if rule.across
            else Rule(across=True, at=rule.at, start=height - rule.end, end=height - rule.start)
            for rule in page.rules
        ]
        page.width, page.height = page.height, page.width
