"""Clocks in every state, and the work list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gongkai.base.ui.parts import Clock, ClockDay, ClockLine, DayKind

Date = dt.date


def days() -> tuple[ClockDay, ...]:
    """An application received on 19 October 2026, paused for a third party, due on 25 November; today is the 20th."""
    days: list[ClockDay] = []
    day, today = Date(2026, 10, 19), Date(2026, 11, 20)
    while day <= Date(2026, 11, 25):
        kind: DayKind = "rest" if day.weekday() > 4 else "work" if day <= today else "left"
        if Date(2026, 10, 28) <= day <= Date(2026, 11, 5):
            kind = "pause"
        if day == Date(2026, 10, 19):
            kind = "start"
        if day == Date(2026, 11, 25):
            kind = "due"
        days.append(ClockDay(day, kind, today=day == today))
        day += dt.timedelta(days=1)
    return tuple(days)


def clocks() -> dict[str, Any]:
    account = (
        ClockLine("10月19日", "双方确认收到，当日不计", article="条例第三十一条"),
        ClockLine("10月20日", "第1个工作日"),
        ClockLine("10月28日", "书面征求第三方意见，时限暂停", article="条例第三十三条"),
        ClockLine("11月6日", "收到第三方意见次日，恢复计时"),
        ClockLine("11月25日", "答复到期，星期三", amount="还剩3个工作日"),
    )
    opened = Clock(
        "normal", "剩余", "3个工作日", 85, account, days(), "10月19日收到，10月28日至11月5日暂停，11月25日到期"
    )
    closed = [
        Clock("normal", "剩余", "16个工作日", 20),
        Clock("today", "今日到期", spent=100),
        Clock("late", "逾期2个工作日"),
        Clock("paused", "已暂停6个工作日"),
        Clock("provisional", "暂定1月8日", spent=5),
        Clock("done", "提前4个工作日办结"),
    ]
    return {"clock": opened, "clocks": closed}


def tasks() -> dict[str, Any]:
    shown = clocks()
    state = {"label": "拟答复", "kind": "info"}
    return {
        "tasks": [
            {
                "clock": shown["clocks"][2],
                "title": "锦云里小区维修资金使用明细",
                "url": "#",
                "number": "申〔2026〕287号",
                "note": "应于11月18日答复",
                "state": {"label": "待签发", "shape": "wait"},
                "who": "沈若川",
                "action": {"label": "催签", "kind": "primary"},
            },
            {
                "clock": shown["clock"],
                "title": "2025年度既有住宅加装电梯补贴发放明细",
                "url": "#",
                "number": "申〔2026〕268号",
                "note": "第三方意见已收到",
                "state": state,
                "who": "许明朗",
                "action": {"label": "处理"},
            },
        ]
    }
