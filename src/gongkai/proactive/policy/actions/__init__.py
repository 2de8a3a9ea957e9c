"""The verbs of policy items and packages."""

from gongkai.engine.publishing.actions import AlreadyReviewed, NotReady, Refused, Stale
from gongkai.proactive.policy.actions.following import follow_corrections, follow_withdrawals, scan_documents
from gongkai.proactive.policy.actions.items import (
    add_item,
    describe,
    dismiss,
    drop,
    extract,
    open_next,
    restore,
    set_condition,
)
from gongkai.proactive.policy.actions.packages import create_package, edit_package
from gongkai.proactive.policy.actions.periods import end_periods, keep_periods, ready
from gongkai.proactive.policy.actions.releasing import release, send_back, submit, withdraw

__all__ = [
    "AlreadyReviewed",
    "NotReady",
    "Refused",
    "Stale",
    "add_item",
    "create_package",
    "describe",
    "dismiss",
    "drop",
    "edit_package",
    "end_periods",
    "extract",
    "follow_corrections",
    "follow_withdrawals",
    "keep_periods",
    "open_next",
    "ready",
    "release",
    "restore",
    "scan_documents",
    "send_back",
    "set_condition",
    "submit",
    "withdraw",
]
