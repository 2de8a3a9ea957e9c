"""Did you mean, by ear: what was typed in letters (gongjijin), or with a character that only sounds right (住房公基金).

The words are those of the index itself, so a correction always is something that can be found.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from gongkai.engine.search.index import pinyin
from gongkai.engine.search.index.analysis import HAN

SHORTEST_LETTERS = 3
LONGEST_PART = 14  # characters; what is longer is a sentence
LONGEST_WORD = 8
MOST_WORDS = 60_000  # the commonest words of titles that are listened to
MOST_PROPOSED = 6
MOST_ALIKE = 4  # words of one sound that are tried
MOST_BEGUN = 2  # words that go on from the letters typed (gongji: 公积金)


@dataclasses.dataclass(frozen=True)
class Sounds:
    """Words by their sound. `frequency` is the number of documents with the word in the title."""

    frequency: dict[str, int]
    by_key: dict[str, list[str]]
    by_initials: dict[str, list[str]]
    ordered: list[str]

    def alike(self, key: str, most: int = MOST_ALIKE) -> list[str]:
        return self.by_key.get(key, [])[:most]

    def beginning(self, letters: str, most: int) -> list[str]:
        """Return the commonest words whose sound begins so, those with a whole syllable there first (gongji: not 公交)."""
        place = bisect.bisect_left(self.ordered, letters)
        found: list[str] = []
        for key in self.ordered[place : place + 400]:
            if not key.startswith(letters):
                break
            found += self.by_key[key][:2]
        return sorted(
            dict.fromkeys(found), key=lambda word: (not pinyin.ends_a_syllable(word, letters), -self.frequency[word])
        )[:most]


def listen(words: Mapping[str, int]) -> Sounds:
    """Make the table of word → documents. Half a second for 60,000 words."""
    frequency = {
        word: number for word, number in words.items() if 2 <= len(word) <= LONGEST_WORD and HAN.fullmatch(word)
    }
    for word in [word for word in frequency if len(word) > 2]:
        if frequency.get(word[:-1], 0) == frequency[word]:  # 公积 stands nowhere but in 公积金
            del frequency[word[:-1]]
    by_key: dict[str, list[str]] = defaultdict(list)
    by_initials: dict[str, list[str]] = defaultdict(list)
    for word in sorted(frequency, key=lambda one: -frequency[one])[:MOST_WORDS]:
        for key in pinyin.keys(word):
            by_key[key].append(word)
        if len(word) >= SHORTEST_LETTERS:
            for letters in pinyin.initials(word):
                by_initials[letters].append(word)
    return Sounds(frequency, dict(by_key), dict(by_initials), sorted(by_key))


def proposals(sounds: Sounds, text: str) -> list[str]:
    """Return what a part may have been meant to be, the likeliest first; nothing for what is longer than a few words."""
    found: list[str] = []
    letters = text.replace("'", "").lower()
    if pinyin.LETTERS.fullmatch(letters) and len(letters) >= SHORTEST_LETTERS:
        if heard := pinyin.split(letters):
            found += _sentences(sounds, [(one, "") for one in map(pinyin.blurred, heard)])
            found += sounds.beginning("".join(map(pinyin.blurred, heard)), MOST_BEGUN)
        found += sounds.by_initials.get(letters, [])[:MOST_ALIKE]
    elif 2 <= len(text) <= LONGEST_PART and HAN.fullmatch(text):
        heard_as = [
            (pinyin.blurred(some[0]) if some else "", char)
            for some, char in zip(pinyin.syllables(text), text, strict=True)
        ]
        found += _sentences(sounds, heard_as)
    return [one for one in dict.fromkeys(found) if one != text][:MOST_PROPOSED]


def _sentences(sounds: Sounds, heard: Sequence[tuple[str, str]]) -> list[str]:
    """Return the few best ways to write what was heard in known words: few words, few changes, common ones first.

    `heard` are (sound, character as typed) of each place; the character is empty where letters were typed.
    """
    best: list[list[tuple[float, str]]] = [[(0.0, "")]] + [[] for _ in heard]
    for end in range(1, len(heard) + 1):
        options: list[tuple[float, str]] = []
        for start in range(max(0, end - LONGEST_WORD), end):
            for cost, word in _words(sounds, heard[start:end]):
                options += [(before + cost, text + word) for before, text in best[start]]
        unique: dict[str, float] = {}
        for cost, text in sorted(options):
            unique.setdefault(text, cost)
        best[end] = [(cost, text) for text, cost in unique.items()][:MOST_PROPOSED]
    return [text for _, text in best[-1]]


def _words(sounds: Sounds, heard: Sequence[tuple[str, str]]) -> Iterator[tuple[float, str]]:
    """Yield (cost, word) for one stretch: as typed, or a known word that sounds so."""
    typed = "".join(char for _, char in heard)
    key = "".join(sound for sound, _ in heard)
    if len(typed) == len(heard):
        if typed in sounds.frequency:
            yield 1.0, typed
        elif len(typed) == 1:
            yield 2.5, typed
    if len(heard) < 2:
        return
    for place, word in enumerate(sounds.alike(key)):
        if word != typed:
            different = sum(a != b for a, b in zip(word, typed, strict=False)) if typed else 1
            yield 1.2 + 0.4 * different + 0.05 * place, word
