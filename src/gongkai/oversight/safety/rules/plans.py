"""应急预案和演练: who stands in the tree, when a plan is looked at again, what becomes of a drill. No Django."""

from __future__ import annotations

from enum import StrEnum

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register

ROLE_NAMES: dict[str, str] = {
    "leader": "总指挥",
    "deputy": "副总指挥",
    "technical": "技术处置",
    "content": "内容处置",
    "release": "信息发布",
    "liaison": "联络员",
    "duty": "值班电话",
    "superior": "上级主管部门",
    "support": "外部支援单位",
}
REVIEW_MONTHS = 12
REVIEW_SOURCE = f"平台配置：应急预案至少每{REVIEW_MONTHS}个月复核一次"
DRILL_MONTHS = 12
DRILL_SOURCE = f"平台配置：每{DRILL_MONTHS}个月至少组织一次应急演练"


class DrillState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


DRILL_NAMES: dict[str, str] = {
    DrillState.PLANNED: "已安排",
    DrillState.HELD: "已举行",
    DrillState.CANCELLED: "已取消",
}
DRILL_TRANSITIONS: dict[str, tuple[tuple[DrillState, ...], DrillState]] = {
    "move": ((DrillState.PLANNED,), DrillState.PLANNED),
    "hold": ((DrillState.PLANNED,), DrillState.HELD),
    "cancel": ((DrillState.PLANNED,), DrillState.CANCELLED),
}
REMIND = "到期前10个、3个工作日和到期当日提醒，逾期后每7日提醒一次"
PLAN_DUTY = register(
    DutyRule(
        key="safety-plan",
        name="应急预案复核",
        clock="SAFETY-DATE",
        remind=Permission.SITEWATCH_MANAGE,
        remind_before=(10, 3, 0),
        source=f"{REVIEW_SOURCE}；{REMIND}",
        escalate=Permission.DOCUMENTS_SIGN,
    )
).key
DRILL_DUTY = register(
    DutyRule(
        key="safety-drill",
        name="应急演练",
        clock="SAFETY-DATE",
        remind=Permission.SITEWATCH_MANAGE,
        remind_before=(10, 3, 0),
        source=f"{DRILL_SOURCE}；{REMIND}",
        escalate=Permission.DOCUMENTS_SIGN,
    )
).key
