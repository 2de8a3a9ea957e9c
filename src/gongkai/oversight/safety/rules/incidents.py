"""安全事件: kinds, levels, states, and the duties that follow. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register


class Kind(StrEnum):
    TAMPER = "tamper"
    LEAK = "leak"
    DENIAL = "denial"
    FAKE = "fake"
    CONTENT = "content"
    OUTAGE = "outage"
    BACKUP = "backup"
    OTHER = "other"


KIND_NAMES: dict[str, str] = {
    Kind.TAMPER: "网页篡改",
    Kind.LEAK: "信息泄露",
    Kind.DENIAL: "拒绝服务",
    Kind.FAKE: "假冒网站",
    Kind.CONTENT: "内容差错",
    Kind.OUTAGE: "中断",
    Kind.BACKUP: "备份异常",
    Kind.OTHER: "其他",
}


class Level(StrEnum):
    """The gravest first: forms and lists keep this order."""

    GRAVEST = "1"
    GRAVE = "2"
    SERIOUS = "3"
    COMMON = "4"


LEVEL_NAMES: dict[str, str] = {
    Level.GRAVEST: "特别重大",
    Level.GRAVE: "重大",
    Level.SERIOUS: "较大",
    Level.COMMON: "一般",
}


@dataclass(frozen=True, slots=True)
class LevelRule:
    """When an incident is of a level, and within how many hours it is to be reported."""

    level: Level
    criteria: str
    report_hours: int


LONGEST_HOURS = 720
LEVELS: tuple[LevelRule, ...] = (
    LevelRule(Level.GRAVEST, "网站整体失控或者大量内容被篡改，造成特别严重影响", 1),
    LevelRule(Level.GRAVE, "首页、重要栏目被篡改，或者公民个人信息泄露，造成严重影响", 1),
    LevelRule(Level.SERIOUS, "个别页面被篡改，记录不一致，或者网站不能访问超过半日", 4),
    LevelRule(Level.COMMON, "影响较小，能够立即恢复", 24),
)
LEVEL_SOURCE = (
    "平台配置：四级划分和上报时限是平台默认值，本机关发布应急预案后以预案为准；本平台没有收录规定这些时限的法律条文"
)
# What the machine finds is registered at this level until a person has looked.
MACHINE_LEVELS: dict[Kind, Level] = {Kind.TAMPER: Level.SERIOUS, Kind.BACKUP: Level.COMMON}
MACHINE_SOURCE = "平台配置：自动发现的事件先按此登记，由人员核实后调整"


def level_rules(kept: Mapping[str, Any] | None) -> tuple[LevelRule, ...]:
    """Return the levels as a plan states them; what it leaves open is as the platform has it."""
    if not kept:
        return LEVELS
    found = []
    for rule in LEVELS:
        own = kept.get(rule.level.value) or {}
        found.append(LevelRule(rule.level, own.get("criteria") or rule.criteria, own.get("hours") or rule.report_hours))
    return tuple(found)


class State(StrEnum):
    """发现 → 控制 → 恢复 → 复盘. DISMISSED was looked at and is none."""

    DETECTED = "detected"
    CONTAINED = "contained"
    RECOVERED = "recovered"
    REVIEWED = "reviewed"
    DISMISSED = "dismissed"


STATE_NAMES: dict[str, str] = {
    State.DETECTED: "待控制",
    State.CONTAINED: "待恢复",
    State.RECOVERED: "待复盘",
    State.REVIEWED: "已结案",
    State.DISMISSED: "不是事件",
}
WAITING = (State.DETECTED, State.CONTAINED, State.RECOVERED)
CLOSED = (State.REVIEWED, State.DISMISSED)
# verb → from which states, to which
TRANSITIONS: dict[str, tuple[tuple[State, ...], State]] = {
    "contain": ((State.DETECTED,), State.CONTAINED),
    "recover": ((State.CONTAINED,), State.RECOVERED),
    "review": ((State.RECOVERED,), State.REVIEWED),
    "dismiss": ((State.DETECTED, State.CONTAINED), State.DISMISSED),
}
# Steps that have an order in time; the others may be told of at any moment.
ORDERED = ("detect", "contain", "recover", "review")
STEP_NAMES: dict[str, str] = {
    "detect": "发现",
    "find": "自动检查又发现",
    "contain": "处置控制",
    "recover": "恢复",
    "review": "复盘结案",
    "dismiss": "认定不是事件",
    "report": "上报",
    "regrade": "调整级别",
    "note": "补充情况",
}

REMIND = "到期前1个工作日和到期当日提醒，逾期后每7日提醒一次"
REPORT_DUTY = register(
    DutyRule(
        key="safety-report",
        name="安全事件上报",
        clock="SAFETY-DATE",
        remind=Permission.SITEWATCH_MANAGE,
        remind_before=(0,),
        source="平台配置：上报时限按级别以小时计，到期当日提醒，逾期后每日提醒",
        escalate=Permission.DOCUMENTS_SIGN,
        repeat_days=1,
    )
).key
REVIEW_SOURCE = "平台配置：恢复后10个工作日内完成复盘"
REVIEW_DUTY = register(
    DutyRule(
        key="safety-review",
        name="安全事件复盘",
        clock="SAFETY-REVIEW",
        remind=Permission.SITEWATCH_MANAGE,
        remind_before=(1, 0),
        source=f"{REVIEW_SOURCE}；{REMIND}",
        escalate=Permission.DOCUMENTS_SIGN,
    )
).key
MEASURE_DUTY = register(
    DutyRule(
        key="safety-measure",
        name="安全整改",
        clock="SAFETY-DATE",
        remind=Permission.SITEWATCH_MANAGE,
        remind_before=(5, 1, 0),
        source=f"平台配置：整改期限由提出措施的人确定；到期前5个工作日、{REMIND}",
        escalate=Permission.DOCUMENTS_SIGN,
    )
).key
