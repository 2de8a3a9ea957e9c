"""The verbs of official documents: the same by desk, by API and by import."""

from gongkai.engine.publishing.actions import AlreadyReviewed, NotReady, Refused, Stale
from gongkai.proactive.documents.actions.assigning import assign_drafter
from gongkai.proactive.documents.actions.autosave import forget_typed, keep_typed, place_of
from gongkai.proactive.documents.actions.countersigning import (
    ask_countersign,
    countersign,
    recall_countersign,
    remind_countersigners,
    sign_jointly,
)
from gongkai.proactive.documents.actions.drafting import (
    abandon,
    add_file,
    draft,
    drop_correction,
    remove_file,
    save,
    submit,
)
from gongkai.proactive.documents.actions.exhibits import (
    attach_exhibit,
    change_exhibit,
    remove_exhibit,
    upload_map,
    verify_exhibit,
)
from gongkai.proactive.documents.actions.holding import go_on, stop
from gongkai.proactive.documents.actions.issuing import issue
from gongkai.proactive.documents.actions.linking import mend_link
from gongkai.proactive.documents.actions.norms import add_material, norm_check, note_package, save_opinion
from gongkai.proactive.documents.actions.public import (
    correct,
    publish,
    reattribute,
    restore,
    schedule,
    unschedule,
    withdraw,
)
from gongkai.proactive.documents.actions.redacting import mark, set_review_day, unmark
from gongkai.proactive.documents.actions.redacting_files import decide_file, reopen_file
from gongkai.proactive.documents.actions.reviewing import agree_attribute, approve_head, check, clear, return_, sign
from gongkai.proactive.documents.actions.reviewing_redaction import keep_redacted
from gongkai.proactive.documents.actions.secret import register_stub, seal
from gongkai.proactive.documents.actions.serving import serve
from gongkai.proactive.documents.actions.takeover import Takeover, file_takeover, file_takeovers
from gongkai.proactive.documents.actions.widening import narrow, widen

__all__ = [
    "AlreadyReviewed",
    "NotReady",
    "Refused",
    "Stale",
    "Takeover",
    "abandon",
    "add_file",
    "add_material",
    "agree_attribute",
    "approve_head",
    "ask_countersign",
    "assign_drafter",
    "attach_exhibit",
    "change_exhibit",
    "check",
    "clear",
    "correct",
    "countersign",
    "decide_file",
    "draft",
    "drop_correction",
    "file_takeover",
    "file_takeovers",
    "forget_typed",
    "go_on",
    "issue",
    "keep_redacted",
    "keep_typed",
    "mark",
    "mend_link",
    "narrow",
    "norm_check",
    "note_package",
    "place_of",
    "publish",
    "reattribute",
    "recall_countersign",
    "register_stub",
    "remind_countersigners",
    "remove_exhibit",
    "remove_file",
    "reopen_file",
    "restore",
    "return_",
    "save",
    "save_opinion",
    "schedule",
    "seal",
    "serve",
    "set_review_day",
    "sign",
    "sign_jointly",
    "stop",
    "submit",
    "unmark",
    "unschedule",
    "upload_map",
    "verify_exhibit",
    "widen",
    "withdraw",
]
