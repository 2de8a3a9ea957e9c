"""The banner of a topic page: a ground of the theme's own colours, with or without a picture that is told in words. No Django."""

from __future__ import annotations

from typing import Any

from gongkai.doors.site.rules.blocks import BlockRefused

Banner = dict[str, str]
TONES = {"": "普通（与其他页面相同）", "deep": "深色", "soft": "浅色", "grey": "灰色"}
ROLE = "banner"  # of the file among those of an edition
PICTURE_KINDS = frozenset({"png", "jpg"})
MOST_ALT = 120


def banner_of(*, tone: str, alt: str, picture: bool) -> Banner:
    """Return the banner in its stored form, nothing for none. Raises BlockRefused when a picture has no words."""
    if tone not in TONES:
        raise BlockRefused("没有这种底色，请重新选择。")
    said = " ".join(alt.split()) if picture else ""
    if picture and not said:
        raise BlockRefused("请写明图片的替代文字：看不到图片的人读到的就是这句话。")
    if len(said) > MOST_ALT:
        raise BlockRefused(f"替代文字最多{MOST_ALT}个字。")
    return {name: value for name, value in (("tone", tone), ("alt", said)) if value}


def banner_words(banner: Banner | dict[str, Any]) -> str:
    """Return what the banner says in words: reviewed, screened and found with the rest of the topic."""
    return str(banner.get("alt", ""))
