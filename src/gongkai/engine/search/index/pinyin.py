"""How Chinese characters sound, without tones: one table of readings, kept as text.

The readings are pypinyin's (MIT) for the characters of GB 2312, several where a character has several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("pinyin.txt")
MOST_KEYS = 4  # of one word: 银行 is yinhang and yinxing, and nobody types a third
SYLLABLE_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
# People who speak a southern dialect do not tell these apart, so neither does the search.
SYLLABLE_STARTS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
LETTERS = re.compile(r"[a-z]+")


@cache
def readings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        syllable, chars = line.split(" ")
        for char in chars:
            found[char] = (*found.get(char, ()), syllable)
    return found


def blurred(syllable: str) -> str:
    """Return zhang as zan: what sounds alike in careless speech is one."""
    for long, short in SYLLABLE_STARTS:
        if syllable.startswith(long):
            syllable = short + syllable[len(long) :]
            break
    for long, short in SYLLABLE_ENDS:
        if syllable.endswith(long):
            return syllable[: -len(long)] + short
    return syllable


def syllables(text: str) -> list[tuple[str, ...]]:
    """Return the readings of each character; an empty tuple for what is not Chinese."""
    table = readings()
    return [table.get(char, ()) for char in text]


def keys(word: str, *, blur: bool = True) -> list[str]:
    """Return the spellings in letters of a word, a few where characters have several readings."""
    found = [""]
    for several in syllables(word):
        if not several:
            return []
        heard = dict.fromkeys(blurred(one) if blur else one for one in several)
        found = [before + one for one in heard for before in found][:MOST_KEYS]
    return found


@cache
def known_syllables() -> frozenset[str]:
    return frozenset(syllable for several in readings().values() for syllable in several)


def split(letters: str) -> Sequence[str] | None:
    """Return gongjijin as gong ji jin, the longest syllable first; None where it is no pinyin."""
    if not letters:
        return []
    for length in range(min(6, len(letters)), 0, -1):
        if letters[:length] in known_syllables():
            rest = split_rest(letters[length:])
            if rest is not None:
                return [letters[:length], *rest]
    return None


@cache
def split_rest(letters: str) -> tuple[str, ...] | None:
    found = split(letters)
    return None if found is None else tuple(found)


def blurred_letters(letters: str) -> str | None:
    """Return typed pinyin as the keys of words have it; None where it is none."""
    found = split(letters)
    return "".join(map(blurred, found)) if found else None


def ends_a_syllable(word: str, letters: str) -> bool:
    """Return whether blurred letters end where a character of the word ends: gonji in 公积金, not in 公交 (gonjiao)."""
    reached = {""}
    for several in syllables(word):
        reached = {before + blurred(one) for before in reached for one in several if letters.startswith(before)}
        if letters in reached:
            return True
    return False


def initials(word: str) -> Iterator[str]:
    """Yield gjj for 公积金."""
    several = [tuple(dict.fromkeys(one[0] for one in some)) for some in syllables(word)]
    if all(several):
        found = [""]
        for some in several:
            found = [before + one for one in some for before in found][:MOST_KEYS]
        yield from found
