"""The share of interpretations that are more than plain text: the target, and what is said when it is missed (R172). No Django."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.proactive.interpretation.rules.kinds import FORMS


@dataclass(frozen=True)
class Target:
    """A share (0 to 1) that must not be fallen short of, and who set it. Whoever operates may set another."""

    share: float
    source: str


TARGET = Target(0.60, "《上海市财政局2021年政务公开工作要点》：多元化解读的比例不得低于60%")
DIVERSIFIED = tuple(key for key, form in FORMS.items() if form.diversified)


def warning(diversified: int, total: int, target: Target = TARGET) -> str:
    """Return what is said while the share lies below the target; empty when it is reached or nothing is counted."""
    if not total or diversified >= total * target.share:
        return ""
    wanted = missing(diversified, total, target)
    return f"多元化解读占{diversified / total:.0%}，低于{target.share:.0%}的要求，再有{wanted}件图解、音视频等形式的解读即可达到。"


def missing(diversified: int, total: int, target: Target = TARGET) -> int:
    """Return how many further diversified ones would reach the target, if nothing else is added."""
    more = 0
    while diversified + more < (total + more) * target.share:
        more += 1
    return more
