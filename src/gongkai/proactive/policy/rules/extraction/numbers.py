"""Numbers as policies write them: 30万元, 1.5万元, 一百元, 百分之七十, 三分之二."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_UNITS = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_CN = "零〇一二两三四五六七八九十百千"
NUMBER = rf"(?:\d[\d,，]*(?:\.\d+)?|[{_CN}]+万[{_CN}]+|[{_CN}]+)"
MONEY = re.compile(rf"(?<![\d.])({NUMBER})\s*(百|千|万|亿|万亿)?元")
SMALL = re.compile(rf"(?<![\d.])({NUMBER})\s*(?:(角)|分)钱")
# «奖20万», «最高100万», as people say it; «20万人» and «2000万以上» are something else.
SHORT = re.compile(rf"(?<=[奖补给高多过助贷励贴予到])\s*({NUMBER})万(?=[，。；、）)]|以内|封顶|$)")
PERCENT = re.compile(
    rf"(?:百分之\s*({NUMBER}))|({NUMBER})\s*(?:[%％]|个百分点(?=的?贴息))|({NUMBER})\s*‰|([{_CN}]+)分之([{_CN}]+)"
)
HALF = re.compile(
    r"(?:减半|折半)(?=[^，。；]{0,2}(?:收|征|缴|交|计|享|发|执|给|补|支|[，。；]|$))|半价|半票|半费|一半(?=给予|予以|补|资|抵|承担|收|缴|发|贴|计|执|[，。；]|$)"
)
MATCHED = re.compile(r"1[:：]1(?=[^，。；]{0,4}(?:配套|比例))")
OFF = re.compile(
    r"(?<![\d.一二三四五六七八九])([一二三四五六七八九]|\d(?:\.\d)?)折(?![叠线旧合])|(?<![\d一二三四五六七八九])([一二两三四五六七八九])成(?=给予|予以|补|资|承担|收|缴|发|贴|奖|[，。；]|$)"
)


@dataclass(frozen=True)
class Figure:
    """One quantity with its place in the text. Money is in yuan, a share in percent."""

    kind: str  # money or percent
    value: Decimal
    start: int
    end: int


def chinese(text: str) -> Decimal | None:
    """Return the value of 三百五十 or 1,500; None for what is no number."""
    plain = re.sub(r"[,，\s]", "", text)
    try:
        return Decimal(plain)
    except InvalidOperation:
        return _spelled(plain)


def _spelled(text: str) -> Decimal | None:
    ten_thousands, _, rest = text.partition("万")
    if rest:
        high, low = _spelled(ten_thousands), _spelled(rest)
        return None if high is None or low is None else high * 10_000 + low
    total, current = 0, 0
    for sign in text:
        if sign in _DIGITS:
            current = _DIGITS[sign]
        elif sign in _UNITS:
            total += (current or 1) * _UNITS[sign]
            current = 0
        else:
            return None
    return Decimal(total + current) if text else None


def figures(text: str, base: int = 0) -> list[Figure]:
    """Return the amounts of money and shares in a piece of text, in order; `base` is the offset of the piece."""
    found = []
    for match in MONEY.finditer(text):
        value = chinese(match.group(1))
        if value is not None:
            for sign in match.group(2) or "":
                value *= _LARGE[sign]
            found.append(Figure("money", value, base + match.start(), base + match.end()))
    for match in SHORT.finditer(text):
        value = chinese(match.group(1))
        if value is not None:
            found.append(Figure("money", value * 10_000, base + match.start(1), base + match.end()))
    for match in SMALL.finditer(text):
        value = chinese(match.group(1))
        if value is not None:
            found.append(
                Figure("money", value / (10 if match.group(2) else 100), base + match.start(), base + match.end())
            )
    for match in PERCENT.finditer(text):
        share = _share(match)
        if share is not None:
            found.append(Figure("percent", share, base + match.start(), base + match.end()))
    found += [Figure("percent", Decimal(50), base + one.start(), base + one.end()) for one in HALF.finditer(text)]
    found += [Figure("percent", Decimal(100), base + one.start(), base + one.end()) for one in MATCHED.finditer(text)]
    for match in OFF.finditer(text):
        tenths = chinese(match.group(1) or match.group(2))
        if tenths:
            found.append(Figure("percent", tenths * 10, base + match.start(), base + match.end()))
    return sorted(found, key=lambda one: one.start)


def _share(match: re.Match[str]) -> Decimal | None:
    if match.group(3):
        said = chinese(match.group(3))
        return said / 10 if said is not None else None
    if match.group(4):
        below, above = chinese(match.group(4)), chinese(match.group(5))
        if not below or above is None:
            return None
        return (100 * above / below).quantize(Decimal("0.01"))
    return chinese(match.group(1) or match.group(2))
