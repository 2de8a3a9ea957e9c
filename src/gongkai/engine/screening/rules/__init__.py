"""Checks of a text before release. One interface, many checks; each finding has place, severity, words, suggestion."""

from __future__ import annotations

from gongkai.engine.screening.rules import commercial, personal, proofreading, secrecy  # they register
from gongkai.engine.screening.rules.decisions import (
    CHOICES,
    DECIDE,
    RIGHT,
    STATE,
    Choice,
    Hit,
    Leave,
    choices_for,
    hit_of,
    may_leave,
)
from gongkai.engine.screening.rules.findings import (
    CHECKS,
    SEVERITY_NAMES,
    Finding,
    Severity,
    check,
    is_blocking,
    screen,
)
from gongkai.engine.screening.rules.lookups import (
    LOOKUPS,
    TREE_LOOKUPS,
    Lookup,
    TreeLookup,
    register_lookup,
    register_tree_lookup,
)
from gongkai.engine.screening.rules.secrecy import bears_secrecy_mark
from gongkai.engine.screening.rules.subjects import Subject, SubjectFile

__all__ = [
    "CHECKS",
    "CHOICES",
    "DECIDE",
    "LOOKUPS",
    "RIGHT",
    "SEVERITY_NAMES",
    "STATE",
    "TREE_LOOKUPS",
    "Choice",
    "Finding",
    "Hit",
    "Leave",
    "Lookup",
    "Severity",
    "Subject",
    "SubjectFile",
    "TreeLookup",
    "bears_secrecy_mark",
    "check",
    "choices_for",
    "commercial",
    "hit_of",
    "is_blocking",
    "may_leave",
    "personal",
    "proofreading",
    "register_lookup",
    "register_tree_lookup",
    "screen",
    "secrecy",
]
