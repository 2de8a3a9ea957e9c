"""How likely a character is after three others, by the laws: the longest run that was seen decides."""

from __future__ import annotations

import math

from gongkai.engine.screening.rules.proofreading.model.packed import Model, logarithms

LOG = logarithms()
STEP_DOWN = math.log(0.4)  # the cost of having to look at a shorter run
NEVER = 0.3


class Likelihood:
    """Looks runs up and remembers them; make one for each text and let it go."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._known: dict[int, int] = {}
        self._all = math.log(max(model.total, 1))

    def level(self, key: int) -> int:
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._model.level(key)
        return found

    def after(self, one: int, two: int, three: int, four: int) -> float:
        """Return the logarithm of the probability of the fourth character after the three before it."""
        cost, context = 0.0, one << 32 | two << 16 | three
        while context:
            level = self.level(context << 16 | four)
            if level:
                return cost + min(LOG[level] - LOG[self.level(context) or level], 0.0)
            cost += STEP_DOWN
            context &= 0xFFFFFFFF if context > 0xFFFFFFFF else 0xFFFF if context > 0xFFFF else 0
        level = self.level(four)
        return cost + (LOG[level] if level else math.log(NEVER)) - self._all

    def around(self, codes: list[int], place: int) -> float:
        """Return the logarithm for the character at `place` and the three after it."""
        return sum(self.after(*codes[at - 3 : at + 1]) for at in range(place, place + 4))
