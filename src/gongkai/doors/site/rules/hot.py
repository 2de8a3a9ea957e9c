"""What is hot: items and searches by their readings of the last weeks, the newer counting more. No Django.

Nothing here knows a reader. A search is shown only when it was made often enough, and only in words that the site
itself has published: what somebody types must not become a headline.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Configuration of our own (R264), shown at the desk with this sentence.
WINDOW_DAYS = 30
HALF_LIFE_DAYS = 7
FEWEST_READINGS = 5
FEWEST_ASKED = 5
SHOWN = 8
LONGEST_TERM = 16
MOST_TERMS = 24
SOURCE = (
    f"平台配置：按最近{WINDOW_DAYS}日的浏览和检索汇总计算，每过{HALF_LIFE_DAYS}日权重减半；"
    f"浏览不足{FEWEST_READINGS}次的不列；检索词须被检索不少于{FEWEST_ASKED}次，"
    "并且出现在本网站已公开信息的标题中。"
)
_PERSONAL = re.compile(r"\d{5,}|@|1[3-9]\d{2,}|[*?\"'<>{}\[\]\\]")


@dataclass(frozen=True)
class Reading:
    """So many readings (or searches) of one thing on one day."""

    day: dt.date
    name: str
    count: int


def weight(day: dt.date, today: dt.date) -> float:
    age = max((today - day).days, 0)
    return float(0.5 ** (age / HALF_LIFE_DAYS)) if age <= WINDOW_DAYS else 0.0


def ranked(readings: Iterable[Reading], today: dt.date, *, fewest: int = FEWEST_READINGS) -> list[str]:
    """Return the names by weighted readings, hottest first; names with too few readings are left out."""
    scores: dict[str, float] = {}
    totals: dict[str, int] = {}
    for one in readings:
        if (share := weight(one.day, today)) > 0:
            scores[one.name] = scores.get(one.name, 0.0) + share * one.count
            totals[one.name] = totals.get(one.name, 0) + one.count
    kept = [name for name in scores if totals[name] >= fewest]
    return sorted(kept, key=lambda name: (-scores[name], name))


def term_of(query: str) -> str:
    """Return a search as it may be shown: short plain words; "" for what is long or may name a person or a number."""
    words = " ".join(query.split())
    if not 2 <= len(words) <= LONGEST_TERM or _PERSONAL.search(words):
        return ""
    return words


def hot_terms(readings: Iterable[Reading], today: dt.date) -> list[str]:
    """Return the searches that may be shown if the site has published their words, hottest first."""
    found = [term for term in ranked(readings, today, fewest=FEWEST_ASKED) if term_of(term)]
    return found[:MOST_TERMS]


def share(counts: Mapping[str, int], source: str) -> float:
    """Return the share of all readings that came from a block, 0–100."""
    total = sum(counts.values())
    return 100 * counts.get(source, 0) / total if total else 0.0
