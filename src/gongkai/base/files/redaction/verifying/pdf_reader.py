"""A small reader of PDF objects for the verifier alone: forgiving, and it never stops at what it cannot read, it reports it."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from typing import Any

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,10})\s+(\d{1,5})\s+obj\b")
_STREAM = re.compile(rb"\s*stream(\r\n|\n|\r)")
_TOKEN = re.compile(
    rb"(?P<blank>[\0\s]+|%[^\r\n]*)|(?P<open><<|\[)|(?P<close>>>|\])|/(?P<name>[^\0\s()<>\[\]{}/%]*)|(?P<string>\()|<(?P<hex>[^>]*)>"
    rb"|(?P<ref>\d+\s+\d+\s+R\b)|(?P<word>[^\0\s()<>\[\]{}/%]+)|(?P<odd>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_SIMPLE = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
LARGEST = 300 * 1024 * 1024
IMAGE_FILTERS = {"DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"}


class Unreadable(ValueError):
    """A stream that cannot be unpacked."""


def tokens(data: bytes, at: int = 0) -> Iterator[tuple[str, bytes, int]]:
    """Yield (kind, bytes, end): strings already without their escapes."""
    while at < len(data):
        match = _TOKEN.match(data, at)
        assert match
        kind = match.lastgroup or "odd"
        at = match.end()
        if kind == "string":
            text, at = _literal(data, at)
            yield "string", text, at
        elif kind == "hex":
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", match.group("hex"))
            yield "string", bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()), at
        elif kind != "blank":
            yield kind, match.group(kind), at


def _literal(data: bytes, at: int) -> tuple[bytes, int]:
    depth, end = 1, at
    while end < len(data):
        byte = data[end]
        if byte == 0x5C:
            end += 1
        elif byte == 0x28:
            depth += 1
        elif byte == 0x29:
            depth -= 1
            if not depth:
                break
        end += 1
    return _ESCAPE.sub(_unescaped, data[at:end]), end + 1


def _unescaped(match: re.Match[bytes]) -> bytes:
    what = match.group(1)
    return bytes([int(what, 8) & 255]) if what[:1].isdigit() and what[0] < 0x38 else _SIMPLE.get(what, what)


def value_at(data: bytes, at: int) -> tuple[Any, int]:
    """Read one value; names are str, strings bytes, references ('ref', number)."""
    stack: list[list[Any]] = [[]]
    kinds: list[bytes] = []
    for kind, text, end in tokens(data, at):
        if kind == "open":
            stack.append([])
            kinds.append(text)
        elif kind == "close" and kinds:
            items = stack.pop()
            opened = kinds.pop()
            made: Any = items if opened == b"[" else {str(k): v for k, v in zip(items[::2], items[1::2], strict=False)}
            stack[-1].append(made)
        elif kind == "name":
            stack[-1].append(
                re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m.group(1), 16)]), text).decode("latin-1")
            )
        elif kind == "ref":
            stack[-1].append(("ref", int(text.split()[0])))
        elif kind == "string":
            stack[-1].append(text)
        elif kind == "word":
            stack[-1].append(_word(text))
        if len(stack) == 1 and stack[0]:
            return stack[0][0], end
        if len(stack) > 200:
            break
    return None, len(data)


def _word(text: bytes) -> Any:
    try:
        return float(text)
    except ValueError:
        return None


class Objects:
    """Every object in the file, also those in object streams and old ones: `all` keeps each version."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.all: list[tuple[int, Any, bytes | None]] = []
        self.latest: dict[int, tuple[Any, bytes | None]] = {}
        self.outside: list[bytes] = []
        self.problems: list[str] = []
        self._scan()

    def _scan(self) -> None:
        at = 0
        while match := _OBJECT.search(self.data, at):
            self.outside.append(self.data[at : match.start()])
            number = int(match.group(1))
            value, end = value_at(self.data, match.end())
            raw = None
            if isinstance(value, dict) and (start := _STREAM.match(self.data, end)):
                raw, end = self._stream(value, start.end())
            self._keep(number, value, raw)
            at = max(end, match.end())
        self.outside.append(self.data[at:])
        for number, value, raw in list(self.all):
            if raw is not None and value.get("Type") == "ObjStm":
                self._object_stream(number, value, raw)

    def _stream(self, value: dict[str, Any], start: int) -> tuple[bytes, int]:
        length = value.get("Length")
        if isinstance(length, float):
            end = start + int(length)
            if self.data[end : end + 20].strip().startswith(b"endstream"):
                return self.data[start:end], end
        end = self.data.find(b"endstream", start)
        end = len(self.data) if end < 0 else end
        return self.data[start:end], end

    def _keep(self, number: int, value: Any, raw: bytes | None) -> None:
        self.all.append((number, value, raw))
        self.latest[number] = (value, raw)

    def _object_stream(self, number: int, value: dict[str, Any], raw: bytes) -> None:
        try:
            data = self.unpacked(value, raw)
            count, first = int(self.get(value.get("N")) or 0), int(self.get(value.get("First")) or 0)
            heads = [int(word) for word in data[:first].split()]
        except (Unreadable, ValueError, TypeError):
            self.problems.append(f"对象流 {number}")
            return
        for inner, offset in zip(heads[: 2 * count : 2], heads[1 : 2 * count : 2], strict=False):
            self._keep(inner, value_at(data, first + offset)[0], None)

    def get(self, value: Any) -> Any:
        for _ in range(20):
            if not (isinstance(value, tuple) and value[0] == "ref"):
                return value
            value = self.latest.get(value[1], (None, None))[0]
        return None

    def stream_of(self, value: Any) -> tuple[dict[str, Any], bytes] | None:
        while isinstance(value, tuple):
            found, raw = self.latest.get(value[1], (None, None))
            if raw is not None:
                return found, raw
            value = found
        return None

    def unpacked(self, value: dict[str, Any], raw: bytes) -> bytes:
        """Return a stream's data; data of images stays packed in its picture format. Raises Unreadable."""
        names = self.get(value.get("Filter", value.get("F")))
        parameters = self.get(value.get("DecodeParms", value.get("DP")))
        names = names if isinstance(names, list) else [names] if names else []
        listed = parameters if isinstance(parameters, list) else [parameters] * len(names)
        for place, name in enumerate(names):
            kind = self.get(name)
            if kind in IMAGE_FILTERS:
                return raw
            parameter = self.get(listed[place]) if place < len(listed) else None
            raw = _predicted(self, _unfiltered(str(kind), raw), parameter if isinstance(parameter, dict) else {})
        return raw


def _unfiltered(name: str, data: bytes) -> bytes:
    try:
        if name in {"FlateDecode", "Fl"}:
            machine = zlib.decompressobj()
            out = machine.decompress(data, LARGEST)
            if machine.unconsumed_tail:
                raise Unreadable("过大")
            return out
        if name in {"ASCIIHexDecode", "AHx"}:
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.split(b">")[0])
            return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        if name in {"ASCII85Decode", "A85"}:
            return base64.a85decode(re.sub(rb"\s", b"", data).removeprefix(b"<~").split(b"~")[0])
        if name in {"LZWDecode", "LZW"}:
            return _lzw(data)
        if name in {"RunLengthDecode", "RL"}:
            return _run_length(data)
    except (zlib.error, ValueError) as error:
        raise Unreadable(f"{name}：{error}") from error
    raise Unreadable(f"不认识的过滤器 {name}")


def _run_length(data: bytes) -> bytes:
    out, at = bytearray(), 0
    while at < len(data) and data[at] != 128:
        length = data[at]
        if length < 128:
            out += data[at + 1 : at + 2 + length]
            at += length + 2
        else:
            out += data[at + 1 : at + 2] * (257 - length)
            at += 2
    return bytes(out)


def _lzw(data: bytes) -> bytes:
    table: list[bytes] = []
    out, bits, buffer, width, last = bytearray(), 0, 0, 9, b""
    for byte in data:
        buffer, bits = (buffer << 8) | byte, bits + 8
        while bits >= width:
            code = (buffer >> (bits - width)) & ((1 << width) - 1)
            bits -= width
            buffer &= (1 << bits) - 1
            if code == 257:
                return bytes(out)
            if code == 256 or not table:
                table = [bytes([number]) for number in range(256)] + [b"", b""]
                width, last = 9, b""
                if code == 256:
                    continue
            if code > len(table) or (code == len(table) and not last):
                raise Unreadable("LZW 损坏")
            entry = table[code] if code < len(table) else last + last[:1]
            out += entry
            if last and len(table) < 4096:
                table.append(last + entry[:1])
            last = entry
            width = 9 if len(table) < 511 else 10 if len(table) < 1023 else 11 if len(table) < 2047 else 12
    return bytes(out)


def _predicted(objects: Objects, data: bytes, parameters: dict[str, Any]) -> bytes:
    predictor = int(objects.get(parameters.get("Predictor")) or 1)
    if predictor < 10:
        return data
    colours = int(objects.get(parameters.get("Colors")) or 1)
    bits = int(objects.get(parameters.get("BitsPerComponent")) or 8)
    columns = int(objects.get(parameters.get("Columns")) or 1)
    step = max(1, colours * bits // 8)
    row_size = (colours * bits * columns + 7) // 8
    if bits * colours * columns > 8 * 4096:
        return data  # a picture: its pixels hold no text
    out, before = bytearray(), bytes(row_size)
    for at in range(0, len(data), row_size + 1):
        row = bytearray(data[at + 1 : at + 1 + row_size])
        _undo(data[at], row, before, step)
        out += row
        before = bytes(row)
    return bytes(out)


def _undo(kind: int, row: bytearray, before: bytes, step: int) -> None:
    for place in range(len(row)):
        left = row[place - step] if place >= step else 0
        up = before[place] if place < len(before) else 0
        corner = before[place - step] if place >= step else 0
        if kind == 4:
            guess = left + up - corner
            near = min((left, up, corner), key=lambda option: abs(guess - option))
        else:
            near = (0, left, up, (left + up) // 2)[kind] if kind < 4 else 0
        row[place] = (row[place] + near) & 255
