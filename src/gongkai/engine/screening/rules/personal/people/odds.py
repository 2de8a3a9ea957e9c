"""Whether characters are likelier a surname with a given name than the words of the language they could be.

The two readings of a stretch are compared: the language's own, and one in which a name stands and the language goes on
behind it as it goes on behind a person.
"""

from __future__ import annotations

import math

from gongkai.engine.screening.rules.personal.people.given import AGAIN, COST, LOOSE, LOOSE_COST, ONE, STRANGE, TWO
from gongkai.engine.screening.rules.personal.people.language import Language
from gongkai.engine.screening.rules.personal.surnames import COMMON, COMPOUND, FREQUENT
from gongkai.engine.screening.rules.proofreading.model.reading_text import folded

# What is written before what follows a name: 当事人…, 他…
PERSONS = (tuple(map(ord, "事人")), tuple(map(ord, "。他")))
EDGE = ord("。")
# The counted texts name people too (我叫刘…): a surname is never taken for much more expected than anywhere.
EXPECTED = 2.0
# What stands behind a name is never likelier than this, so that hopeless places are left early.
HARDLY_MORE, NO_ODDS = -7.0, -99.0
BEHIND = 2  # so many characters behind the name are compared
FIRST_RANK, STEEP = 2.6, 0.15
FREQUENT_COST, RARE_COST, COMPOUND_COST = 5.2, 9.0, 7.0
# 长孙, 东方 … are far oftener the end of one word and the beginning of another.
DOUBTFUL_COST, DOUBTFUL = 11.0, frozenset({"长孙", "东方", "太史", "夏侯", "公孙", "南宫", "闻人"})
SURNAME_COST = {surname: FIRST_RANK + math.log(1 + STEEP * rank) for rank, surname in enumerate(COMMON)}


def surname_cost(surname: str) -> float:
    if surname in COMPOUND:
        return DOUBTFUL_COST if surname in DOUBTFUL else COMPOUND_COST
    return SURNAME_COST.get(surname, FREQUENT_COST if surname in FREQUENT else RARE_COST)


def given_cost(given: str) -> float:
    """Return minus the logarithm of the share of a given name of one or two characters."""
    if len(given) == 1:
        return COST.get(given, STRANGE) - ONE
    first, second = COST.get(given[0], STRANGE), COST.get(given[1], STRANGE)
    if given[1] in LOOSE:
        second += LOOSE_COST
    return first + (AGAIN if given[0] == given[1] else second) - TWO


class Reading:
    """One text, its characters as numbers with an edge on both sides."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.codes = [EDGE] * 3 + list(map(ord, folded(text))) + [EDGE] * 6
        self.language = Language()
        self._weighed = -1  # the place whose plain reading was asked for last: it is asked for once for each length
        self._plain_odds = 0.0

    def odds(self, start: int, surname: int, given: int) -> float:
        """Return the logarithm of the odds that a name of so many characters begins here.

        The stretch compared is the same for given names of one and of two characters, so that the two can be compared.
        """
        end, name_end = start + surname + 2 + BEHIND, start + surname + given
        name = surname_cost(self.text[start : start + surname]) + given_cost(self.text[start + surname : name_end])
        plain = self._plain(start, end)
        if -name - plain + HARDLY_MORE < 0:
            return NO_ODDS
        return self._behind(name_end, end) - name - plain

    def _plain(self, start: int, end: int) -> float:
        if self._weighed == start:
            return self._plain_odds
        codes, after = self.codes, self.language.after
        first = min(after(*codes[start : start + 4]), after(0, 0, 0, codes[start + 3]) + EXPECTED)
        rest = range(start + 1, end)
        self._weighed = start
        self._plain_odds = first + sum(after(codes[at], codes[at + 1], codes[at + 2], codes[at + 3]) for at in rest)
        return self._plain_odds

    def _behind(self, start: int, end: int) -> float:
        """Return how likely the language goes on so behind a person."""
        codes, after = self.codes, self.language.after
        best = -math.inf
        for person in PERSONS:
            line = [EDGE, *person, *codes[start + 3 : end + 3]]
            best = max(best, sum(after(*line[at : at + 4]) for at in range(len(line) - 3)))
        return best
