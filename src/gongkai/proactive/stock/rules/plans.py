"""Plans (规划、计划): to which five-year period they belong, and whether they run."""

from __future__ import annotations

import re
from enum import StrEnum

PLANS = "规划计划"
LEVELS: tuple[str, ...] = ("总体规划", "专项规划", "区域规划", "国土空间规划", "年度计划", "其他规划")
FIRST_FIVE = 1953
_NUMBERS = "一二三四五六七八九十"
_FIVE = re.compile(rf"[“\"「]?(十?[{_NUMBERS}])五[”\"」]?(?=时期|期间|规划|计划|发展|[^{_NUMBERS}年])")
_LONG_FIVE = re.compile(rf"第(十?[{_NUMBERS}])个五年")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:—+|-+|–|~|～|至|到)\s*((?:19|20)\d\d)\s*年?")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年(?:度)?[^0-9]{0,20}计划")


class PlanState(StrEnum):
    COMING = "尚未开始"
    CURRENT = "现行"
    HISTORICAL = "历史"
    ENDED = "已废止"


def _ordinal(text: str) -> int:
    if text.startswith("十"):
        return 10 + (_NUMBERS.index(text[1]) + 1 if len(text) > 1 else 0)
    return _NUMBERS.index(text) + 1


def _years_of(ordinal: int) -> tuple[int, int]:
    # The sixth and later plans begin in a year that ends in 1 or 6; the third began in 1966 after a pause.
    start = FIRST_FIVE + 5 * (ordinal - 1) + (3 if ordinal >= 3 else 0)
    return start, start + 4


def period_of(title: str) -> tuple[str, int | None, int | None]:
    """Return the period's name, first and last year read from a title; the name is empty when there is none."""
    span = _SPAN.search(title)
    years = (int(span[1]), int(span[2])) if span else (None, None)
    five = _FIVE.search(title) or _LONG_FIVE.search(title)
    if five and _ordinal(five[1]) <= 20:
        name = f"“{five[1]}五”" if _ordinal(five[1]) >= 1 else ""
        first, last = _years_of(_ordinal(five[1]))
        return name, years[0] or first, years[1] or last
    if span:
        return f"{years[0]}—{years[1]}年", *years
    yearly = _YEAR.search(title)
    if yearly:
        return f"{yearly[1]}年度", int(yearly[1]), int(yearly[1])
    return "", None, None


def level_of(title: str) -> str:
    """Return the likely level; the officer may say otherwise."""
    if "国土空间" in title or "详细规划" in title:
        return "国土空间规划"
    if "国民经济和社会发展" in title:
        return "年度计划" if _YEAR.search(title) else "总体规划"
    if "计划" in title and _YEAR.search(title):
        return "年度计划"
    return "专项规划" if "规划" in title else "其他规划"


def plan_state(year: int, first: int | None, last: int | None, *, ended: bool) -> PlanState:
    if ended:
        return PlanState.ENDED
    if last is not None and year > last:
        return PlanState.HISTORICAL
    if first is not None and year < first:
        return PlanState.COMING
    return PlanState.CURRENT
