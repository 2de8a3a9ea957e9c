"""The verbs of existing documents: organise, judge, approve, register, compile."""

from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.stock.actions.judging import approve, check_legality, propose, return_
from gongkai.proactive.stock.actions.rounds import assign, draw, finish, open_round, set_interval, take

__all__ = [
    "Refused",
    "approve",
    "assign",
    "check_legality",
    "draw",
    "finish",
    "open_round",
    "propose",
    "return_",
    "set_interval",
    "take",
]
