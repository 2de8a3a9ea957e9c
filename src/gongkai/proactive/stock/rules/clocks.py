"""The duties of stock-taking: their clocks are configuration with its source, since the law sets no number of days for them."""

from __future__ import annotations

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register
from gongkai.law.clocks import CLOCKS
from gongkai.law.validity import MONTHS_BEFORE_END, SOURCE

DEFAULT_INTERVAL_MONTHS = 12
LONGEST_INTERVAL_MONTHS = 60  # five years; beyond it nobody would call it periodic (configuration of the platform)
INTERVAL_SOURCE = "平台默认每12个月一次；上级文件要求“定期”研判，未定间隔，由本机关政务公开主管部门核定后修改"
ROUND_MONTHS = CLOCKS["STOCK-ROUND"].length

CONVERSION_DUTY = register(
    DutyRule(
        key="publish-after-conversion",
        name="转为主动公开后发布",
        clock="C1",
        remind=Permission.PUBLISHING_RELEASE,
        remind_before=(5, 1, 0),
        source="平台配置：到期前5个、1个工作日和到期当日提醒，逾期后每7日提醒一次",
        escalate=Permission.DOCUMENTS_SIGN,
        opens=Permission.DOCUMENTS_READ,
    )
).key
ROUND_DUTY = register(
    DutyRule(
        key="stock-round",
        name="存量梳理、复审和清理",
        clock="STOCK-ROUND",
        remind=Permission.STOCK_MANAGE,
        remind_before=(20, 5, 0),
        source="平台配置：到期前20个、5个工作日和到期当日提醒",
        opens=Permission.DOCUMENTS_READ,
    )
).key
EVALUATION_DUTY = register(
    DutyRule(
        key="normative-evaluation",
        name="规范性文件到期评估",
        clock="EVALUATION",
        remind=Permission.STOCK_MANAGE,
        remind_before=(60, 20, 5, 0),
        source=f"平台配置：有效期届满前{MONTHS_BEFORE_END['evaluation']}个月起提醒评估（{SOURCE.citation}）",
        opens=Permission.DOCUMENTS_READ,
    )
).key
