"""Lines of an uploaded file: JSON Lines, also packed. A bad line never hides the others."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES = 400_000_000  # unpacked; a packed file that grows beyond is no library


class Unreadable(Exception):
    """The file as a whole cannot be read; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line: its number from 1, and the record or the sentence why it is none."""

    number: int
    data: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


def read_lines(content: bytes) -> Iterator[ReadLine]:
    """Yield the lines that are not blank. Raises Unreadable for a damaged or overlarge packed file, or an empty one."""
    plain = _unpacked(content) if content[:2] == b"\x1f\x8b" else content
    if not plain.strip():
        raise Unreadable("文件是空的，没有可以导入的法规。")
    for number, line in enumerate(plain.split(b"\n"), start=1):
        if line.strip():
            yield _line(number, line)


def _unpacked(content: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(content, MOST_BYTES)
    except zlib.error as error:
        raise Unreadable("压缩文件已损坏，请重新传输后再导入。") from error
    if unpacker.unconsumed_tail:
        raise Unreadable("解压后太大，请分成几个文件导入。")
    if not unpacker.eof:
        raise Unreadable("压缩文件不完整，请重新传输后再导入。")
    return plain + (gzip.decompress(unpacker.unused_data) if unpacker.unused_data[:2] == b"\x1f\x8b" else b"")


def _line(number: int, line: bytes) -> ReadLine:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return ReadLine(number, problem="这一行不是UTF-8编码，请转换编码后再导入。")
    except (ValueError, RecursionError):
        return ReadLine(number, problem="这一行不是合法的JSON，请检查引号、逗号和括号。")
    if not isinstance(data, dict):
        return ReadLine(number, problem="这一行应是一个JSON对象（{…}）。")
    return ReadLine(number, data)
