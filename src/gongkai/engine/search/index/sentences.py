"""The second look at the best hits: does one sentence hold everything that was asked for, and how short is it?

The index knows how near words stand, not where a sentence ends or how much else it says. A short sentence with all the
parts is about them; a long one only mentions them. Read for the first hits alone, it lifts the known-item MRR@10 at
200,000 documents from 0.49 to 0.63 (0.58 to 0.66 on short passages) (bench/search_bench.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.engine.search.index.folding import fold
from gongkai.engine.search.index.parser import ParsedQuery

WINDOW = 60  # hits looked at again; those beyond keep their order
MOST_READ = 500_000  # bytes of text read for one query: a hundred decisions of a page each, or ten whole laws
HIGHEST = 640.0  # of a sentence of no length: as much as a title that holds the whole query
HALF = 50  # characters that halve it
SHORTEST = 6
OUT_OF_ORDER = 2  # the parts in another order than typed: as if the sentence were so much longer
MOST_FOLDED = 10  # texts folded for one query
END = re.compile("[。！？；!?;\n]")


class Sentences:
    """Weighs texts for one query."""

    def __init__(self, parsed: ParsedQuery) -> None:
        self._folds = MOST_FOLDED
        several = [(*part.writings, *part.synonyms, *part.pieces) for part in parsed.parts]
        # A plain string is found ten times as fast as a pattern, and a hundred texts are looked through for each query.
        self._plain = [strings[0] for strings in several if len(strings) == 1]
        self._others = [re.compile(_either(strings)) for strings in several if len(strings) > 1]
        self._in_order = re.compile(".*?".join(map(_either, several)))

    def bonus(self, text: str) -> float:
        """Return what the shortest sentence with all parts adds to the score; 0 without such a one."""
        found = self.shortest(text)
        if found is None and self._folds:  # dear, and nearly all texts are written as the index folds them
            self._folds -= 1
            found = self.shortest(fold(text))
        return HIGHEST * HALF / (max(found, SHORTEST) + HALF) if found else 0.0

    def shortest(self, text: str) -> int | None:
        """Return the length of the shortest sentence that holds all parts, in characters; None when there is none."""
        if not self._in(text):
            return None
        lengths = [
            len(one) if self._in_order.search(one) else len(one) * OUT_OF_ORDER
            for one in END.split(text)
            if self._in(one)
        ]
        return min(lengths, default=None)

    def _in(self, text: str) -> bool:
        for one in self._plain:
            if one not in text:
                return False
        return all(pattern.search(text) for pattern in self._others)


def _either(strings: Sequence[str]) -> str:
    return "(?:" + "|".join(map(re.escape, strings)) + ")"
