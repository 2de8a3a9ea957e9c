"""How likely ordinary language is to go on so: by the laws (the model of the proofreading) and by everyday letters.

The letters' counts are in `everyday.bin`, in the format of the proofreading model; README.md says where they come from.
"""

from __future__ import annotations

import functools
import math
from pathlib import Path

from gongkai.engine.screening.rules.proofreading.model.likelihood import Likelihood
from gongkai.engine.screening.rules.proofreading.model.packed import Model, model, read

EVERYDAY = Path(__file__).with_name("everyday.bin")
HALF = math.log(0.5)
MOST_KEPT = 60_000


@functools.cache
def everyday() -> Model:
    return read(EVERYDAY)


class Language:
    """Looks up what follows what; remembers it for one text."""

    def __init__(self) -> None:
        self._laws = Likelihood(model())
        self._letters = Likelihood(everyday())
        self._known: dict[tuple[int, int, int, int], float] = {}

    def after(self, one: int, two: int, three: int, four: int) -> float:
        """Return the logarithm of how likely the fourth character is after the three before it, in either kind of text."""
        key = (one, two, three, four)
        found = self._known.get(key)
        if found is None:
            first, second = self._laws.after(*key), self._letters.after(*key)
            high, low = (first, second) if first > second else (second, first)
            found = high + HALF + math.log1p(math.exp(low - high))
            if len(self._known) < MOST_KEPT:
                self._known[key] = found
        return found
