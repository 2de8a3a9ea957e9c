"""The verbs of exchange: register, receive, send, acknowledge, decide, reconcile."""

from gongkai.doors.exchange.actions.collecting import collect_all
from gongkai.doors.exchange.actions.deciding import decide, drop, hold, retry
from gongkai.doors.exchange.actions.filing import file_again, hear
from gongkai.doors.exchange.actions.following import follow, standing, tidy
from gongkai.doors.exchange.actions.packages import folder_of
from gongkai.doors.exchange.actions.partners import edit_partner, issue_key, register_partner, revoke_key
from gongkai.doors.exchange.actions.receipts import UnknownFiling, acknowledge
from gongkai.doors.exchange.actions.receiving import KeyReused, Secret, SentFile, note_repeat, receive
from gongkai.doors.exchange.actions.reconciling import reconcile, start
from gongkai.doors.exchange.actions.sending import SEND_JOB, send, send_overdue
from gongkai.doors.exchange.actions.tasks import assign
from gongkai.doors.exchange.permissions import Refused

__all__ = [
    "SEND_JOB",
    "KeyReused",
    "Refused",
    "Secret",
    "SentFile",
    "UnknownFiling",
    "acknowledge",
    "assign",
    "collect_all",
    "decide",
    "drop",
    "edit_partner",
    "file_again",
    "folder_of",
    "follow",
    "hear",
    "hold",
    "issue_key",
    "note_repeat",
    "receive",
    "reconcile",
    "register_partner",
    "retry",
    "revoke_key",
    "send",
    "send_overdue",
    "standing",
    "start",
    "tidy",
]
