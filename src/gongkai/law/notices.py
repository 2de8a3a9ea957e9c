"""The yearly holiday notice of the State Council's office, and the checks that keep an invented one out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from gongkai.law.numbers import judge_number, parse_number
from gongkai.law.statutory_days import UNMISTAKABLE, number_of_days

SHIPPED = Path(__file__).parent / "holidays"
LONGEST_RUN = 31
WEEKDAYS = "一二三四五六日"


class NamedDay(NamedTuple):
    day: date
    name: str


class NoticeRefused(ValueError):
    """The record is not a usable notice; `problems` are Chinese sentences, one each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: which days rest and which weekend days are worked, with the festival they belong to."""

    year: int
    number: str
    issued: date
    off_days: tuple[NamedDay, ...]
    worked_days: tuple[NamedDay, ...]
    source: str = ""

    @property
    def covers_whole_year(self) -> bool:
        """False for an amendment (in 2020 one only lengthened the Spring Festival): it does not make a year known."""
        off = {day for day, _ in self.off_days}
        return all(date(self.year, month, day) in off for month, day in UNMISTAKABLE)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What a person should look at before approving the notice; empty for a consistent one."""
        if not self.covers_whole_year:
            return (f"通知没有列全元旦、劳动节、国庆节，只能作为{self.year}年安排的调整，不能单独作为该年的安排。",)
        rested = sum(1 for day, _ in self.off_days if day.weekday() < 5 and day.year == self.year)
        gained = rested - sum(1 for day, _ in self.worked_days if day.year == self.year)
        if gained != number_of_days(self.year):
            return (f"放假与调休相抵后为{gained}天，法定为{number_of_days(self.year)}天，请核对是否漏录。",)
        return ()


def load_notice(record: Mapping[str, object]) -> Notice:
    """Read a notice from a record and validate it.

    The record names `year`, `number` (or `doc_number`), `issued`, optionally `source`, and the days either as
    `off` / `worked` (items with `date` or `from` and `to`, and `name`) or as `days` (items with `date`, `name`,
    `isOffDay`). Raises NoticeRefused with every problem found, in Chinese.
    """
    problems: list[str] = []
    year = _year(record.get("year"), problems)
    number = _number(record.get("number") or record.get("doc_number"), year, problems)
    issued = _issued(record.get("issued"), year, problems)
    off, worked = _days(record, problems)
    if year is not None:
        problems.extend(_contradictions(year, off, worked))
    if problems or year is None or issued is None:
        raise NoticeRefused(tuple(problems))
    return Notice(year, number, issued, tuple(sorted(off)), tuple(sorted(worked)), str(record.get("source") or ""))


@cache
def builtin_notices() -> tuple[Notice, ...]:
    """The notices that ship with the program, oldest first."""
    return tuple(load_notice(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(SHIPPED.glob("*.json")))


def _year(value: object, problems: list[str]) -> int | None:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 2000 <= value <= 2199:
        return value
    problems.append("没有写明是哪一年的放假通知，或者年份不对。")
    return None


def _number(value: object, year: int | None, problems: list[str]) -> str:
    if not isinstance(value, str) or not value.strip():
        problems.append("没有通知文号。没有文号的放假安排不予采用，请从国务院办公厅的通知原文录入。")
        return ""
    verdict = judge_number(value)
    if not verdict.valid or verdict.normalised is None:
        problems.append(f"通知文号“{value}”不规范：{verdict.reason}")
        return ""
    written = parse_number(verdict.normalised).year
    if year is not None and written not in {year - 1, year}:
        problems.append(f"通知文号“{value}”不是{year}年的安排：年份应为{year - 1}或{year}。")
    return verdict.normalised


def _issued(value: object, year: int | None, problems: list[str]) -> date | None:
    issued = _date(value)
    if issued is None:
        problems.append("没有写明通知的印发日期，或者日期不存在，应写作“2025-11-04”。")
    elif year is not None and issued.year not in {year - 1, year}:
        problems.append(f"印发日期{issued}与{year}年的安排不符。")
    return issued


def _days(record: Mapping[str, object], problems: list[str]) -> tuple[list[NamedDay], list[NamedDay]]:
    mixed = list(_items(record.get("days"), "days", problems))
    off = [*_items(record.get("off"), "off", problems), *(item for item in mixed if item.get("isOffDay") is True)]
    worked = [*_items(record.get("worked"), "worked", problems), *(i for i in mixed if i.get("isOffDay") is False)]
    problems.extend(f"{item.get('date')}没有写明是放假还是上班。" for item in mixed if "isOffDay" not in item)
    return _spread(off, problems), _spread(worked, problems)


def _items(value: object, field: str, problems: list[str]) -> Iterator[Mapping[str, object]]:
    if value is None:
        return
    if not isinstance(value, list | tuple):
        problems.append(f"“{field}”应是一列日期。")
        return
    for item in value:
        if isinstance(item, Mapping):
            yield item
        else:
            problems.append(f"“{field}”里的“{item}”应写明日期和节日名称。")


def _spread(items: list[Mapping[str, object]], problems: list[str]) -> list[NamedDay]:
    found: list[NamedDay] = []
    for item in items:
        first = _date(item.get("date") or item.get("from"))
        last = _date(item.get("date") or item.get("to") or item.get("from"))
        name = str(item.get("name") or "").strip()
        if first is None or last is None:
            problems.append(f"日期“{item.get('date') or item.get('from')}”不存在或写法不对，应写作“2026-02-15”。")
        elif not 0 <= (last - first).days < LONGEST_RUN:
            problems.append(f"{first}至{last}：起止日期颠倒，或者超过一个月。")
        elif not name:
            problems.append(f"{first}没有写明是哪个节日。")
        else:
            found.extend(NamedDay(first + timedelta(n), name) for n in range((last - first).days + 1))
    return found


def _contradictions(year: int, off: list[NamedDay], worked: list[NamedDay]) -> Iterator[str]:
    if not off:
        yield "通知没有任何放假日期。"
    # 元旦 may reach back into the last days of December, as the notice for 2019 did.
    first, last = date(year - 1, 12, 25), date(year, 12, 31)
    for day, _ in (*off, *worked):
        if not first <= day <= last:
            yield f"{day}不在{year}年内。"
    for day, _ in worked:
        if day.weekday() < 5:
            yield f"{day}是周{WEEKDAYS[day.weekday()]}，本来就上班，不应列为调休上班。"
    for day in sorted({day for day, _ in off} & {day for day, _ in worked}):
        yield f"{day}既列为放假又列为上班。"
    for listed in (off, worked):
        days = [day for day, _ in listed]
        for day in sorted({day for day in days if days.count(day) > 1}):
            yield f"{day}重复列出。"


def _date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
