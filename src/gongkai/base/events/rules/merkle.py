"""The hash tree of RFC 6962 / RFC 9162: append, inclusion and consistency proofs, and how to check them.

A node is named (level, index): level 0 are leaves, node (l, i) covers the leaves i·2^l … (i+1)·2^l - 1. Only complete
subtrees are ever stored; everything else is folded from them, so that append and proof cost O(log n).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

Node: TypeAlias = tuple[int, int]
Span: TypeAlias = tuple[int, int]
"""Leaves from the first (included) to the second (excluded)."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over neighbouring complete subtrees given from left (largest) to right."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = node_hash(left, root)
    return root


def cover(span: Span) -> list[Node]:
    """Return the complete subtrees that make up a span of a tree or of one of its branches, left to right."""
    low, high = span
    nodes = []
    while low < high:
        level = (high - low).bit_length() - 1
        nodes.append((level, low >> level))
        low += 1 << level
    return nodes


def split(width: int) -> int:
    """Return the largest power of two smaller than the width."""
    return 1 << ((width - 1).bit_length() - 1)


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Return the spans whose hashes prove leaf `index` in the tree of `size` leaves, nearest first."""
    if not 0 <= index < size:
        raise ValueError(f"日志中没有第 {index} 条（共 {size} 条）")
    low, high, spans = 0, size, []
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return spans[::-1]


def consistency_spans(first: int, second: int) -> list[Span]:
    """Return the spans whose hashes prove that the tree of `first` leaves is the beginning of that of `second`."""
    if not 0 < first <= second:
        raise ValueError(f"不能证明 {first} 条的日志是 {second} 条的日志的开头")
    low, high, spans = 0, second, []
    while first < high:
        middle = low + split(high - low)
        if first <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    known = [] if low == 0 else [(low, high)]  # the verifier holds the root of the old tree itself
    return known + spans[::-1]


def hashes_of(spans: Iterable[Span], get: Callable[[Node], bytes]) -> list[bytes]:
    return [fold([get(node) for node in cover(span)]) for span in spans]


class Frontier:
    """The complete subtrees at the right edge of a growing tree: all that appending needs."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"{size} 条的日志应有 {size.bit_count()} 个峰值，现有 {len(self.peaks)} 个")

    def append(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add a leaf and return the inner nodes (level 1 and up) that it completed."""
        level, index, value = 0, self.size, leaf
        completed = []
        while index & 1:
            value = node_hash(self.peaks.pop(), value)
            level, index = level + 1, index >> 1
            completed.append(((level, index), value))
        self.peaks.append(value)
        self.size += 1
        return completed

    def root(self) -> bytes:
        return fold(self.peaks)


def inclusion_holds(*, index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> bool:
    """Check an audit path (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            value = node_hash(sibling, value)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and value == root


def consistency_holds(*, first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """Check that the later tree only added leaves to the earlier one (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second:
        return False
    steps = [first_root, *path] if first.bit_count() == 1 else list(path)
    if not steps:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
