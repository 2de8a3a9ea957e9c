"""Which duties there are, what can happen to one, when people are reminded, how a holiday notice is read. No Django."""

from gongkai.engine.duties.rules.records import (
    NOTICE_COLUMNS,
    Unreadable,
    decoded,
    notice_from_record,
    read_notice_file,
    read_notice_text,
)
from gongkai.engine.duties.rules.reminders import OVERDUE, OVERDUE_WEEKLY, Due, reminders_until
from gongkai.engine.duties.rules.table import (
    ACTIVE,
    DUTY_RULES,
    HISTOGRAM_DAYS,
    SOON,
    STATUS_NAMES,
    TRANSITIONS,
    DutyRule,
    Status,
    UnknownRule,
    register,
    rule_of,
)

__all__ = [
    "ACTIVE",
    "DUTY_RULES",
    "HISTOGRAM_DAYS",
    "NOTICE_COLUMNS",
    "OVERDUE",
    "OVERDUE_WEEKLY",
    "SOON",
    "STATUS_NAMES",
    "TRANSITIONS",
    "Due",
    "DutyRule",
    "Status",
    "UnknownRule",
    "Unreadable",
    "decoded",
    "notice_from_record",
    "read_notice_file",
    "read_notice_text",
    "register",
    "reminders_until",
    "rule_of",
]
