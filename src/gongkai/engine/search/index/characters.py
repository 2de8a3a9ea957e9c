"""Traditional to simplified, character by character: OpenCC's own table, kept as text so that its 26 MB stay out of memory.

Written anew by `python -m gongkai.engine.search.index.characters`; a test compares it with OpenCC.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("characters.txt")
# CJK unified ideographs with extension A, the compatibility ideographs, and the supplementary planes 2 and 3.
RANGES = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))
PER_LINE = 50


@cache
def simplified() -> dict[str, str]:
    """Return the characters that OpenCC's t2s changes, each with what it becomes (one character)."""
    pairs = "".join(FILE.read_text(encoding="utf-8").split())
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


@cache
def _table() -> dict[int, str]:
    return {ord(traditional): became for traditional, became in simplified().items()}


def simplify(text: str) -> str:
    """Return the text in simplified characters, each by itself; nothing but characters changes, and no length."""
    return text.translate(_table())


def from_opencc() -> Iterator[tuple[str, str]]:
    """Yield the same pairs from OpenCC itself."""
    from opencc_pyo3 import OpenCC  # only to write and to compare the table

    converter = OpenCC("t2s")
    for first, end in RANGES:
        for code in range(first, end):
            became = str(converter.convert(chr(code)))
            if became != chr(code) and len(became) == 1:
                yield chr(code), became


def write() -> int:
    pairs = ["".join(pair) for pair in from_opencc()]
    lines = ["".join(pairs[place : place + PER_LINE]) for place in range(0, len(pairs), PER_LINE)]
    return FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(0 if write() else 1)
