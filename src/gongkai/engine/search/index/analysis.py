"""Folded text to the tokens of the index: pairs of units with positions, words, single units, document numbers.

A unit is one Han character (or any other letter outside ASCII) or a whole run of ASCII letters and digits. Pairs of
neighbouring units, handed over separated by blanks, stand at the position of their first unit; a stretch of punctuation
takes one position, so that no phrase reaches across it unless it was asked for with punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from operator import add
from typing import NamedTuple

import rjieba

GAP = "|"  # a token that takes a position and is dropped by the index's stop-word filter
LONGEST_UNIT = 32
SENTENCE_GAP = 5  # positions more after a sentence: words of one sentence are nearer than those of two
SENTENCE_END = re.compile(r"[。;!?\n]+")
RUN = re.compile(r"[^\W_]+")
UNIT = re.compile(r"[a-z0-9]+|[^\W_]")
HAN = re.compile(r"[\u3400-\u9fff]+")
ASCII_UNIT = re.compile(r"[a-z0-9]")
# 通　知, 关 于: titles of official letters are spaced out; between Han characters a blank means nothing.
INNER_BLANK = re.compile(r"(?<=[\u3400-\u9fff])[ \t]+(?=[\u3400-\u9fff])")


class Token(NamedTuple):
    position: int
    text: str


def placed_runs(folded: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the stretches between punctuation, each as its units, with the position of the first."""
    text = INNER_BLANK.sub("", folded) if " " in folded or "\t" in folded else folded
    position = 0
    for sentence in SENTENCE_END.split(text):
        found = RUN.findall(sentence)
        for run in found:
            several = units_of(run)
            yield position, several
            position += len(several) + 1
        if found:
            position += SENTENCE_GAP


def runs(folded: str) -> list[Sequence[str]]:
    return [run for _, run in placed_runs(folded)]


def units_of(run: str) -> Sequence[str]:
    if not ASCII_UNIT.search(run):
        return run
    return [unit[:LONGEST_UNIT] for unit in UNIT.findall(run)]


def units(folded: str) -> list[str]:
    return [unit for run in runs(folded) for unit in run]


def bigram_text(folded: str, units: set[str] | None = None) -> str:
    """Return the blank-separated tokens of a text; a unit alone between punctuation stands for itself.

    All units met are added to `units`, so that a document is taken apart once for both of its fields.
    """
    parts: list[str] = []
    reached = 0
    for position, run in placed_runs(folded):
        if units is not None:
            units.update(run)
        parts.extend([GAP] * (position - reached))
        if len(run) == 1:
            parts.append(run[0])
        else:
            parts.extend(map(add, run, run[1:]))
        reached = position + max(len(run) - 1, 1)
    return " ".join(parts)


class Phrase(NamedTuple):
    """The tokens that together say "this string occurs", and the units that must occur without a place."""

    tokens: tuple[Token, ...]
    singles: tuple[str, ...]


@cache
def _cover(length: int) -> tuple[int, ...]:
    """Return the fewest pairs that cover a run: every second one, and the last when the length is odd."""
    starts = list(range(0, length - 1, 2))
    if length % 2:
        starts.append(length - 2)
    return tuple(starts)


def phrase(folded: str) -> Phrase:
    """Return the tokens whose positions say that the string occurs.

    A unit alone at either end of a string that holds punctuation need not stand alone in the text, so it is only asked
    to occur. Of the pairs of a run only as many are taken as cover it: the result is the same, the positions read half.
    """
    stretches = list(placed_runs(folded))
    tokens: list[Token] = []
    singles: list[str] = []
    for place, (position, run) in enumerate(stretches):
        if len(run) > 1:
            tokens.extend(Token(position + at, run[at] + run[at + 1]) for at in _cover(len(run)))
        elif 0 < place < len(stretches) - 1:
            tokens.append(Token(position, run[0]))
        else:
            singles.append(run[0])
    return Phrase(tuple(tokens), tuple(singles))


def words(folded: str) -> list[str]:
    """Return the words of two characters and more, in search mode (a long word also gives its parts)."""
    return [word for word in rjieba.cut_for_search(folded) if len(word) > 1 and word[0].isalnum()]


def plain_words(folded: str) -> list[str]:
    """Return the text cut into words once, nothing twice."""
    return [word for word in rjieba.cut(folded) if word[0].isalnum()]


def word_text(folded: str) -> str:
    return " ".join(words(folded))


def number_units(folded: str) -> list[str]:
    """Return the units of a document number, without brackets, blanks and 第."""
    return [unit.lstrip("0") or "0" if unit.isdigit() else unit for unit in units(folded) if unit != "第"]
