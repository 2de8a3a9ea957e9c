"""What counts as an incident, how grave it is, by when what follows; backups, plans, drills. No Django."""

from gongkai.base.events.rules import declare
from gongkai.oversight.safety.rules.backups import RUN_NAMES, RunKind, RunState
from gongkai.oversight.safety.rules.incidents import (
    CLOSED,
    KIND_NAMES,
    LEVEL_NAMES,
    LEVEL_SOURCE,
    LEVELS,
    STATE_NAMES,
    STEP_NAMES,
    TRANSITIONS,
    WAITING,
    Kind,
    Level,
    LevelRule,
    State,
)
from gongkai.oversight.safety.rules.plans import DRILL_NAMES, DRILL_TRANSITIONS, ROLE_NAMES, DrillState

declare(
    {
        "safety:incident:open": "登记安全事件",
        "safety:incident:find": "自动检查发现安全问题",
        "safety:incident:contain": "安全事件处置控制",
        "safety:incident:recover": "安全事件恢复",
        "safety:incident:review": "安全事件复盘结案",
        "safety:incident:dismiss": "认定不是安全事件",
        "safety:incident:report": "安全事件上报",
        "safety:incident:regrade": "调整安全事件级别",
        "safety:incident:note": "补充安全事件情况",
        "safety:incident:relate": "关联受影响的内容",
        "safety:measure:add": "提出整改措施",
        "safety:measure:done": "整改措施完成",
        "safety:measure:drop": "取消整改措施",
        "safety:backup:run": "数据备份",
        "safety:backup:test": "恢复测试",
        "safety:plan:adopt": "发布应急预案",
        "safety:plan:confirm": "复核应急预案",
        "safety:contact:keep": "登记应急联系人",
        "safety:contact:drop": "删除应急联系人",
        "safety:drill:plan": "安排应急演练",
        "safety:drill:move": "改期应急演练",
        "safety:drill:hold": "记录应急演练",
        "safety:drill:cancel": "取消应急演练",
    }
)

__all__ = [
    "CLOSED",
    "DRILL_NAMES",
    "DRILL_TRANSITIONS",
    "KIND_NAMES",
    "LEVELS",
    "LEVEL_NAMES",
    "LEVEL_SOURCE",
    "ROLE_NAMES",
    "RUN_NAMES",
    "STATE_NAMES",
    "STEP_NAMES",
    "TRANSITIONS",
    "WAITING",
    "DrillState",
    "Kind",
    "Level",
    "LevelRule",
    "RunKind",
    "RunState",
    "State",
]
