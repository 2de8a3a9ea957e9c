"""Bytes in memory or a file on disk, read alike."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

Source = bytes | Path


def size_of(data: Source) -> int:
    return data.stat().st_size if isinstance(data, Path) else len(data)


def head_of(data: Source, length: int) -> bytes:
    if isinstance(data, bytes):
        return data[:length]
    with data.open("rb") as file:
        return file.read(length)


def bytes_of(data: Source) -> bytes:
    return data.read_bytes() if isinstance(data, Path) else data


def opened(data: Source) -> AbstractContextManager[BinaryIO]:
    return data.open("rb") if isinstance(data, Path) else io.BytesIO(data)
