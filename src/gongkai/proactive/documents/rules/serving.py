"""A document that goes to named recipients or places only (定点、定向公开): when it may, and what ends its clock. No Django."""

from __future__ import annotations

from gongkai.law.grounds import Mode
from gongkai.proactive.documents.rules import Status

CLOCK_RUNS = "这份公文定点、定向公开，不上网公开，公开时限照常计算。请在“定向公开”中送达，全部对象送达之后时限办结。"

SERVE_ALL_FIRST = "这份公文还没有送达全部对象。请先送到，或者停用送不到的链接，再提出转为主动公开。"
NOT_ABANDONED = "这份公文已经定向送达，不能终止办理。不再转为主动公开的，请在“定向公开”中选择“仍定向公开”。"

ON_ITS_WAY = "这份公文已经定向送达，正在转为主动公开，按公文程序重新审查。不再转的，请在“定向公开”中选择“仍定向公开”。"


def may_be_served(status: str, mode: str) -> bool:
    """Return whether a document in this status and mode is waiting for its delivery."""
    return status == Status.ISSUED and mode == Mode.TARGETED


def served_words(recipients: int) -> str:
    """Return the reason under which the publication clock is discharged."""
    return f"定点、定向公开，已送达全部{recipients}个对象，公开时限办结"
