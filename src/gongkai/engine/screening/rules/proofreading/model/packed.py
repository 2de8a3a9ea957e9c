"""Reading the packed model: counts of one to four characters in a row, and the characters that look or sound alike.

The counts are a three-wise xor table ("binary fuse"): every run of characters has three places, whose xor is a twelve-bit
fingerprint and a four-bit level of its count. 2.3 bytes a run, no keys; a run that was never seen passes for seen once in
4,096 times. The file is mapped, so that all processes share one copy and only touched pages are in memory.
"""

from __future__ import annotations

import functools
import math
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("laws.bin")
MAGIC = b"GKPROOF3"
HEADER = struct.Struct("<8sIIIxxxxQ")  # magic, segment length, starts, slots, characters counted
# Counts are kept on sixteen steps; a count is rounded down.
LEVELS = (0, 1, 2, 3, 4, 6, 8, 12, 20, 40, 80, 160, 400, 2_000, 20_000, 200_000)
MASK = (1 << 64) - 1
FIRST, LAST = 0x4E00, 0x9FFF
SHAPE = 0x8000  # set beside a character that is only alike in shape
SHIFT_FIRST, SHIFT_SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9


def spread(key: int) -> int:
    """Return 64 well mixed bits of a key, the same on every machine."""
    mixed = key * SHIFT_FIRST & MASK
    mixed = (mixed ^ (mixed >> 31)) * SHIFT_SECOND & MASK
    return mixed ^ (mixed >> 29)


def key_of(run: str) -> int:
    """Return the number of a run of one to four characters of the basic plane."""
    key = 0
    for character in run:
        key = key << 16 | ord(character)
    return key


class Lists:
    """For each character some others: numbers of sixteen bits, mapped; those asked for are kept as text."""

    def __init__(self, view: memoryview, place: int) -> None:
        (size,) = struct.unpack_from("<I", view, place)
        first = place + 4 + 4 * (LAST - FIRST + 2)
        self._offsets = view[place + 4 : first].cast("I")
        self._items = view[first : first + 2 * size].cast("H")
        self.end = first + 2 * size
        self._kept: dict[int, str] = {}

    def numbers(self, code: int) -> memoryview:
        place = code - FIRST
        if not 0 <= place <= LAST - FIRST:
            return self._items[:0]
        return self._items[self._offsets[place] : self._offsets[place + 1]]

    def characters(self, code: int) -> str:
        found = self._kept.get(code)
        if found is None:
            found = self._kept[code] = "".join(chr((one & ~SHAPE) + FIRST) for one in self.numbers(code))
        return found


@dataclass(frozen=True, slots=True)
class Model:
    """The mapped file. `length` is the width of a segment of the table, a power of two; `starts` how many starts there are."""

    length: int
    starts: int
    total: int
    table: memoryview
    by_itself: memoryview
    others: Lists
    before: Lists
    after: Lists

    def level(self, key: int) -> int:
        """Return the step of the count of a run (an index into LEVELS), 0 when it was not seen."""
        mixed = key * SHIFT_FIRST & MASK  # `spread`, written out: this line decides the speed of the whole check
        mixed = (mixed ^ (mixed >> 31)) * SHIFT_SECOND & MASK
        mixed ^= mixed >> 29
        start = (mixed >> 32) * self.starts >> 32
        low, table, length = self.length - 1, self.table, self.length
        found = table[start] ^ table[start + length ^ (mixed >> 18 & low)] ^ table[start + 2 * length ^ (mixed & low)]
        return int(found & 15) if found >> 4 == (mixed >> 14 ^ mixed >> 50) & 4095 else 0

    def alone(self, character: str) -> float:
        """Return how large a share of the occurrences of a character are words by themselves."""
        place = ord(character) - FIRST
        return self.by_itself[place] / 255 if 0 <= place <= LAST - FIRST else 0.0

    def confusable(self, code: int) -> str:
        """Return the characters this one may have been written for."""
        return self.others.characters(code)

    def only_in_shape(self, code: int, other: str) -> bool:
        """Return whether the two are alike in shape and not in sound."""
        return any(one & SHAPE and (one & ~SHAPE) + FIRST == ord(other) for one in self.others.numbers(code))

    def in_company(self, code: int, before: int, after: int) -> str:
        """Return those of the characters it may have been written for that often stand after `before` or before `after`."""
        right, left = self.after.characters(before), self.before.characters(after)
        return "".join([one for one in self.others.characters(code) if one in right or one in left])


@functools.cache
def model() -> Model:
    return read(FILE)


def read(path: Path) -> Model:
    """Map a model file. Raises ValueError when it is none."""
    with path.open("rb") as file:
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    magic, length, starts, slots, total = HEADER.unpack_from(view)
    if magic != MAGIC:
        raise ValueError(f"{path} 不是校对模型文件。")
    others = Lists(view, HEADER.size)
    before = Lists(view, others.end)
    after = Lists(view, before.end)
    place = after.end + LAST - FIRST + 1
    table = view[place : place + 2 * slots].cast("H")
    return Model(length, starts, total, table, view[after.end : place], others, before, after)


def logarithms() -> tuple[float, ...]:
    """Return the natural logarithm of the middle of each step; that of the first is never asked for."""
    ends = (*LEVELS[1:], LEVELS[-1] * 4)
    return (
        0.0,
        *(
            math.log((low * high) ** 0.5 if high - low > 1 else low)
            for low, high in zip(LEVELS[1:], ends[1:], strict=True)
        ),
    )
