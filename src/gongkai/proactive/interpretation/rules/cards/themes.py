"""Three sets of colours. All text on its ground is at least 7 : 1, as everywhere on the platform."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    key: str
    name: str
    accent: str  # the cover, headings, figures
    deep: str  # the darker hill of the cover
    soft: str  # ground of figures
    line: str  # fine lines and arrows, never text
    on_accent: str = "#ffffff"
    paper: str = "#ffffff"
    ink: str = "#15222a"
    ink_2: str = "#3d4c55"
    hair: str = "#d6dee2"
    warn: str = "#6e4300"
    warn_soft: str = "#fdf0d2"
    warn_line: str = "#d9a441"
    gone: str = "#f1f3f4"  # ground of what applied before


THEMES: dict[str, Theme] = {
    one.key: one
    for one in (
        Theme("azure", "石青", accent="#11485e", deep="#0a3243", soft="#e4eef2", line="#9fbcc8"),
        Theme("pine", "松绿", accent="#1d4f3a", deep="#103528", soft="#e5f0ea", line="#a3c4b3"),
        Theme("ochre", "赭石", accent="#6b3a12", deep="#4a260a", soft="#f6ece1", line="#d3b597"),
    )
}
DEFAULT = "azure"


def theme_of(key: str) -> Theme:
    """Return the theme of this name; an unknown or empty name gives the house's own."""
    return THEMES.get(key, THEMES[DEFAULT])


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2 of a colour written #rrggbb."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast by WCAG 2.2, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
