"""The day grid of a clock: a column a week, a square a day, as an image whose facts stand in the table beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

CELL: Final = 15
PITCH: Final = 18
LEFT: Final = 22
HEAD: Final = 18
WORDS: Final = {"work": "已计入", "ext": "延长", "rest": "休息日", "pause": "暂停", "left": "剩余"}


def _get(day: object, name: str) -> Any:
    return day.get(name) if isinstance(day, Mapping) else getattr(day, name, None)


def _cell(x: int, y: int, kind: str) -> str:
    box = f'x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="2.5"'
    if kind == "pause":
        stripes = (
            f"M{x + 1} {y + 6}L{x + 6} {y + 1}M{x + 1} {y + 14}L{x + 14} {y + 1}M{x + 9} {y + 14}L{x + 14} {y + 9}"
        )
        return f'<rect class="pause" {box}/><path class="hatch" d="{stripes}"/>'
    if kind == "start":
        return f'<rect class="rest" {box}/><text class="start-text" x="{x + 7.5}" y="{y + 12}">收</text>'
    if kind == "due":
        return f'<rect class="due" {box}/><text class="due-text" x="{x + 7.5}" y="{y + 12}">止</text>'
    return f'<rect class="{kind}" {box}/>'


def _today(x: int, y: int) -> str:
    return (
        f'<rect class="gap" x="{x + 0.75}" y="{y + 0.75}" width="13.5" height="13.5" rx="2"/>'
        f'<rect class="today" x="{x - 1}" y="{y - 1}" width="17" height="17" rx="3.5"/>'
    )


def draw(days: Iterable[object], summary: str) -> SafeString:
    """Draw consecutive days (see parts.ClockDay). `summary` is the text alternative; without it the dates speak."""
    listed = list(days)
    if not listed:
        return mark_safe("")
    first: dt.date = _get(listed[0], "date")
    monday = first - dt.timedelta(days=first.weekday())
    parts, months, here, weeks = [], [], "", 0
    for day in listed:
        date: dt.date = _get(day, "date")
        week = (date - monday).days // 7
        x, y, weeks = LEFT + week * PITCH, HEAD + date.weekday() * PITCH, max(weeks, week + 1)
        if date == first or (date.weekday() == 0 and date.day <= 7):  # the first week that is all this month's
            months.append((x, date.month))
        parts.append(_cell(x, y, str(_get(day, "kind"))))
        here = _today(x, y) if _get(day, "today") else here
    return _frame("".join(parts) + here, months, weeks, summary or _alternative(listed))


def _alternative(listed: list[object]) -> str:
    first, last = _get(listed[0], "date"), _get(listed[-1], "date")
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日的逐日图，各日说明见旁边的表"


def _frame(body: str, months: list[tuple[int, int]], weeks: int, summary: str) -> SafeString:
    width = LEFT + weeks * PITCH
    if len(months) > 1 and months[1][0] - months[0][0] < 2 * PITCH:  # two names would overlap
        months = months[1:]
    heads = "".join(f'<text x="{x}" y="11">{month}月</text>' for x, month in months)
    sides = "".join(
        f'<text x="0" y="{y}">{name}</text>' for name, y in (("一", 30), ("三", 66), ("五", 102), ("日", 138))
    )
    return format_html(
        '<svg class="days" viewBox="0 0 {} 144" width="{}rem" height="9rem" role="img" aria-label="{}">{}</svg>',
        width,
        f"{width / 16:g}",
        summary,
        mark_safe(sides + heads + body),  # noqa: S308 numbers and fixed words only
    )


def legend(days: Iterable[object]) -> SafeString:
    """List only the kinds of days that occur in the grid."""
    kinds = {str(_get(day, "kind")) for day in days}
    shown = [
        (kind, "基本" if kind == "work" and "ext" in kinds else word) for kind, word in WORDS.items() if kind in kinds
    ]
    return format_html(
        '<ul class="legend" aria-hidden="true">{}</ul>', format_html_join("", '<li class="{}">{}</li>', shown)
    )
