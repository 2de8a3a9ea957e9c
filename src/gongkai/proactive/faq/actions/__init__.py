"""The verbs of question lists."""

from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.proactive.faq.actions.deciding import approve, publish, recheck, send_back, wait_for_recheck, withdraw
from gongkai.proactive.faq.actions.proposing import adopt, collect, decline, merge
from gongkai.proactive.faq.actions.writing import add_many, begin, discard, join, open_next, reopen, save, submit

__all__ = [
    "Refused",
    "Stale",
    "add_many",
    "adopt",
    "approve",
    "begin",
    "collect",
    "decline",
    "discard",
    "join",
    "merge",
    "open_next",
    "publish",
    "recheck",
    "reopen",
    "save",
    "send_back",
    "submit",
    "wait_for_recheck",
    "withdraw",
]
