"""The verbs of an application. Each is one transaction: who, whether the state allows it, the change, the step, the event, the clock."""

from gongkai.responsive.applications.actions.asking import (
    answer_inquiry,
    close_inquiry,
    close_silent,
    inquire,
    receive_letter,
)
from gongkai.responsive.applications.actions.challenging import (
    decide_challenge,
    edit_challenge,
    file_challenge,
    report_challenge,
    send_bulletin,
)
from gongkai.responsive.applications.actions.converting import (
    draft_for_all,
    follow_releases,
    reopen_conversion,
    settle_conversion,
)
from gongkai.responsive.applications.actions.deciding import (
    answer_at_once,
    approve,
    decide,
    delivered,
    end_otherwise,
    issue,
    recall,
    send_back,
    standing,
    withdraw,
)
from gongkai.responsive.applications.actions.examining import accept, ask_supplement, link, split, supplement
from gongkai.responsive.applications.actions.intake import Received, confirm, reroute, same_person, submit
from gongkai.responsive.applications.actions.keeping import correct_outcome, erase_due
from gongkai.responsive.applications.actions.letters import drop_reply, reply_of
from gongkai.responsive.applications.actions.money import charge, fee_reached, pay, reckon, waive
from gongkai.responsive.applications.actions.parties import attach, change_contact, join, leave
from gongkai.responsive.applications.actions.points import save_point, save_shift, save_training, tell_of_gaps
from gongkai.responsive.applications.actions.shared import reply_duty, subject_of
from gongkai.responsive.applications.actions.timing import (
    approve_extension,
    ask_reasons,
    delay,
    give_reasons,
    propose_extension,
    refuse_extension,
)
from gongkai.responsive.applications.actions.working import (
    answer_counsel,
    answer_division,
    ask_counsel,
    ask_division,
    assign,
    contact,
    meet,
    search,
)
from gongkai.responsive.applications.permissions import REFUSALS, Refused, Stale

__all__ = [
    "REFUSALS",
    "Received",
    "Refused",
    "Stale",
    "accept",
    "answer_at_once",
    "answer_counsel",
    "answer_division",
    "answer_inquiry",
    "approve",
    "approve_extension",
    "ask_counsel",
    "ask_division",
    "ask_reasons",
    "ask_supplement",
    "assign",
    "attach",
    "change_contact",
    "charge",
    "close_inquiry",
    "close_silent",
    "confirm",
    "contact",
    "correct_outcome",
    "decide",
    "decide_challenge",
    "delay",
    "delivered",
    "draft_for_all",
    "drop_reply",
    "edit_challenge",
    "end_otherwise",
    "erase_due",
    "fee_reached",
    "file_challenge",
    "follow_releases",
    "give_reasons",
    "inquire",
    "issue",
    "join",
    "leave",
    "link",
    "meet",
    "pay",
    "propose_extension",
    "recall",
    "receive_letter",
    "reckon",
    "refuse_extension",
    "reopen_conversion",
    "reply_duty",
    "reply_of",
    "report_challenge",
    "reroute",
    "same_person",
    "save_point",
    "save_shift",
    "save_training",
    "search",
    "send_back",
    "send_bulletin",
    "settle_conversion",
    "split",
    "standing",
    "subject_of",
    "submit",
    "supplement",
    "tell_of_gaps",
    "waive",
    "withdraw",
]
