"""36条 and 三十六条, 2020年 and 二〇二〇年: the other writing of a number, for the query side."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
VALUES = {char: value for value, char in enumerate(DIGITS)} | {"〇": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
COUNTED = "条款项章节编号届次期批个天日月年级类种倍页份件名人元万"
ARABIC = re.compile(rf"(?<![0-9a-z.])(\d{{1,4}})(?=[{COUNTED}])")
CHINESE = re.compile(rf"(?<![〇零一二三四五六七八九十百千两])([〇零一二三四五六七八九十百千两]{{1,8}})(?=[{COUNTED}])")
LARGEST = 9999


def to_chinese(number: int) -> str:
    """Return 36 as 三十六 and 120 as 一百二十; 0 to 9999."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"只支持 0 至 {LARGEST}，现为 {number}")
    if number == 0:
        return "零"
    text, pending_zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit == 0:
            pending_zero = bool(text)
            continue
        text += ("零" if pending_zero else "") + DIGITS[digit] + name
        pending_zero = False
    return text.removeprefix("一") if text.startswith("一十") else text


def to_arabic(text: str) -> int | None:
    """Return 三十六 as 36 and 二〇二〇 as 2020; None for what is not a number (一一, 十百)."""
    if not text or not set(text) <= VALUES.keys() | UNITS.keys():
        return None
    if len(text) > 1 and not set(text) & UNITS.keys():
        return int("".join(str(VALUES[char]) for char in text))
    total, digit, last = 0, 0, 10**4
    for char in text:
        if char in UNITS:
            if UNITS[char] >= last:
                return None
            total += (digit or 1) * UNITS[char]
            last, digit = UNITS[char], 0
        else:
            digit = VALUES[char]
    return total + digit


def _year(text: str) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in text)


def variants(folded: str) -> list[str]:
    """Return the string with all its numbers written the other way, or nothing when it holds none that counts something."""

    def chinese(match: re.Match[str]) -> str:
        if len(match[1]) == 4 and folded[match.end() : match.end() + 1] == "年":
            return _year(match[1])
        return to_chinese(int(match[1]))

    def arabic(match: re.Match[str]) -> str:
        number = to_arabic(match[1])
        return match[1] if number is None else str(number)

    found = [ARABIC.sub(chinese, folded), CHINESE.sub(arabic, folded)]
    return [text for text in dict.fromkeys(found) if text != folded]
