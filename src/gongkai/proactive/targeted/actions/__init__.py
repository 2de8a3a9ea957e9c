"""The verbs of targeted disclosure. There is none that makes anything public: `widen` only sends it on that road."""

from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.targeted.actions.delivering import deliver, post, record_receipt, reissue, revoke, withdraw
from gongkai.proactive.targeted.actions.mailing import send_again, send_links, send_mail
from gongkai.proactive.targeted.actions.opening import note_visit, open_link
from gongkai.proactive.targeted.actions.preparing import attach, draft, draft_of, edit, review
from gongkai.proactive.targeted.actions.readdressing import readdress
from gongkai.proactive.targeted.actions.reminding import last_call, remind
from gongkai.proactive.targeted.actions.widening import close_given_up, follow_releases, keep, widen

__all__ = [
    "Refused",
    "attach",
    "close_given_up",
    "deliver",
    "draft",
    "draft_of",
    "edit",
    "follow_releases",
    "keep",
    "last_call",
    "note_visit",
    "open_link",
    "post",
    "readdress",
    "record_receipt",
    "reissue",
    "remind",
    "review",
    "revoke",
    "send_again",
    "send_links",
    "send_mail",
    "widen",
    "withdraw",
]
