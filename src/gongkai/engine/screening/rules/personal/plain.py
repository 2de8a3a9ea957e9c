"""The text as numbers are looked for in it: half-width, every script's digits as 0-9; places stay what they are."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps

from gongkai.engine.screening.rules.findings import Finding

_FULL_WIDTH = {0xFF01 + n: chr(0x21 + n) for n in range(0x5E)}
_KEPT = {ord(c) for c in "，。：；！？（）"}
_DIGITS = {
    code: str(unicodedata.digit(chr(code)))
    for code in range(0x80, min(sys.maxunicode, 0x1FFFF))
    if unicodedata.category(chr(code)) == "Nd"
}
# Letters that are typed for the check digit X, and for Latin letters of plates and passports.
_X_LIKE = {ord(c): "X" for c in "ⅩХχ"} | {ord("х"): "x"}
SAME_LENGTH = {code: c for code, c in (_FULL_WIDTH | _DIGITS | _X_LIKE).items() if code not in _KEPT}
SAME_LENGTH |= {ord("　"): " ", 0xA0: " "}

CHINESE = {
    c: str(n)
    for row in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "○壹貳參肆伍陸柒捌玖")
    for n, c in enumerate(row)
}
CHINESE |= {"幺": "1", "两": "2"}
_SPELT = re.compile(rf"[{''.join(CHINESE)}](?:[ \-、]?[{''.join(CHINESE)}]){{10,17}}")
_SPELT_DIGITS = {ord(c): digit for c, digit in CHINESE.items()}


@lru_cache(maxsize=8)
def plain(text: str) -> str:
    """Return the text with half-width figures; a long row of spelt figures (一三八…) becomes figures as well."""
    half = text.translate(SAME_LENGTH)
    if "\\t" in half:  # a tab that a program wrote out
        half = half.replace("\\t", "  ")
    return _SPELT.sub(lambda match: match.group().translate(_SPELT_DIGITS).replace("、", "-"), half)


# Letters that a scanner reads for figures.
_MISREAD = str.maketrans("OoIl", "0011")


def as_figures(text: str) -> str:
    return text.translate(_MISREAD)


def before(text: str, place: int, reach: int = 40) -> str:
    return text[max(0, place - reach) : place]


def after(text: str, place: int, reach: int = 20) -> str:
    return text[place : place + reach]


def around(text: str, start: int, end: int, reach: int = 30) -> str:
    """Return the line around a place, at most `reach` characters to each side."""
    return before(text, start, reach).rpartition("\n")[2] + after(text, end, reach).partition("\n")[0]


def remembered(function: Callable[[str], Iterator[Finding]]) -> Callable[[str], Iterator[Finding]]:
    """Keep what a check found in the last few texts: other checks ask it too."""

    @lru_cache(maxsize=8)
    def found(text: str) -> tuple[Finding, ...]:
        return tuple(function(text))

    @wraps(function)
    def again(text: str) -> Iterator[Finding]:
        return iter(found(text))

    return again
