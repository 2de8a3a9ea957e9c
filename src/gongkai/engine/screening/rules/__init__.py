"""Checks of a text before release. One interface, many checks; each finding has place, severity, words, suggestion."""

from __future__ import annotations

from gongkai.engine.screening.rules import figures, mojibake, personal, punctuation, secrecy, wording  # they register
from gongkai.engine.screening.rules.findings import (
    CHECKS,
    SEVERITY_NAMES,
    Finding,
    Severity,
    check,
    is_blocking,
    screen,
)
from gongkai.engine.screening.rules.secrecy import bears_secrecy_mark

__all__ = [
    "CHECKS",
    "SEVERITY_NAMES",
    "Finding",
    "Severity",
    "bears_secrecy_mark",
    "check",
    "figures",
    "is_blocking",
    "mojibake",
    "personal",
    "punctuation",
    "screen",
    "secrecy",
    "wording",
]
