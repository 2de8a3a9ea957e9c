"""How long a recording lasts, read from the head of its file: MP4 and M4A, and WAV. Other kinds say nothing."""

from __future__ import annotations

import struct
from typing import BinaryIO

MOST_BOXES = 200  # of one level; a hostile file has more
_LARGE = 1  # a box of this size states its size in eight further bytes


def duration(file: BinaryIO) -> float | None:
    """Return seconds, or None where the file does not say. Reads only heads, whatever the size of the file."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    start = file.read(12)
    if start[4:8] in {b"ftyp", b"moov"}:
        place = _find(file, b"moov", 0, size)
        inside = _find(file, b"mvhd", place[0], place[1]) if place else None
        return _movie(file, *inside) if inside else None
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return _wave(file, size)
    return None


def _find(file: BinaryIO, name: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Return where the content of the first box of this name begins and ends."""
    place = start
    for _ in range(MOST_BOXES):
        if place + 8 > end:
            return None
        file.seek(place)
        head = file.read(16)
        if len(head) < 8:
            return None
        length, kind, header = struct.unpack(">I", head[:4])[0], head[4:8], 8
        if length == _LARGE and len(head) == 16:
            length, header = struct.unpack(">Q", head[8:])[0], 16
        length = length or end - place
        if length < header or place + length > end:
            return None
        if kind == name:
            return place + header, place + length
        place += length
    return None


def _movie(file: BinaryIO, start: int, end: int) -> float | None:
    file.seek(start)
    head = file.read(min(32, end - start))
    try:
        if head[:1] == b"\x01":
            scale, ticks = struct.unpack(">IQ", head[20:32])
        else:
            scale, ticks = struct.unpack(">II", head[12:20])
    except struct.error:
        return None
    return ticks / scale if scale and 0 < ticks / scale < 24 * 3600 else None


def _wave(file: BinaryIO, size: int) -> float | None:
    place, rate = 12, 0
    for _ in range(MOST_BOXES):
        file.seek(place)
        head = file.read(8)
        if len(head) < 8 or place > size:
            return None
        length = struct.unpack("<I", head[4:])[0]
        if head[:4] == b"fmt ":
            form = file.read(12)
            rate = struct.unpack("<I", form[8:12])[0] if len(form) == 12 else 0
        elif head[:4] == b"data":
            return min(length, size - place) / rate if rate else None
        place += 8 + length + length % 2
    return None
