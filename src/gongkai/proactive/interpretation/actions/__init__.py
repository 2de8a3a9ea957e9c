"""The verbs of interpretation."""

from gongkai.proactive.interpretation.actions.autosave import forget_typed, keep_typed, place_of
from gongkai.proactive.interpretation.actions.consulting import say_unconsulted, unsay_unconsulted
from gongkai.proactive.interpretation.actions.deciding import approve, publish, recheck, send_back, withdraw
from gongkai.proactive.interpretation.actions.planning import answer_doubt, approve_plan, assign, plan, raise_doubt
from gongkai.proactive.interpretation.actions.writing import (
    abandon,
    add_file,
    draft,
    open_next,
    reopen,
    save,
    submit,
)

__all__ = [
    "abandon",
    "add_file",
    "answer_doubt",
    "approve",
    "approve_plan",
    "assign",
    "draft",
    "forget_typed",
    "keep_typed",
    "open_next",
    "place_of",
    "plan",
    "publish",
    "raise_doubt",
    "recheck",
    "reopen",
    "save",
    "say_unconsulted",
    "send_back",
    "submit",
    "unsay_unconsulted",
    "withdraw",
]
