"""Where a character looks out of place and another, like it in sound or shape, would fit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import rjieba

from gongkai.engine.screening.rules.proofreading.model.likelihood import Likelihood
from gongkai.engine.screening.rules.proofreading.model.packed import LEVELS, Model
from gongkai.engine.screening.rules.proofreading.model.reading_text import BREAK, folded

KNOWN = LEVELS.index(3)
LONG = 3  # words of three and more characters count alike
REACH = 8
EDGE = (ord(BREAK),) * 3
FIRST, LAST = 0x4E00, 0x9FFF
LEAST_GAIN, LEAST_FIT = 5.0, LEVELS.index(6)
WIDE = 25
LEAST_LOOKED, LEAST_TOLD, ONE_IN = 1_000, 50, 50
# Names of agencies end in these and laws know few of the names; persons are addressed so in letters, never in laws.
NEVER_WRONG = frozenset("局厅委办署司您你我她他它")


@dataclass(frozen=True, slots=True)
class Candidate:
    """`text[place]` may have been meant to be `character`. What speaks for and against it:

    `gain`: by how much the likelihood of the passage rises (natural logarithm); `fits`, `stands`: step of the commonest three
    characters with the new one and with the old one; `word`, `new_word`: length of the word it is in, now and then (at most
    three); `shape`: alike only in shape; `old_step`, `new_step`, `pair`, `four`: steps of the old and new character, of the
    commonest two and four characters with the new one; `known`: mean step of the passage around it; `strange`: share of pairs
    in a wider passage that were never seen; `alone`: how often the old character is a word by itself; `again`: the same three
    characters stand elsewhere in the text too, so they are a term rather than a slip.
    """

    place: int
    character: str
    gain: float
    fits: int
    stands: int
    word: int
    new_word: int
    shape: bool
    old_step: int
    new_step: int
    known: float
    four: int
    pair: int
    strange: float
    alone: float
    again: bool


class Passage:
    """One text under examination."""

    def __init__(self, text: str, model: Model) -> None:
        self.text = text
        self.model = model
        self.folded = folded(text)
        self.codes = [*EDGE, *map(ord, self.folded), *EDGE]
        self.likelihood = Likelihood(model)

    def candidates(self) -> Iterator[list[Candidate]]:
        """Yield for each doubtful place what may have been meant, the likeliest first.

        Where every other word is doubtful the text is no prose, and nothing is said about the rest of it.
        """
        told, looked = 0, max(LEAST_LOOKED, len(self.text) // 3)
        for place, word in itertools.islice(self._doubtful(), looked):
            if told > max(LEAST_TOLD, len(self.text) // ONE_IN):
                return
            found = [one for one in self._at(place, word) if one.gain >= LEAST_GAIN]
            if found:
                told += 1
                yield sorted(found, key=lambda one: -one.gain)

    def _doubtful(self) -> Iterator[tuple[int, int]]:
        """Yield places, each with the length of its word: single characters, and pairs that their neighbours do not know."""
        codes, level, place = self.codes, self.likelihood.level, 0
        for word in rjieba.cut(self.folded, hmm=False):
            size = len(word)
            if size <= 2 and FIRST <= codes[place + 3] <= LAST:
                if size == 1:
                    yield place, 1
                else:
                    before, one, two, after = codes[place + 2 : place + 6]
                    if not level(before << 32 | one << 16 | two) and not level(one << 32 | two << 16 | after):
                        yield place, 2
                        yield place + 1, 2
            place += size

    def _steps(self, codes: Sequence[int], place: int) -> int:
        """Return the highest step of the three runs of three characters that hold this one."""
        level = self.likelihood.level
        two_before, before, here, after, two_after = codes[place - 2 : place + 3]
        return max(
            level(before << 32 | here << 16 | after),
            level(two_before << 32 | before << 16 | here),
            level(here << 32 | after << 16 | two_after),
        )

    def _at(self, place: int, word: int) -> Iterator[Candidate]:
        codes, at = self.codes, place + 3
        old = codes[at]
        if chr(old) in NEVER_WRONG:
            return
        stands = self._steps(codes, at)
        if stands >= KNOWN:
            return
        now: float | None = None
        window = codes[at - 3 : at + 7]
        for character in self.model.in_company(old, codes[at - 1], codes[at + 1]):
            window[3] = ord(character)
            fits = self._steps(window, 3)
            if fits < LEAST_FIT:
                continue
            if now is None:
                now = self.likelihood.around(codes, at)
            gain = self.likelihood.around(window, 3) - now
            if gain >= LEAST_GAIN:
                shape = self.model.only_in_shape(old, character)
                yield self._candidate(place, word, character, shape, gain, fits, stands)

    def _candidate(
        self, place: int, word: int, character: str, shape: bool, gain: float, fits: int, stands: int
    ) -> Candidate:
        level, codes, at = self.likelihood.level, self.codes, place + 3
        new = ord(character)
        near = [*range(at - 6, at - 2), *range(at + 1, at + 5)]
        steps = [
            level(codes[one] << 32 | codes[one + 1] << 16 | codes[one + 2])
            for one in near
            if one >= 0 and one + 2 < len(codes)
        ]
        return Candidate(
            place, character, gain, fits, stands, word, self._word_with(place, character), shape,
            level(codes[at]), level(new), sum(steps) / max(len(steps), 1), self._four(at, new),
            max(level(codes[at - 1] << 16 | new), level(new << 16 | codes[at + 1])),
            self._strange(at), self.model.alone(chr(codes[at])), self._again(place),
        )  # fmt: skip

    def _again(self, place: int) -> bool:
        here = self.folded[max(0, place - 1) : place + 2]
        first = self.folded.find(here)
        return self.folded.find(here, first + 1) >= 0

    def _strange(self, at: int) -> float:
        level, codes = self.likelihood.level, self.codes
        pairs = [
            codes[one] << 16 | codes[one + 1]
            for one in range(max(3, at - WIDE), min(len(codes) - 4, at + WIDE))
            if one not in {at - 1, at}
        ]
        return sum(not level(pair) for pair in pairs) / max(len(pairs), 1)

    def _four(self, at: int, new: int) -> int:
        window = [*self.codes[at - 3 : at], new, *self.codes[at + 1 : at + 4]]
        level = self.likelihood.level
        return max(
            level(window[one] << 48 | window[one + 1] << 32 | window[one + 2] << 16 | window[one + 3])
            for one in range(4)
        )

    def _word_with(self, place: int, character: str) -> int:
        """Return the length of the word that the new character would be in."""
        start = max(0, place - REACH)
        passage = f"{self.folded[start:place]}{character}{self.folded[place + 1 : place + REACH + 1]}"
        for word in rjieba.cut(passage, hmm=False):
            start += len(word)
            if start > place:
                return min(len(word), LONG)
        return 1
