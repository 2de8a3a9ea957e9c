"""Finding a passage whatever its blanks, width and case: both sides are folded, and every folded character knows its origin."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_JOINTS = frozenset("-‐‑‒–—―−·.")
_WITHOUT_JOINTS = dict.fromkeys(map(ord, _JOINTS))
_NUMBER = re.compile(r"[0-9][0-9x]{6,}")
# So long a string is hardly ever formed by chance from the end of one block and the beginning of the next.
LONG_ENOUGH_TO_SPAN = 6


class _Fold(dict[int, str]):
    """Code of a character to what it is compared by: '' for blanks and invisible ones, NFKC and lower case for the rest."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        folded = "" if category in {"Cf", "Cc"} else "".join(unicodedata.normalize("NFKC", character).lower().split())
        self[code] = folded
        return folded


_FOLD = _Fold()


def folded(text: str) -> str:
    return text.translate(_FOLD)


def _mapped(text: str, without: frozenset[str] = frozenset()) -> tuple[str, list[int]]:
    """Return the folded text and for each of its characters the place in the original."""
    parts: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for out in _FOLD[ord(character)]:
            if out not in without:
                parts.append(out)
                places.append(place)
    return "".join(parts), places


@dataclass(frozen=True)
class Span:
    """`needle` is the index of the passage that matched."""

    start: int
    end: int
    needle: int


@dataclass(frozen=True)
class _Needle:
    index: int
    text: str
    number: bool
    spans_blocks: bool


class Needles:
    """The strings to look for; '' stands for a passage that has only a place."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.needles = [self._needle(index, text) for index, text in enumerate(texts) if folded(text)]

    @staticmethod
    def _needle(index: int, text: str) -> _Needle:
        plain = folded(text)
        bare = plain.translate(_WITHOUT_JOINTS)
        number = bool(_NUMBER.fullmatch(bare))
        spans = len(plain) >= LONG_ENOUGH_TO_SPAN or any(break_ in text.strip() for break_ in "\n\t\r")
        return _Needle(index, bare if number else plain, number, spans)

    def within(self, text: str, *, across: bool = False) -> list[Span]:
        """Return every match, overlapping ones too, in order. `across` asks only those that may run over blocks."""
        if not text:
            return []
        wanted = [needle for needle in self.needles if needle.spans_blocks or not across]
        found: list[Span] = []
        for number in (False, True):
            group = [needle for needle in wanted if needle.number is number]
            if group:
                found += _search(text, group, _JOINTS if number else frozenset())
        return sorted(found, key=lambda span: (span.start, span.end))

    def spanning(self, text: str) -> int:
        """Count the matches of those that may run over blocks."""
        plain = folded(text)
        bare = plain.translate(_WITHOUT_JOINTS)
        return sum(
            _count(bare if needle.number else plain, needle.text) for needle in self.needles if needle.spans_blocks
        )

    def touches(self, text: str) -> bool:
        """Say fast whether anything could match."""
        plain = folded(text)
        bare: str | None = None
        for needle in self.needles:
            if needle.number and bare is None:
                bare = plain.translate(_WITHOUT_JOINTS)
            if needle.text in (bare if needle.number and bare is not None else plain):
                return True
        return False


def _search(text: str, needles: list[_Needle], without: frozenset[str]) -> list[Span]:
    plain = folded(text)
    if without:
        plain = plain.translate(_WITHOUT_JOINTS)
    if not any(needle.text in plain for needle in needles):
        return []
    mapped, places = _mapped(text, without)
    found = []
    for needle in needles:
        at = mapped.find(needle.text)
        while at >= 0:
            last = at + len(needle.text) - 1
            found.append(Span(places[at], places[last] + 1, needle.index))
            at = mapped.find(needle.text, at + 1)
    return found


def _count(text: str, word: str) -> int:
    count, at = 0, text.find(word)
    while at >= 0:
        count, at = count + 1, text.find(word, at + 1)
    return count
