"""Traditional characters on the way out: one stored text, two scripts on the screen (R272).

Only what people read is converted; addresses, form values and machine-readable parts stay as they are, so a link or a
form means the same in both scripts.
"""

from __future__ import annotations

import re
from functools import cache

from django.http import HttpRequest
from opencc_pyo3 import OpenCC

SCRIPTS = ("hans", "hant")
SCRIPT_COOKIE = "gongkai_script"
_OPAQUE = re.compile(
    r"(<script\b.*?</script>|<style\b.*?</style>|<textarea\b.*?</textarea>|<!--.*?-->|<[^>]+>)", re.DOTALL
)
_SPOKEN = re.compile(r'\b((?:aria-label|placeholder|title|alt)=")([^"]*)(")')
_MARK = "\ue000"
_SWITCH = 'lang="zh-Hant" hreflang="zh-Hant">繁體<'
_SWITCH_BACK = 'lang="zh-Hans" hreflang="zh-Hans">简体<'


@cache
def _converter() -> OpenCC:
    return OpenCC("s2hk")


def to_traditional(text: str) -> str:
    return str(_converter().convert(text))


def script_of(request: HttpRequest) -> str:
    """Return "hans" or "hant": by the address first (a link can be shared), then by the reader's choice."""
    asked = request.GET.get("script") or request.COOKIES.get(SCRIPT_COOKIE, "")
    return asked if asked in SCRIPTS else "hans"


def page_in_traditional(html: str) -> str:
    """Return an HTML page with its words in traditional script. All words go through one conversion."""
    pieces = _OPAQUE.split(html)
    words = to_traditional(_MARK.join(pieces[0::2])).split(_MARK)
    if len(words) == len(pieces[0::2]):
        pieces[0::2] = words
    pieces[1::2] = [_tag(piece) for piece in pieces[1::2]]
    page = "".join(pieces).replace('<html lang="zh-CN"', '<html lang="zh-Hant"', 1)
    return page.replace(_SWITCH, _SWITCH_BACK, 1)


def _tag(tag: str) -> str:
    if tag.startswith(("<script", "<style", "<!--", "<textarea")) or tag.isascii():
        return tag
    return _SPOKEN.sub(lambda match: match[1] + to_traditional(match[2]) + match[3], tag)
