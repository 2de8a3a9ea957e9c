"""Making the packed model from texts of law. Run by `python -m bench.proofreading_model build --from FOLDER`."""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import rjieba

from gongkai.engine.screening.rules.proofreading.model.packed import (
    FIRST,
    HEADER,
    LAST,
    LEVELS,
    MAGIC,
    SHAPE,
    key_of,
    spread,
)
from gongkai.engine.screening.rules.proofreading.model.reading_text import folded

# A run is kept when it was seen so often; index is its length.
LEAST = (0, 2, 1, 2, 3)
SHARES = 16
IGNORED_IN_TITLE = re.compile(r"\s|[（(].*?[）)]$|中华人民共和国")
SEGMENT = 1 << 14
ROOM = 1.14
COMPANY = 40  # two characters that stand together so often are good company


def share_of(title: str) -> int:
    """Return to which of sixteen shares a law belongs. 0 (tuning) and 1 (reporting) are never counted."""
    return hashlib.sha256(IGNORED_IN_TITLE.sub("", title).encode()).digest()[0] % SHARES


def counted(texts: Iterable[str]) -> dict[str, int]:
    """Return the runs of one to four characters and how often they stand in the texts, without the rare ones."""
    counts: list[Counter[str]] = [Counter() for _ in LEAST]
    for text in texts:
        line = f"。{folded(text)}。"
        for size in range(1, len(LEAST)):
            counts[size].update(line[place : place + size] for place in range(len(line) - size + 1))
    return {
        run: count
        for size, least in enumerate(LEAST)
        for run, count in counts[size].items()
        if count >= least and "。。" not in run
    }


def alone(texts: Iterable[str]) -> dict[str, float]:
    """Return for each character how large a share of its occurrences are words by themselves."""
    words: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    for text in texts:
        line = folded(text)
        all_.update(line)
        words.update(word for word in rjieba.cut(line, hmm=False) if len(word) == 1)
    return {character: words[character] / count for character, count in all_.items()}


def write(
    path: Path, counts: Mapping[str, int], confusions: Mapping[str, list[tuple[str, bool]]],
    by_itself: Mapping[str, float], total: int,
) -> None:  # fmt: skip
    """Pack counts and confusions (character → characters it may stand for, with 'only in shape') into a file."""
    keys = {key_of(run): bisect_right(LEVELS, count) - 1 for run, count in counts.items()}
    table, starts = _table(keys)
    shape = {
        one: [ord(two) - FIRST | (SHAPE if alike else 0) for two, alike in others] for one, others in confusions.items()
    }
    before: dict[str, list[int]] = defaultdict(list)
    after: dict[str, list[int]] = defaultdict(list)
    for run, count in counts.items():
        if len(run) == 2 and count >= COMPANY and all(FIRST <= ord(one) <= LAST for one in run):
            after[run[0]].append(ord(run[1]) - FIRST)
            before[run[1]].append(ord(run[0]) - FIRST)
    with path.open("wb") as file:
        file.write(HEADER.pack(MAGIC, SEGMENT, starts, len(table), total))
        for lists in (shape, before, after):
            file.write(_lists(lists))
        file.write(bytes(round(255 * by_itself.get(chr(code), 0.0)) for code in range(FIRST, LAST + 1)))
        file.write(table.tobytes())


def _lists(lists: Mapping[str, list[int]]) -> bytes:
    """Return how many there are in all, where those of each character begin, and all of them one after the other."""
    offsets, items = array("I", [0]), array("H")
    for code in range(FIRST, LAST + 1):
        items.extend(lists.get(chr(code), ()))
        offsets.append(len(items))
    if len(items) % 2:
        items.append(0)  # what follows begins at a multiple of four
    return array("I", [len(items)]).tobytes() + offsets.tobytes() + items.tobytes()


def _places(mixed: int, starts: int) -> tuple[int, int, int]:
    start = (mixed >> 32) * starts >> 32
    low = SEGMENT - 1
    return start, start + SEGMENT ^ (mixed >> 18 & low), start + 2 * SEGMENT ^ (mixed & low)


def _table(keys: Mapping[int, int]) -> tuple[array[int], int]:
    """Peel: a place that only one key uses settles that key; take the keys away in that order, fill in in the reverse one."""
    segments = max(1, int(len(keys) * ROOM) // SEGMENT + 1)
    starts = segments * SEGMENT
    slots = starts + 2 * SEGMENT
    hashes = {spread(key): level for key, level in keys.items()}
    order = _peeled(hashes, starts, slots)
    table = array("H", bytes(2 * slots))
    for mixed, place in reversed(order):
        first, second, third = _places(mixed, starts)
        table[place] = 0
        fingerprint = (mixed >> 14 ^ mixed >> 50) & 4095
        table[place] = (fingerprint << 4 | hashes[mixed]) ^ table[first] ^ table[second] ^ table[third]
    return table, starts


def _peeled(hashes: Iterable[int], starts: int, slots: int) -> list[tuple[int, int]]:
    uses = array("I", bytes(4 * slots))
    mixed_here = array("Q", bytes(8 * slots))
    number = 0
    for mixed in hashes:
        number += 1
        for place in _places(mixed, starts):
            uses[place] += 1
            mixed_here[place] ^= mixed
    alone = [place for place in range(slots) if uses[place] == 1]
    order: list[tuple[int, int]] = []
    while alone:
        place = alone.pop()
        if uses[place] != 1:
            continue
        mixed = mixed_here[place]
        order.append((mixed, place))
        for other in _places(mixed, starts):
            uses[other] -= 1
            mixed_here[other] ^= mixed
            if uses[other] == 1:
                alone.append(other)
    if len(order) != number:
        raise ValueError("校对模型的表放不下这些词串，请加大 ROOM。")
    return order


__all__ = ["counted", "share_of", "write"]
