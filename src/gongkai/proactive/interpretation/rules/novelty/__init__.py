"""What is new in a policy against its earlier wording, in rows a layperson understands (R166: 新旧政策差异)."""

from __future__ import annotations

from gongkai.proactive.interpretation.rules.novelty.figures import KIND_WORDS, Figure, Kind, figures, number
from gongkai.proactive.interpretation.rules.novelty.telling import (
    Difference,
    Novelty,
    Sort,
    changes_for_card,
    drafted,
    novelty,
)

__all__ = [
    "KIND_WORDS",
    "Difference",
    "Figure",
    "Kind",
    "Novelty",
    "Sort",
    "changes_for_card",
    "drafted",
    "figures",
    "novelty",
    "number",
]
