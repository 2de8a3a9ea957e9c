"""How a page looks for this reader: theme and type size, chosen by link and kept in a cookie."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest

THEMES: Final = {"default": "标准版", "elder": "长者版", "contrast": "高对比度"}
SIZES: Final = {"normal": "中", "large": "大", "larger": "特大"}
THEME_COOKIE: Final = "gongkai_theme"
SIZE_COOKIE: Final = "gongkai_size"


def is_elder(request: HttpRequest) -> bool:
    """Return whether this reader asked for 长者版: pages then show fewer things, not only larger ones."""
    return appearance(request)["theme"] == "elder"


def appearance(request: HttpRequest) -> dict[str, str]:
    """Template context `theme` and `size`; an address may ask for one with ?look=elder, without any cookie.

    ?theme= means the same where it names one of ours: the lists of the portal call the subject of a document by that name.
    """
    asked = (request.GET.get("look"), request.GET.get("theme"), request.COOKIES.get(THEME_COOKIE))
    theme = next((one for one in asked if one in THEMES), "default")
    size = request.COOKIES.get(SIZE_COOKIE, "")
    return {
        "theme": theme,
        "size": size if size in SIZES else "normal",
    }
