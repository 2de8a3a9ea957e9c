"""How a page looks for this reader: theme and type size, chosen by link and kept in a cookie."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

THEMES: Final = {"default": "标准版", "elder": "长者版", "contrast": "高对比度"}
SIZES: Final = {"normal": "中", "large": "大", "larger": "特大"}
THEME_COOKIE: Final = "gongkai_theme"
SIZE_COOKIE: Final = "gongkai_size"


def appearance(request: HttpRequest) -> dict[str, str]:
    """Template context `theme` and `size`; an address may preview one with ?theme=elder."""
    theme = request.GET.get("theme") or request.COOKIES.get(THEME_COOKIE, "")
    size = request.COOKIES.get(SIZE_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "default",
        "size": size if size in SIZES else "normal",
    }
