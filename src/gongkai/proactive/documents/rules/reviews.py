"""The ground of a redaction is “for now”: when it is looked at again, and who is reminded (条例第十八条). No Django.

The law fixes no interval. The one below is the platform's configuration and says so wherever it is shown.
"""

from __future__ import annotations

import datetime as dt

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties.rules import DutyRule, register
from gongkai.law.clocks import CLOCKS, Clock, Unit
from gongkai.law.months import add_months
from gongkai.law.sources import Confidence, Source

REVIEW_MONTHS = 12
REVIEW_SOURCE = f"平台配置：暂不公开的内容最迟{REVIEW_MONTHS}个月复核一次；条例第十八条要求定期评估，没有规定间隔"
REVIEW_DUTY = "review-redaction"
REVIEW_CLOCK = "REDACTION"


class ChosenDay(Clock):
    """A clock whose day was chosen by a person: it ends on the day on which it stands."""

    __slots__ = ()

    @property
    def limit(self) -> str:
        return "当日"


CLOCKS.setdefault(
    REVIEW_CLOCK,
    ChosenDay(
        REVIEW_CLOCK, "拟稿时确定的复核日期", 0, Unit.CALENDAR, "重新审查删减的内容能否公开",
        Source("《中华人民共和国政府信息公开条例》", "第十八条", "条例"), Confidence.TEXT,
        base_label="确定的复核日期", due_label="复核到期",
    ),
)  # fmt: skip
REVIEW_REDACTION = register(
    DutyRule(
        key=REVIEW_DUTY,
        name="删减内容复核",
        clock=REVIEW_CLOCK,
        remind=Permission.PUBLISHING_CORRECT,
        remind_before=(10, 3, 0),
        source=f"{REVIEW_SOURCE}；到期前10个、3个工作日和到期当日提醒，逾期后每7日提醒一次",
        escalate=Permission.DOCUMENTS_APPROVE_ATTRIBUTE,
    )
)


def latest_review(today: dt.date) -> dt.date:
    """Return the last day that may be chosen for looking at a redaction again."""
    return add_months(today, REVIEW_MONTHS)
