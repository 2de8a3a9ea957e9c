"""The verbs of screening."""

from gongkai.engine.screening.actions.asking import ask_links
from gongkai.engine.screening.actions.deciding import Refused, decide, decide_same, state_combination

__all__ = ["Refused", "ask_links", "decide", "decide_same", "state_combination"]
