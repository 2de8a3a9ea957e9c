"""Chinese and Arabic numerals: the number of a heading, and an amount of money in capitals (大写金额)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "两": 2,
    **{character: number for number, character in enumerate("一二三四五六七八九", 1)},
}
UNITS = {"十": 10, "百": 100, "千": 1000}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
_CAPITAL_DIGITS = {character: number for number, character in enumerate(CAPITALS)} | {
    "〇": 0,
    "两": 2,
    "貮": 2,
    "弍": 2,
}
_SMALL = {"拾": 10, "佰": 100, "仟": 1000, "十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
CAPITAL_AMOUNT = re.compile(
    r"([零〇壹贰貮叁肆伍陆柒捌玖拾佰仟万亿]{2,30})[元圆](?:零)?(?:([壹贰叁肆伍陆柒捌玖])角)?(?:零)?(?:([壹贰叁肆伍陆柒捌玖])分)?[整正]?"
)


def number_of(written: str) -> int | None:
    """Return the value of 三, 十二, 一百零三, 12, １２ or ③; None when it is no number."""
    plain = written.translate(FULL_WIDTH)
    if plain.isascii():
        return int(plain) if plain.isdecimal() else None
    if plain in CIRCLED:
        return CIRCLED.index(plain) + 1
    total = digit = 0
    for character in plain:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in UNITS:
            total += (digit or 1) * UNITS[character]
            digit = 0
        else:
            return None
    return total + digit


def chinese(number: int) -> str:
    """Return a number from 1 to 999 as headings write it: 十二, 一百零三."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    ordinary = "零一二三四五六七八九"
    words = f"{ordinary[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else ordinary[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (ordinary[ones] if ones else "")


def decimal(written: str) -> Decimal | None:
    """Return 1,234.5 or １，２３４ as a number, None when it is none."""
    try:
        found = Decimal(written.translate(FULL_WIDTH).replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def capital_value(match: re.Match[str]) -> Decimal:
    """Return the amount that a match of CAPITAL_AMOUNT writes."""
    total = section = digit = 0
    for character in match.group(1):
        if character in _CAPITAL_DIGITS:
            digit = _CAPITAL_DIGITS[character]
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit = 0
        else:
            total = (
                (total + section + digit) * _LARGE[character]
                if character == "亿"
                else total + (section + digit) * 10_000
            )
            section = digit = 0
    cents = 10 * _CAPITAL_DIGITS.get(match.group(2) or "零", 0) + _CAPITAL_DIGITS.get(match.group(3) or "零", 0)
    return Decimal(total + section + digit) + Decimal(cents) / 100


def in_capitals(amount: Decimal) -> str:
    """Return 10000 as 壹万元整, 1020.50 as 壹仟零贰拾元伍角."""
    cents = int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))
    yuan, cents = divmod(cents, 100)
    words = _integer(yuan) + "元"
    if not cents:
        return f"{words}整"
    ten, one = divmod(cents, 10)
    return words + (f"{CAPITALS[ten]}角" if ten else "零") + (f"{CAPITALS[one]}分" if one else "")


def _integer(number: int) -> str:
    if number == 0:
        return "零"
    words, gap = "", False
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, size) if size > 1 else (number, 0)
        if not section:
            gap = bool(words)
            continue
        part = _integer(section) if section > 9999 else _section(section)
        words += ("零" if words and (gap or section < 1000) else "") + part + name
        gap = False
    return words


def _section(section: int) -> str:
    words, zero = "", False
    for size, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, section = divmod(section, size)
        if digit:
            words += ("零" if zero and words else "") + CAPITALS[digit] + name
            zero = False
        else:
            zero = True
    return words
