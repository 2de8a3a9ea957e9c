"""Figures in the language of policies: amounts, shares, dates, periods, ages, numbers, in digits or in Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    AMOUNT = "amount"
    SHARE = "share"
    DATE = "date"
    PERIOD = "period"
    AGE = "age"
    NUMBER = "number"


KIND_WORDS: dict[str, str] = {
    Kind.AMOUNT: "金额",
    Kind.SHARE: "比例",
    Kind.DATE: "日期",
    Kind.PERIOD: "期限",
    Kind.AGE: "年龄",
    Kind.NUMBER: "数量",
}

_DIGITS = dict(zip("〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖", (0, 0, *range(1, 10), 2, *range(1, 10)), strict=True))
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}
_NUMBER = r"(?:\d[\d,，]*\d(?:\.\d+)?|\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟]+)"
_SCALE = r"(?:[十百千]?[万亿]|[百千])?"
_RANGE = rf"{_NUMBER}{_SCALE}(?:[元%％日天年月]?(?:[—–~～至-]|到){_NUMBER}{_SCALE})?"
_PER = (
    r"(?:(?:每|按)(?:人|户|月|年|季度?|天|日|次|学期|学年|平方米|亩|台|辆|个|套|家|吨|[（(]?[一二]?[孩胎]?[）)]?)){0,3}"
)
_BOUND = r"(?:最高|最低|最长|最短|最多|最少|不超过|不高于|不低于|不少于|至少|至多|超过|以上|低于|高于|满|未满|不满|约|累计){0,2}(?:不超过|可达|为|达到?|给予|补贴|奖励)?"
_AFTER = r"(?:以上|以下|以内|以外|之内|内|前|后|起|左右|（含）|\(含\))?"
_UNITS: tuple[tuple[Kind, str], ...] = (
    (Kind.DATE, r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月底?|\d{1,2}月\d{1,2}日|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"),
    (Kind.SHARE, rf"百分之{_NUMBER}(?:点[零一二三四五六七八九]+)?|{_RANGE}[%％‰]|{_NUMBER}个百分点"),
    (Kind.AMOUNT, rf"{_RANGE}(?:元|块钱)(?:/(?:人|户|月|年|平方米|天|日|次)){{0,2}}"),
    (Kind.AGE, rf"{_RANGE}周?岁"),
    (Kind.PERIOD, rf"{_RANGE}(?:个?工作日|个?自然日|个月|个学期|个?小时|分钟|日|天|年|周)"),
    (Kind.NUMBER, rf"{_RANGE}(?:平方米|公里|千米|米|人次|人|名|户|家|个|套|间|台|辆|次|项|份|倍|吨|亩|张|级|分|档|批|条|处|栋|株)"),
)  # fmt: skip
_ANY = re.compile("|".join(f"(?P<{kind}>{_PER}{_BOUND}{_PER}(?:{body}){_AFTER})" for kind, body in _UNITS))
_BARE = {kind: re.compile(body) for kind, body in _UNITS}
_UNIT_DAYS = {
    "工作日": 1.4,
    "自然日": 1.0,
    "日": 1.0,
    "天": 1.0,
    "周": 7.0,
    "个月": 30.0,
    "学期": 150.0,
    "年": 365.0,
    "小时": 1 / 24,
    "分钟": 1 / 1440,
}
# «一个», «一次», «第一条», «十分» and the like are words, not figures.
_NOT_BEFORE = re.compile(r"(?:第|[〔\[（(]\d{0,4}|统|同|唯|之|逐)$")
_WORDS = re.compile(
    r"^(?:一[个次项人家条批些]|一年|一天|两个|三个|十分|千家|万家|百家|一张|一户|一名|一份|一处|一级|百年)$"
)


@dataclass(frozen=True)
class Figure:
    """`value` is in yuan, percent, days, years of age or pieces; for dates it is the day as a number like 20270101."""

    kind: Kind
    start: int
    end: int
    text: str
    value: float
    high: float  # of a range its upper end, else the same

    def same_as(self, other: Figure) -> bool:
        """Tell whether both mean the same: 三十日 and 30日 do, 不超过 and 不低于 do not."""
        return (self.kind, self.value, self.high, _bounds(self.text)) == (
            other.kind,
            other.value,
            other.high,
            _bounds(other.text),
        )


def _bounds(text: str) -> tuple[str, ...]:
    found = re.findall(r"每[^\d]|最高|最低|不超过|不高于|不低于|不少于|至少|以上|以下|未满|不满|工作日", text)
    return tuple(
        sorted(
            {"不低于": "最低", "不少于": "最低", "至少": "最低", "不超过": "最高", "不高于": "最高"}.get(one, one)
            for one in found
        )
    )


def figures(text: str) -> list[Figure]:
    return list(_found(text))


def _found(text: str) -> Iterator[Figure]:
    for match in _ANY.finditer(text):
        kind = Kind(str(match.lastgroup))
        body = _BARE[kind].search(match.group())
        if body is None or _WORDS.match(body.group()) or _NOT_BEFORE.search(text[: match.start() + body.start()]):
            continue
        value, high = _values(kind, body.group())
        yield Figure(kind, match.start(), match.end(), match.group(), value, high)


def _values(kind: Kind, body: str) -> tuple[float, float]:
    told = unicodedata.normalize("NFKC", body)
    if kind is Kind.DATE:
        return _day(told), _day(told)
    told = told.removeprefix("百分之").replace("点", ".") if "百分之" in told else told
    numbers = [
        (number(one.group(1)), one.group(2))
        for one in re.finditer(rf"({_NUMBER}(?:\.[零一二三四五六七八九]+)?)({_SCALE})", told)
    ]
    if not numbers:
        return 0.0, 0.0
    last_scale = numbers[-1][1]  # 3—5万元: both are ten thousands
    values = [value * _scale(scale or last_scale) * _unit(kind, told) for value, scale in numbers]
    return values[0], values[-1]


def _day(told: str) -> float:
    parts = [int(number(one)) for one in re.findall(rf"{_NUMBER}|[〇零一二三四五六七八九]{{4}}", told)]
    day = 0
    for part in [0] * (3 - len(parts)) + parts if "年" not in told else parts + [0] * (3 - len(parts)):
        day = day * (10_000 if part > 99 else 100) + part
    return float(day)


def _unit(kind: Kind, told: str) -> float:
    if kind is not Kind.PERIOD:
        return 1.0
    return next((days for word, days in _UNIT_DAYS.items() if told.endswith(word)), 1.0)


def _scale(word: str) -> float:
    value = 1.0
    for one in word:
        value *= _TENS.get(one, _BIG.get(one, 1))
    return value


def number(text: str) -> float:
    """Read digits with or without commas, or Chinese numerals: 三百二十, 一千零五, 二〇二六."""
    plain = text.replace(",", "").replace("，", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    whole, _, rest = plain.partition(".")
    if len(whole) > 1 and all(one in _DIGITS for one in whole):
        return float("".join(str(_DIGITS[one]) for one in whole))
    total, one_digit = 0, 0
    for one in whole:
        if one in _DIGITS:
            one_digit = _DIGITS[one]
        elif one in _TENS:
            total += (one_digit or 1) * _TENS[one]
            one_digit = 0
    tail = "".join(str(_DIGITS.get(one, 0)) for one in rest)
    return float(f"{total + one_digit}.{tail or 0}")
