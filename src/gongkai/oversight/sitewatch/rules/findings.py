"""问题: what the watch finds, the steps of its repair, and until when. No Django."""

from __future__ import annotations

from enum import StrEnum

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register


class Kind(StrEnum):
    LINK = "link"
    MISPLACED = "misplaced"
    EMPTY = "empty"
    STALE = "stale"
    UNDATED = "undated"
    TAGS = "tags"
    REPORTED = "reported"


KIND_NAMES: dict[str, str] = {
    Kind.LINK: "错链、断链",
    Kind.MISPLACED: "内容混杂",
    Kind.EMPTY: "空白栏目",
    Kind.STALE: "栏目未按时更新",
    Kind.UNDATED: "内容没有日期",
    Kind.TAGS: "网页标签缺陷",
    Kind.REPORTED: "值班发现",
}


class State(StrEnum):
    """OPEN waits for repair, REPAIRED for the next look, CLOSED was seen to be right, EXEMPT is let stand with a reason."""

    OPEN = "open"
    REPAIRED = "repaired"
    CLOSED = "closed"
    EXEMPT = "exempt"


STATE_NAMES: dict[str, str] = {
    State.OPEN: "待修复",
    State.REPAIRED: "待复查",
    State.CLOSED: "已修复",
    State.EXEMPT: "不作为问题",
}
WAITING = (State.OPEN, State.REPAIRED)
# verb → from which states, to which
TRANSITIONS: dict[str, tuple[tuple[State, ...], State]] = {
    "report": ((State.OPEN,), State.REPAIRED),
    "fail": ((State.REPAIRED,), State.OPEN),
    "confirm": (WAITING, State.CLOSED),
    "exempt": (WAITING, State.EXEMPT),
    "reopen": ((State.CLOSED, State.EXEMPT), State.OPEN),
}
# Whoever reports these repaired is believed only when the next look agrees; what a person saw, a person closes.
SEEN_BY_MACHINE = frozenset(Kind) - {Kind.REPORTED}

REPAIR_SOURCE = (
    "平台配置：发现问题后3个工作日内修复，由政务公开主管部门调整；上级文件要求“杜绝错链、断链”，没有规定期限"
)
REPAIR_DUTY = register(
    DutyRule(
        key="repair-site",
        name="修复网站问题",
        clock="SITE-REPAIR",
        remind=Permission.SITEWATCH_MANAGE,
        remind_before=(1, 0),
        source=f"{REPAIR_SOURCE}；到期前1个工作日和到期当日提醒，逾期后每7日提醒一次",
        escalate=Permission.DOCUMENTS_SIGN,
    )
).key
# Days before a column falls due on which its keeper hears of it, and after it how often. Configuration.
REMIND_DAYS_BEFORE = (5, 1, 0)
REMIND_AGAIN_DAYS = 7
REMIND_SOURCE = "平台配置：到期前5日、1日和到期当日提醒栏目负责机关，逾期后每7日提醒一次"
