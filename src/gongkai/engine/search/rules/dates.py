"""年、月、日 and spans of them, as people write them in a query. Pure Python."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import NamedTuple

EARLIEST, LATEST = 1949, 2099
DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
YEAR = r"(?P<year>(?:19|20)\d{2}|[一二][〇零一二三四五六七八九]{3})"
END_YEAR = r"(?P<end>(?:19|20)\d{2}|[一二][〇零一二三四五六七八九]{3})"
# 今年三月, 去年下半年: the year said by its place beside this one.
ANY_YEAR = rf"(?:{YEAR}\s*年?|(?P<said>[今本去上前])年度?)"
# A day or a week is asked for only where the words say that something came out then, or nothing else is said.
CAME_OUT = (
    r"(?=\s*(?:新|刚)?(?:发布|公布|印发|公开|出台|发出|更新|的?(?:通知|公告|通告|公示|文件|政策|信息|消息|新闻))|\s*$)"
)
COUNT = r"(?P<count>\d{1,2}|半|[一二两三四五六七八九十]{1,3})"
MONTH = r"\d{1,2}|[一二三四五六七八九十]{1,2}"
DAY = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
TO = r"\s*(?:-|—|~|～|至|到)+\s*"
AHEAD = r"(?<![\d〔\[(（【])"
BEHIND = r"(?![\d〕\])）】号])"


class Span(NamedTuple):
    """`start` and `end` are the places in the text; `years` is the year when the words name just one."""

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    year: int | None = None


def number(text: str) -> int:
    """Return 二〇二四 as 2024, 十二 as 12, 三 as 3."""
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)
    return int("".join(str(DIGITS[char]) for char in text))


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _years_back(day: dt.date, years: int) -> dt.date:
    last = calendar.monthrange(day.year - years, day.month)[1]
    return dt.date(day.year - years, day.month, min(day.day, last))


def _months_back(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


Read = Callable[[re.Match[str], dt.date], Span | None]


def _whole(match: re.Match[str], year: int) -> Span | None:
    if not EARLIEST <= year <= LATEST:
        return None
    return Span(match.start(), match.end(), dt.date(year, 1, 1), dt.date(year, 12, 31), year)


def _year(match: re.Match[str], _today: dt.date) -> Span | None:
    return _whole(match, number(match["year"]))


def _said_year(match: re.Match[str], today: dt.date) -> Span | None:
    return _whole(match, today.year - YEARS_BACK[match["which"]])


def _years(match: re.Match[str], _today: dt.date) -> Span | None:
    low, high = sorted((number(match["year"]), number(match["end"])))
    return Span(match.start(), match.end(), dt.date(low, 1, 1), dt.date(high, 12, 31))


def _day(match: re.Match[str], _today: dt.date) -> Span | None:
    year, month = number(match["year"]), number(match["month"])
    try:
        if match["day"]:
            day = dt.date(year, month, number(match["day"]))
            return Span(match.start(), match.end(), day, day)
        return Span(match.start(), match.end(), dt.date(year, month, 1), _month_end(year, month))
    except ValueError:
        return None


def _between(match: re.Match[str], today: dt.date) -> Span | None:
    """2025年3月至6月, 2025年3月1日到2025年6月30日: from the first of the one to the last of the other."""
    year = number(match["year"])
    until = number(match["end"]) if match["end"] else year
    try:
        month, last_month = number(match["month"]), number(match["last_month"])
        first = dt.date(year, month, number(match["day"]) if match["day"] else 1)
        last = (
            dt.date(until, last_month, number(match["last_day"]))
            if match["last_day"]
            else _month_end(until, last_month)
        )
    except (ValueError, KeyError):
        return None
    del today
    return Span(match.start(), match.end(), min(first, last), max(first, last))


YEARS_BACK = {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2}


def _year_of(match: re.Match[str], today: dt.date) -> int:
    return number(match["year"]) if match["year"] else today.year - YEARS_BACK[match["said"]]


def _part_of_year(match: re.Match[str], today: dt.date) -> Span:
    year, part = _year_of(match, today), match["part"]
    first, last = {"上": (1, 6), "下": (7, 12)}.get(part[0], (0, 0))
    if not first:
        quarter = "一二三四".find(part.strip("第季度")) + 1
        first, last = quarter * 3 - 2, quarter * 3
    return Span(match.start(), match.end(), dt.date(year, first, 1), _month_end(year, last))


def _since(match: re.Match[str], today: dt.date) -> Span:
    year = _year_of(match, today)
    if match["side"] in {"以前", "之前", "前"}:
        return Span(match.start(), match.end(), None, dt.date(year - 1, 12, 31))
    first = dt.date(year + (match["side"] in {"以后", "之后"}), 1, 1)
    return Span(match.start(), match.end(), first, None)


def _month_since(match: re.Match[str], today: dt.date) -> Span | None:
    """今年3月以来, and 三月以来 alone: the last March that began."""
    month = number(match["month"])
    if not 1 <= month <= 12:
        return None
    if match["year"] or match["said"]:
        first = dt.date(_year_of(match, today), month, 1)
    else:
        first = dt.date(today.year - (month > today.month), month, 1)
    return Span(match.start(), match.end(), first, None)


def _said_month(match: re.Match[str], today: dt.date) -> Span | None:
    year, month = today.year - YEARS_BACK[match["said"]], number(match["month"])
    if not 1 <= month <= 12:
        return None
    return Span(match.start(), match.end(), dt.date(year, month, 1), _month_end(year, month))


def _near_day(match: re.Match[str], today: dt.date) -> Span:
    day = today - dt.timedelta(days={"今": 0, "昨": 1, "前": 2}[match["which"]])
    return Span(match.start(), match.end(), day, day)


def _week(match: re.Match[str], today: dt.date) -> Span:
    monday = today - dt.timedelta(days=today.weekday() + (7 if match["which"].startswith("上") else 0))
    return Span(match.start(), match.end(), monday, monday + dt.timedelta(days=6))


def _recent(match: re.Match[str], today: dt.date) -> Span:
    unit, count = match["unit"], match["count"]
    if unit == "年":
        first = _months_back(today, 6) if count == "半" else _years_back(today, number(count))
    elif unit == "天":
        first = today - dt.timedelta(days=15 if count == "半" else number(count))
    elif unit in {"周", "星期"}:
        first = today - dt.timedelta(days=7 * (1 if count == "半" else number(count)))
    else:
        first = today - dt.timedelta(days=15) if count == "半" else _months_back(today, number(count))
    return Span(match.start(), match.end(), first, today)


def _this_month(match: re.Match[str], today: dt.date) -> Span:
    day = _months_back(today, 1) if match["which"] in {"上", "上个"} else today
    return Span(match.start(), match.end(), day.replace(day=1), _month_end(day.year, day.month))


# The longest reading first: 2023年5月 is no 2023年.
READINGS: tuple[tuple[re.Pattern[str], Read], ...] = (
    (
        re.compile(rf"{AHEAD}{YEAR}\s*年\s*(?P<month>{MONTH})\s*月份?\s*(?:(?P<day>{DAY})\s*[日号])?{TO}(?:{END_YEAR}\s*年\s*)?"
                   rf"(?P<last_month>{MONTH})\s*月份?\s*(?:(?P<last_day>{DAY})\s*[日号])?"),
        _between,
    ),
    (re.compile(rf"{AHEAD}{YEAR}{TO}{END_YEAR}(?![\d年])"), _years),
    (re.compile(rf"{AHEAD}{YEAR}\s*年?\s*(?:-|—|~|～|至|到)+\s*{END_YEAR}\s*年(?!\s*\d{{1,2}}月)"), _years),
    (re.compile(rf"{AHEAD}(?:{ANY_YEAR}\s*)?(?<!\d)(?P<month>{MONTH})\s*月份?(?:以来|之后|以后)"), _month_since),
    (
        re.compile(rf"{AHEAD}{YEAR}\s*年\s*(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月"
                   r"(?:份|\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])?"),
        _day,
    ),
    (re.compile(rf"{AHEAD}{YEAR}(?P<s>[-/.])(?P<month>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}})(?!\d)"), _day),
    (re.compile(rf"{AHEAD}{ANY_YEAR}\s*(?P<part>[上下]半年|第?[一二三四]季度)"), _part_of_year),
    (re.compile(rf"(?P<said>[今本去上前])年\s*(?P<month>{MONTH})\s*月份?"), _said_month),
    (re.compile(rf"(?P<which>[今昨前])[天日]{CAME_OUT}"), _near_day),
    (re.compile(rf"(?P<which>本|这|这个|上|上个)(?:周|星期|礼拜){CAME_OUT}"), _week),
    (re.compile(rf"{AHEAD}{ANY_YEAR}\s*(?P<side>以来|以后|之后|以前|之前|前)(?![\u4e00-\u9fff]?期)"), _since),
    (re.compile(rf"(?:最近|近|过去|这)的?{COUNT}\s*个?(?P<unit>年|月|周|星期|天)(?:来|内|以来)?"), _recent),
    (re.compile(r"(?P<which>今|本|去|上|前)(?:年度|年)(?![轻级龄级检])"), _said_year),
    (re.compile(r"(?P<which>本|这个|上个|上)月(?!球)份?"), _this_month),
    (re.compile(rf"{AHEAD}{YEAR}\s*年(?:度|份)?"), _year),
    (re.compile(rf"(?<!\S){YEAR}(?!\S)"), _year),
)  # fmt: skip


def spans(text: str, today: dt.date) -> list[Span]:
    """Return the dates that the text names, in their order, none inside another. Never raises."""
    found: list[Span] = []
    for pattern, read in READINGS:
        for match in pattern.finditer(text):
            if any(match.start() < span.end and span.start < match.end() for span in found):
                continue
            if not BEHIND_OK.match(text, match.end()):
                continue
            if span := read(match, today):
                found.append(span)
    return sorted(found)


BEHIND_OK = re.compile(BEHIND)
