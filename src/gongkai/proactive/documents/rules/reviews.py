"""The ground of a redaction is “for now”: when it is looked at again, and who is reminded (条例第十八条). No Django.

The law fixes no interval. The one below is the platform's configuration and says so wherever it is shown.
"""

from __future__ import annotations

import datetime as dt

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register
from gongkai.law.months import add_months

REVIEW_MONTHS = 12
REVIEW_SOURCE = f"平台配置：暂不公开的内容最迟{REVIEW_MONTHS}个月复核一次；条例第十八条要求定期评估，没有规定间隔"
REVIEW_DUTY = "review-redaction"
REVIEW_CLOCK = "REDACTION"
REVIEW_REDACTION = register(
    DutyRule(
        key=REVIEW_DUTY,
        name="删减内容复核",
        clock=REVIEW_CLOCK,
        remind=Permission.PUBLISHING_CORRECT,
        remind_before=(10, 3, 0),
        source=f"{REVIEW_SOURCE}；到期前10个、3个工作日和到期当日提醒，逾期后每7日提醒一次",
        escalate=Permission.DOCUMENTS_APPROVE_ATTRIBUTE,
        opens=Permission.DOCUMENTS_READ,
    )
)


def latest_review(today: dt.date) -> dt.date:
    """Return the last day that may be chosen for looking at a redaction again."""
    return add_months(today, REVIEW_MONTHS)
