"""nDCG and MRR of ranked keys against grades."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def ndcg(ranked: Sequence[str], wanted: Mapping[str, int], depth: int = 10) -> float:
    best = dcg(sorted(wanted.values(), reverse=True)[:depth])
    return dcg([wanted.get(key, 0) for key in ranked[:depth]]) / best if best else 0.0


def reciprocal_rank(ranked: Sequence[str], wanted: Mapping[str, int], depth: int = 10) -> float:
    """Return one through the place of the first that was looked for (the highest grade)."""
    best = max(wanted.values())
    return next((1 / place for place, key in enumerate(ranked[:depth], 1) if wanted.get(key) == best), 0.0)
