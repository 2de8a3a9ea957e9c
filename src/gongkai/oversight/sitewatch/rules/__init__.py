"""What is watched, when it counts, what follows. No Django."""

from gongkai.base.events.rules import declare
from gongkai.oversight.sitewatch.rules.findings import (
    KIND_NAMES,
    REPAIR_DUTY,
    REPAIR_SOURCE,
    STATE_NAMES,
    TRANSITIONS,
    WAITING,
    Kind,
    State,
)
from gongkai.oversight.sitewatch.rules.indicators import COLUMN_TYPES
from gongkai.oversight.sitewatch.rules.links import BROKEN, OUTCOME_NAMES, Outcome

declare(
    {
        "sitewatch:finding:open": "发现网站问题",
        "sitewatch:finding:report": "报告已修复",
        "sitewatch:finding:fail": "复查未通过",
        "sitewatch:finding:confirm": "复查通过",
        "sitewatch:finding:exempt": "认定不作为问题",
        "sitewatch:finding:reopen": "问题再次出现",
        "sitewatch:watch:change": "修改监测设置",
        "sitewatch:indicator:adopt": "采用检查指标",
        "sitewatch:indicator:record": "记录指标核查结论",
        "sitewatch:turn:assign": "安排值班",
        "sitewatch:turn:end": "取消值班安排",
        "sitewatch:log:write": "填写值班记录",
        "sitewatch:channel:record": "登记其他渠道发布时间",
    }
)

__all__ = [
    "BROKEN",
    "COLUMN_TYPES",
    "KIND_NAMES",
    "OUTCOME_NAMES",
    "REPAIR_DUTY",
    "REPAIR_SOURCE",
    "STATE_NAMES",
    "TRANSITIONS",
    "WAITING",
    "Kind",
    "Outcome",
    "State",
]
