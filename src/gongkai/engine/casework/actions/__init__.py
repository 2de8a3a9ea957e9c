"""The verbs of letters."""

from gongkai.engine.casework.actions.countersigning import countersign, send_back, submit
from gongkai.engine.casework.actions.dispatching import (
    BulkRefused,
    dispatch,
    dispatch_each,
    post_many,
    record_posted,
    record_returned,
    record_signed,
    settle_returned,
)
from gongkai.engine.casework.actions.drafting import correct, draft, revise
from gongkai.engine.casework.actions.erasing import erase_letters
from gongkai.engine.casework.actions.issuing import issue, void
from gongkai.engine.casework.actions.mailing import send_mail
from gongkai.engine.casework.actions.mending import redate, take_bounce
from gongkai.engine.casework.actions.numbering import advance_series, arrange_series, form_of, next_number
from gongkai.engine.casework.actions.templating import TemplateDefects, go_back, use_upper, write_template
from gongkai.engine.casework.rules import Refused, Stale

__all__ = [
    "BulkRefused",
    "Refused",
    "Stale",
    "TemplateDefects",
    "advance_series",
    "arrange_series",
    "correct",
    "countersign",
    "dispatch",
    "dispatch_each",
    "draft",
    "erase_letters",
    "form_of",
    "go_back",
    "issue",
    "next_number",
    "post_many",
    "record_posted",
    "record_returned",
    "record_signed",
    "redate",
    "revise",
    "send_back",
    "send_mail",
    "settle_returned",
    "submit",
    "take_bounce",
    "use_upper",
    "void",
    "write_template",
]
