"""The verbs of official documents: the same by desk, by API and by import."""

from gongkai.engine.publishing.actions import AlreadyReviewed, NotReady, Refused, Stale
from gongkai.proactive.documents.actions.drafting import abandon, add_file, draft, remove_file, save, submit
from gongkai.proactive.documents.actions.issuing import issue
from gongkai.proactive.documents.actions.public import correct, publish, reattribute, schedule, unschedule, withdraw
from gongkai.proactive.documents.actions.reviewing import agree_attribute, approve_head, check, clear, return_, sign
from gongkai.proactive.documents.actions.secret import register_stub, seal
from gongkai.proactive.documents.actions.takeover import Takeover, file_takeover, file_takeovers

__all__ = [
    "AlreadyReviewed",
    "NotReady",
    "Refused",
    "Stale",
    "Takeover",
    "abandon",
    "add_file",
    "agree_attribute",
    "approve_head",
    "check",
    "clear",
    "correct",
    "draft",
    "file_takeover",
    "file_takeovers",
    "issue",
    "publish",
    "reattribute",
    "register_stub",
    "remove_file",
    "return_",
    "save",
    "schedule",
    "seal",
    "sign",
    "submit",
    "unschedule",
    "withdraw",
]
