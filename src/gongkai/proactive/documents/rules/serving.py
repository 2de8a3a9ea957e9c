"""A document that goes to named recipients or places only (定点、定向公开): when it may, and what ends its clock. No Django."""

from __future__ import annotations

from gongkai.law.grounds import Mode
from gongkai.proactive.documents.rules import Status

CLOCK_RUNS = "这份公文定点、定向公开，不上网公开，公开时限照常计算。请在“定向公开”中送达，全部对象送达之后时限办结。"


def may_be_served(status: str, mode: str) -> bool:
    """Return whether a document in this status and mode is waiting for its delivery."""
    return status == Status.ISSUED and mode == Mode.TARGETED


def served_words(recipients: int) -> str:
    """Return the reason under which the publication clock is discharged."""
    return f"定点、定向公开，已送达全部{recipients}个对象，公开时限办结"
