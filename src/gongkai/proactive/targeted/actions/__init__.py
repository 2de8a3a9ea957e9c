"""The verbs of targeted disclosure. There is none that makes anything public."""

from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.targeted.actions.delivering import deliver, post, record_receipt, reissue, revoke, withdraw
from gongkai.proactive.targeted.actions.mailing import send_again, send_links, send_mail
from gongkai.proactive.targeted.actions.opening import note_visit, open_link
from gongkai.proactive.targeted.actions.preparing import attach, draft, draft_of, edit, review
from gongkai.proactive.targeted.actions.reminding import last_call, remind

__all__ = [
    "Refused",
    "attach",
    "deliver",
    "draft",
    "draft_of",
    "edit",
    "last_call",
    "note_visit",
    "open_link",
    "post",
    "record_receipt",
    "reissue",
    "remind",
    "review",
    "revoke",
    "send_again",
    "send_links",
    "send_mail",
    "withdraw",
]
