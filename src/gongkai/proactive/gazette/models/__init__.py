"""Gazettes, issues and what surrounds them. Only actions change these rows."""

from gongkai.proactive.gazette.models.editions import EnglishIssue, EnglishText
from gongkai.proactive.gazette.models.issues import Entry, Finding, Gazette, Issue, Reading
from gongkai.proactive.gazette.models.spreading import ChannelState, Recipient, Supply
from gongkai.proactive.gazette.models.standard import Divergence, Omission

__all__ = [
    "ChannelState",
    "Divergence",
    "EnglishIssue",
    "EnglishText",
    "Entry",
    "Finding",
    "Gazette",
    "Issue",
    "Omission",
    "Reading",
    "Recipient",
    "Supply",
]
