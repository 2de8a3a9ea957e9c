"""When a policy holds and when applications are taken. A day is ISO, or "MM-DD" for each year anew."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_YEARLY = re.compile(r"^\d{2}-\d{2}$")
STANDING_NAMES = {
    "open": "正在受理", "always": "长期受理", "waiting": "尚未开始申请", "closed": "申请已截止", "not-yet": "尚未施行", "ended": "已结束",
}  # fmt: skip
MATCHED = frozenset({"open", "always", "waiting", "not-yet"})  # what is told to people; the rest is history


class DayRefused(ValueError):
    """A day that cannot be meant; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Standing:
    """Where an item stands today. `until` is the day that people should know."""

    key: str
    why: str = ""
    opens: dt.date | None = None
    until: dt.date | None = None

    @property
    def name(self) -> str:
        return STANDING_NAMES[self.key]


def said_day(text: str, name: str) -> str:
    """Return a day in its one spelling, "2026-03-01" or "03-01"; nothing stays nothing. Raises DayRefused."""
    plain = text.strip()
    if not plain:
        return ""
    plain = re.sub(r"^(?:每年)?(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日$", _dashed, plain)
    try:
        if _YEARLY.match(plain):
            _in_year(plain, 2028)  # a leap year: 02-29 exists
        else:
            dt.date.fromisoformat(plain)
    except ValueError:
        raise DayRefused(f"“{name}”请写作2026-03-01；每年都在同一天的，写作03-01。") from None
    return plain


def _dashed(match: re.Match[str]) -> str:
    year, month, day = match.groups()
    return (f"{year}-" if year else "") + f"{int(month):02d}-{int(day):02d}"


def _in_year(said: str, year: int) -> dt.date:
    month, day = (int(one) for one in said.split("-"))
    if (month, day) == (2, 29) and not (year % 4 == 0 and (year % 100 or year % 400 == 0)):
        day = 28
    return dt.date(year, month, day)


def window(opens: str, closes: str, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return the present or next time for applying; a yearly one that is over is that of next year.

    Where one of the two has no year, the other leads: 11-01 to 02-28 spans the turn of the year.
    """
    if not (_YEARLY.match(opens) or _YEARLY.match(closes)):
        return _fixed(opens), _fixed(closes)
    for year in (today.year - 1, today.year, today.year + 1):
        first = _in_year(opens, year) if _YEARLY.match(opens) else _fixed(opens)
        last = _in_year(closes, year) if _YEARLY.match(closes) else _fixed(closes)
        if first and last and _YEARLY.match(closes) and last < first:
            last = _in_year(closes, year + 1)
        if (last is None or last >= today) and (last is not None or first is None or first.year == today.year):
            return first, last
    return first, last


def _fixed(said: str) -> dt.date | None:
    return dt.date.fromisoformat(said) if said else None


def standing(facts: Mapping[str, Any], today: dt.date, *, ended: str = "") -> Standing:
    """Say where an item stands. `ended` is the sentence why the document it rests on does not hold any more."""
    if ended:
        return Standing("ended", ended)
    valid_from, valid_until = _fixed(facts["valid_from"]), _fixed(facts["valid_until"])
    if valid_until is not None and today > valid_until:
        return Standing("ended", f"有效期已于{valid_until:%Y年%-m月%-d日}届满", until=valid_until)
    opens, closes = window(facts["opens"], facts["closes"], today)
    if valid_from is not None and today < valid_from:
        return Standing("not-yet", f"自{valid_from:%Y年%-m月%-d日}起施行", opens or valid_from, closes or valid_until)
    if closes is not None and today > closes:
        return Standing("closed", f"申请已于{closes:%Y年%-m月%-d日}截止", opens, closes)
    if opens is not None and today < opens:
        return Standing("waiting", f"{opens:%Y年%-m月%-d日}起可以申请", opens, closes)
    if opens is None and closes is None:
        return Standing("always", "", None, valid_until)
    return Standing("open", "", opens, closes or valid_until)


def day_faults(facts: Mapping[str, Any]) -> list[str]:
    found = []
    if facts["valid_from"] and facts["valid_until"] and facts["valid_from"] > facts["valid_until"]:
        found.append("有效期截止日早于施行日期，请核对")
    fixed = facts["opens"] and facts["closes"] and not (_YEARLY.match(facts["opens"]) or _YEARLY.match(facts["closes"]))
    if fixed and facts["opens"] > facts["closes"]:
        found.append("申请截止日早于开始日，请核对")
    return found


def period_words(facts: Mapping[str, Any]) -> str:
    opens, closes = _day_words(facts["opens"]), _day_words(facts["closes"])
    if opens and closes:
        return f"{opens}至{closes.removeprefix('每年') if opens.startswith('每年') else closes}"
    return f"{opens}起" if opens else f"{closes}前" if closes else "长期"


def told_period(facts: Mapping[str, Any], now: Standing) -> str:
    """Return the time for applying as people are told it today: what is over is not “for ever”, nor what ends."""
    if facts["opens"] or facts["closes"]:
        return period_words(facts)
    if now.key == "ended":
        return "已经结束，不再受理"
    begin = f"{_day_words(facts['valid_from'])}起，" if now.key == "not-yet" else ""
    return f"{begin}有效期内随时可以，至{now.until:%Y年%-m月%-d日}" if now.until else f"{begin}长期"


def _day_words(said: str) -> str:
    if not said:
        return ""
    if _YEARLY.match(said):
        month, day = said.split("-")
        return f"每年{int(month)}月{int(day)}日"
    return f"{dt.date.fromisoformat(said):%Y年%-m月%-d日}"
