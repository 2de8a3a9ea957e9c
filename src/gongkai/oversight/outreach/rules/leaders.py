"""How often leaders speak for policies in public: the numbers of the ledger (R176), each once.

Source: 《关于全面推进政务公开工作的实施意见》（沪委办发〔2017〕14号）：与宏观经济、民生关系密切的市政府部门主要负责人每年度至少出席1次
市政府新闻发布会，分管负责人每半年至少出席1次；区政府主要负责人每年发布信息、解读重要政策措施不少于2次。Another place sets its own numbers.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

EVENT_KINDS: dict[str, str] = {
    "press": "政府新闻发布会",
    "interview": "在线访谈",
    "article": "署名文章",
    "broadcast": "广播电视节目",
    "visit": "宣讲解读会",
}


@dataclass(frozen=True)
class Tier:
    """One tier: at least `least` appearances of these kinds in each year or half-year."""

    key: str
    name: str
    least: int
    span: str
    kinds: frozenset[str]
    demand: str


TIERS: dict[str, Tier] = {
    one.key: one
    for one in (
        Tier("head", "部门主要负责人", 1, "year", frozenset({"press"}), "每年至少出席1次政府新闻发布会"),
        Tier("deputy", "部门分管负责人", 1, "half", frozenset({"press"}), "每半年至少出席1次政府新闻发布会"),
        Tier("district", "区政府主要负责人", 2, "year", frozenset(EVENT_KINDS), "每年发布信息、解读政策至少2次"),
    )
}
TIER_NAMES: dict[str, str] = {key: one.name for key, one in TIERS.items()}
# Days before the end of a period on which somebody is told of a shortfall. Configuration of our own.
REMIND_AHEAD = (90, 30, 7)
SOURCE = "《关于全面推进政务公开工作的实施意见》（沪委办发〔2017〕14号）"
YEARS_BACK = 3  # years offered for looking back


@dataclass(frozen=True)
class Period:
    """A year or a half-year, both days included."""

    name: str
    first: dt.date
    last: dt.date


def period_of(day: dt.date, span: str) -> Period:
    """Return the year or the half-year in which a day lies."""
    if span == "year":
        return Period(f"{day.year}年", dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    if day < dt.date(day.year, 7, 1):
        return Period(f"{day.year}年上半年", dt.date(day.year, 1, 1), dt.date(day.year, 6, 30))
    return Period(f"{day.year}年下半年", dt.date(day.year, 7, 1), dt.date(day.year, 12, 31))


def periods_of(year: int, span: str) -> list[Period]:
    """Return the periods of a year."""
    first = period_of(dt.date(year, 1, 1), span)
    return [first] if span == "year" else [first, period_of(dt.date(year, 12, 31), span)]


def stage_of(left: int) -> int | None:
    """Return which reminder is due with so many days left: the nearest threshold reached, None before the first."""
    return min((days for days in REMIND_AHEAD if left <= days), default=None) if left >= 0 else None
