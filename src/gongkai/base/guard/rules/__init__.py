"""Challenges, questions and how often somebody may come: pure Python."""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta

from gongkai.base.guard.rules.question import Question, ask, is_right, numeral
from gongkai.base.guard.rules.refusals import GuardRefused, TooMany, in_words
from gongkai.base.guard.rules.slowing import Slowing
from gongkai.base.guard.rules.work import Challenge, make, solve, verify

# Configuration of our own. About a third of a second on a desktop computer, two on an old telephone.
MOST = 100_000
# A long form takes its time; each challenge opens once only, however long it lives.
LIFETIME = timedelta(hours=2)
# Counters nobody has touched for so long are removed; no limit looks further back.
FORGET_AFTER = timedelta(days=2)
PURPOSE = re.compile(r"[a-z][a-z0-9-]{0,39}")
V6_PREFIX = 64  # what one household or office is given (RFC 6177)

__all__ = [
    "FORGET_AFTER",
    "LIFETIME",
    "MOST",
    "PURPOSE",
    "Challenge",
    "GuardRefused",
    "Question",
    "Slowing",
    "TooMany",
    "ask",
    "check_purpose",
    "in_words",
    "is_right",
    "make",
    "network_of",
    "numeral",
    "solve",
    "verify",
]


def check_purpose(purpose: str) -> str:
    """Raises ValueError for a name that could not stand in a signed text."""
    if not PURPOSE.fullmatch(purpose):
        raise ValueError(f"用途应为小写英文，现为 {purpose!r}")
    return purpose


def network_of(address: str) -> str:
    """Return what counts as one visitor: an IPv4 address, the /64 network of an IPv6 address, other text as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((found, V6_PREFIX), strict=False))
    return str(found)
