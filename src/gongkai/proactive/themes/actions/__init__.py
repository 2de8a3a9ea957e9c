"""The verbs of themes and of what belongs to them."""

from gongkai.engine.publishing.actions import Refused, Stale
from gongkai.proactive.themes.actions.deciding import add, arrange, exclude, include, reconsider
from gongkai.proactive.themes.actions.gathering import gather, judge_items
from gongkai.proactive.themes.actions.keeping import Facts, Received, clear, create, edit, receive, release, send_back

__all__ = [
    "Facts",
    "Received",
    "Refused",
    "Stale",
    "add",
    "arrange",
    "clear",
    "create",
    "edit",
    "exclude",
    "gather",
    "include",
    "judge_items",
    "receive",
    "reconsider",
    "release",
    "send_back",
]
