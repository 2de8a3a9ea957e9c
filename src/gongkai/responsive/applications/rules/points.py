"""集中受理点 (R229): its opening hours, who is there when, what they were trained in, and when nobody is. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
LOOK_AHEAD_DAYS = 14
LOOK_AHEAD_SOURCE = "平台配置：提前14日检查受理点排班，窗口开放而无人值守的标出并提醒"
MOST_SPAN = 92


@dataclass(frozen=True)
class Span:
    """A part of a day, as times of day."""

    starts: dt.time
    ends: dt.time

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}—{self.ends:%H:%M}"


@dataclass(frozen=True)
class Gap:
    """A part of a day on which the window is open and nobody is put down for it."""

    on: dt.date
    span: Span


def uncovered(open_: Span, covered: Iterable[Span]) -> list[Span]:
    """Return the parts of the opening hours that no shift covers, in order."""
    left: list[Span] = []
    at = open_.starts
    for one in sorted(covered, key=lambda span: (span.starts, span.ends)):
        if one.ends <= at or one.starts >= open_.ends:
            continue
        if one.starts > at:
            left.append(Span(at, one.starts))
        at = max(at, one.ends)
    if at < open_.ends:
        left.append(Span(at, open_.ends))
    return left


def gaps(days: Sequence[dt.date], hours: Sequence[Span], shifts: dict[dt.date, list[Span]]) -> list[Gap]:
    """Return the unstaffed hours of the given (working) days."""
    return [Gap(day, span) for day in days for open_ in hours for span in uncovered(open_, shifts.get(day, []))]


def span_defect(starts: dt.time, ends: dt.time) -> str:
    return "" if ends > starts else "结束时间应晚于开始时间。"
