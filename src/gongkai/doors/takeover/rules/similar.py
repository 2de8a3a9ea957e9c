"""Near copies among very many texts: one-permutation MinHash, banding, and a check of each candidate by its real text.

A text is a set of pieces of PIECE characters. Its signature has ROWS 16-bit minima, so that 100,000 texts take 25 MB; two
texts meet when one band of the two signatures is equal. The bands are gone through one after the other, so that only one
table stands in memory at a time.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import eq
from zlib import crc32

PIECE = 5
ROWS, BANDS = 128, 32
BAND_BYTES = ROWS // BANDS * 2
THRESHOLD = 0.6  # of the pieces that both have; one paragraph changed in a short notice leaves about so much
GUESS = 0.52  # what the signatures must agree in before the texts are read: two deviations below THRESHOLD
# What one text may cost at most, however alike all texts of a site are: signatures compared, texts read.
MOST_MET, MOST_READ = 60, 6
MOST_COMPARED = 8  # within one band table a text meets so many others at most: enough to join a family of copies
_MIX = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_FIGURES = re.compile(r"\d+|[〇一二三四五六七八九十百千万]{2,}")


@dataclass(frozen=True)
class Near:
    """The later text is a near copy of the earlier one, by their places in the sequence."""

    earlier: int
    later: int
    similarity: float


def pieces(text: str) -> set[int]:
    """Return the pieces of a text that `normal` made plain, as numbers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    width = PIECE * 2
    if len(raw) <= width:
        return {crc32(raw)} if raw else set()
    view = memoryview(raw)
    return {crc32(view[place : place + width]) for place in range(0, len(raw) - width + 2, 2)}


def signature(text: str) -> bytes:
    """Return the 256-byte signature of a plain text; empty for a text without any letter."""
    lowest: list[int] = [-1] * ROWS
    for piece in pieces(text):
        mixed = (piece * _MIX) & _MASK
        row, value = mixed >> 57, (mixed >> 25) & 0xFFFFFFFF
        if lowest[row] < 0 or value < lowest[row]:
            lowest[row] = value
    if max(lowest) < 0:
        return b""
    return _densified(lowest)


def _densified(lowest: list[int]) -> bytes:
    """Fill the rows that no piece fell into from their neighbours, as short texts need."""
    filled = array("H", bytes(2 * ROWS))
    for row, value in enumerate(lowest):
        distance = 0
        while value < 0:
            distance += 1
            value = lowest[(row + distance) % ROWS]  # noqa: PLW2901 - the value looked for
        filled[row] = ((value >> 8) + distance * 0x9E37) & 0xFFFF
    return filled.tobytes()


def agreement(one: bytes, other: bytes) -> float:
    """Return the share of rows that two signatures have alike: about the similarity of the texts."""
    first, second = memoryview(one).cast("H"), memoryview(other).cast("H")
    alike: int = sum(map(eq, first, second))
    return alike / ROWS


def similarity(one: set[int], other: set[int]) -> float:
    """Return the share of pieces that both have among all pieces."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def differs_in_particulars(one: str, other: str) -> bool:
    """Whether two texts that read alike are two things of one form: their figures (year, number, amounts) are others.

    A copy with a corrected typo keeps its figures; the notice of the next year does not.
    """
    first, second = _FIGURES.findall(one), _FIGURES.findall(other)
    if not first and not second:
        return False
    ours, theirs = set(first), set(second)
    return len(ours & theirs) < 0.7 * max(len(ours), len(theirs))


def _pairs(signatures: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield candidate pairs (earlier, later), each once for each band in which they meet."""
    for band in range(BANDS):
        start, end = band * BAND_BYTES, (band + 1) * BAND_BYTES
        tables: dict[bytes, list[int]] = {}
        for place, signed in enumerate(signatures):
            if not signed:
                continue
            met = tables.setdefault(signed[start:end], [])
            yield from ((earlier, place) for earlier in met)
            if len(met) < MOST_COMPARED:
                met.append(place)


def near_copies(signatures: Sequence[bytes], text_of: Callable[[int], str]) -> Iterator[Near]:
    """Yield near copies, each later text once, with the first earlier one that it was found to resemble.

    `text_of` returns the plain text of a place; it is asked only for candidates, and the pieces of the last ones are kept.
    """

    @lru_cache(maxsize=256)
    def known(place: int) -> tuple[set[int], str]:
        text = text_of(place)
        return pieces(text), text

    found: dict[int, Near] = {}
    met, read = array("H", bytes(2 * len(signatures))), array("B", bytes(len(signatures)))
    for earlier, later in _pairs(signatures):
        if later in found or met[later] >= MOST_MET or read[later] >= MOST_READ:
            continue
        met[later] += 1
        if agreement(signatures[earlier], signatures[later]) < GUESS:
            continue
        read[later] += 1
        (ours, our_text), (theirs, their_text) = known(earlier), known(later)
        alike = similarity(ours, theirs)
        if alike >= THRESHOLD and not differs_in_particulars(our_text, their_text):
            found[later] = Near(earlier, later, alike)
    yield from (found[place] for place in sorted(found))
