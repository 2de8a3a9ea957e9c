"""优秀解读评选: criteria with weights, the stages of a contest, who may score, and the order that results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from gongkai.engine.publishing.rules import Step

KIND = "selection"
FULL = 100


class Stage(StrEnum):
    OPEN = "open"
    JUDGING = "judging"
    RESULT = "result"
    SECRECY = "secrecy"
    READY = "ready"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


STAGE_NAMES: dict[str, str] = {
    Stage.OPEN: "征集中",
    Stage.JUDGING: "评分中",
    Stage.RESULT: "结果待审核",
    Stage.SECRECY: "结果待保密审查",
    Stage.READY: "结果待公布",
    Stage.PUBLISHED: "结果已公布",
    Stage.WITHDRAWN: "结果已撤下",
}
CHECK = Step("check", "审核")
SECRECY = Step("secrecy", "保密审查", ("state_secret", "work_secret", "sensitive"))
STEPS = (CHECK, SECRECY)
# What a contest begins with; its organiser changes names and weights. Configuration of our own.
CRITERIA: list[dict[str, Any]] = [
    {"key": "accurate", "name": "准确全面", "weight": 30},
    {"key": "plain", "name": "通俗易懂", "weight": 30},
    {"key": "form", "name": "形式生动", "weight": 20},
    {"key": "reach", "name": "传播效果", "weight": 20},
]


def criteria_wrong(criteria: Sequence[Mapping[str, Any]]) -> str:
    """Return what is wrong with a set of criteria, as a sentence; empty when nothing is."""
    if not criteria:
        return "请至少填写一项评分标准。"
    names = [str(one["name"]).strip() for one in criteria]
    if not all(names) or len(set(names)) != len(names):
        return "每项评分标准都要有名称，名称不能相同。"
    total = sum(int(one["weight"]) for one in criteria)
    return "" if total == FULL else f"各项权重合计应为{FULL}，现在是{total}。"


def weighted(criteria: Sequence[Mapping[str, Any]], marks: Mapping[str, int]) -> Decimal:
    """Return the score of one juror: marks of 0 to 100 by weight, to two places."""
    total = sum(int(marks[one["key"]]) * int(one["weight"]) for one in criteria)
    return (Decimal(total) / FULL).quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Place:
    """`rank` is the same for equal scores; the next one is counted on (1, 1, 3)."""

    rank: int
    entry: Any
    score: Decimal
    jurors: int


def ranked(scores: Iterable[tuple[Any, Sequence[Decimal]]]) -> list[Place]:
    """Return the entries by the mean of their jurors, best first; those nobody scored stand last with 0."""
    means = []
    for entry, given in scores:
        mean = sum(given, Decimal(0)) / len(given) if given else Decimal(0)
        means.append((entry, mean.quantize(Decimal("0.01"), ROUND_HALF_UP), len(given)))
    means.sort(key=lambda one: -one[1])
    found: list[Place] = []
    for place, (entry, mean, count) in enumerate(means, 1):
        rank = found[-1].rank if found and found[-1].score == mean else place
        found.append(Place(rank, entry, mean, count))
    return found
