"""Interpretation: what it may be, when it is demanded, and its road. Pure Python."""

from gongkai.proactive.interpretation.rules.kinds import (
    AUDIENCES,
    CHANNELS,
    CONTENTS,
    ELEMENTS,
    FACT_KINDS,
    FORM_NAMES,
    FORMS,
    POLICY_TYPES,
    SORT_NAMES,
    STAGE_NAMES,
    Sort,
    Stage,
)
from gongkai.proactive.interpretation.rules.road import KIND, STATUS_NAMES, STEPS, TURNS, Status

__all__ = [
    "AUDIENCES",
    "CHANNELS",
    "CONTENTS",
    "ELEMENTS",
    "FACT_KINDS",
    "FORMS",
    "FORM_NAMES",
    "KIND",
    "POLICY_TYPES",
    "SORT_NAMES",
    "STAGE_NAMES",
    "STATUS_NAMES",
    "STEPS",
    "TURNS",
    "Sort",
    "Stage",
    "Status",
]
