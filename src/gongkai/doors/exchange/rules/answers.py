"""What an answer of a partner means, and when a call is made again. Pure Python."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_TRIES = 12
LONGEST_WAIT = 3600.0
RESTS_AFTER = 3
"""Failures one after the other, after which a partner is left in peace for a while, so that a silent one stops nobody else."""
LONGEST_REST = 300.0
WAIT_FOR_RECEIPT = 360.0
"""First retry times this: after so long without a receipt the same call is repeated under its key."""
REASON_LENGTH = 500
# What a repetition of the same call cannot mend: the partner read it and said no.
FINAL_STATUSES = frozenset({400, 409, 410, 413, 415, 422})


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    PENDING = "pending"
    REJECTED = "rejected"
    FAILED = "failed"


OUTCOME_NAMES: dict[str, str] = {
    Outcome.ACCEPTED: "已接受",
    Outcome.PENDING: "已送达，等回执",
    Outcome.REJECTED: "未接受",
    Outcome.FAILED: "未成",
    "": "结果不明（中途中断）",
    "repeat": "重复回执，未再计",
}


@dataclass(frozen=True)
class Verdict:
    outcome: Outcome
    receipt: str = ""
    reason: str = ""


def judge(status: int, body: bytes) -> Verdict:
    """Read an answer: `{"result": "accepted" | "pending" | "rejected", "receipt": …, "reason": …}`, or problem details.

    Whatever cannot be understood counts as failed: the call is repeated under the same key, so nothing happens twice.
    """
    said = _object(body)
    if status in FINAL_STATUSES:
        reason = str(said.get("detail") or said.get("reason") or f"对方答复 {status}，没有说明原因")
        return Verdict(Outcome.REJECTED, reason=reason[:REASON_LENGTH])
    if not 200 <= status < 300:
        return Verdict(Outcome.FAILED, reason=str(said.get("detail") or f"对方答复 {status}")[:REASON_LENGTH])
    result, receipt = said.get("result"), said.get("receipt")
    known = isinstance(result, str) and result in set(Outcome) - {Outcome.FAILED}
    if not known or not isinstance(receipt, str) or not receipt.strip():
        return Verdict(Outcome.FAILED, reason="对方的答复无法理解：没有 result 或 receipt")
    return Verdict(Outcome(str(result)), receipt.strip()[:100], str(said.get("reason") or "")[:REASON_LENGTH])


def judge_callback(status: int, body: bytes) -> Verdict:
    """Read what an office system answers when told how its document stands: any success will do."""
    if 200 <= status < 300:
        return Verdict(Outcome.ACCEPTED, str(_object(body).get("receipt") or "")[:100])
    return judge(status, body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def wait_after(tries: int, *, first: float, seed: int = 0) -> dt.timedelta:
    """Return how long to wait after so many tries: `first` seconds, doubling, at most an hour, spread by a fifth."""
    seconds = min(first * 2 ** min(tries - 1, 30), LONGEST_WAIT)
    return dt.timedelta(seconds=seconds * (1 + (seed % 21) / 100))


def rest_after(failures: int, *, first: float) -> dt.timedelta | None:
    """Return how long a partner is left in peace after so many failures in a row; None while it is not yet time."""
    if failures < RESTS_AFTER:
        return None
    return dt.timedelta(seconds=min(first * 2 ** min(failures - RESTS_AFTER, 30), LONGEST_REST))
