"""How much of a file we are willing to unpack and read. Configuration of our own, not law."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .refusals import TookTooLong

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bytes, counts and seconds; `ratio` is unpacked to packed size and only counts above `ratio_from` bytes."""

    bytes: int = 200 * MEBIBYTE
    unpacked: int = 600 * MEBIBYTE
    ratio: int = 150
    ratio_from: int = 20 * MEBIBYTE
    xml_part: int = 80 * MEBIBYTE
    entries: int = 5_000
    pages: int = 2_000
    cells: int = 200_000
    seconds: float = 60.0
    conversion_seconds: float = 90.0


class Clock:
    """A time guard: readers call `check` in their loops."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise TookTooLong once the time is used up."""
        if time.monotonic() > self.end:
            raise TookTooLong(f"读取文件超过 {self.seconds:g} 秒，已停止。请把文件拆成几份，或另存为 docx 后再上传。")
