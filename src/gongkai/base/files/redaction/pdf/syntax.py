"""The objects of PDF: read from bytes and written to bytes (ISO 32000-1, 7.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

WHITE = b"\0\t\n\f\r "
_SPACE = re.compile(rb"(?:[\0\t\n\f\r ]|%[^\r\n]*)*")
_NUMBER = re.compile(rb"[+-]*(?:\d+\.?\d*|\.\d+)(?:-\d*)?")
_REGULAR = re.compile(rb"[^\0\t\n\f\r ()<>\[\]{}/%]+")
_REFERENCE = re.compile(rb"(\d+)[\0\t\n\f\r ]+(\d+)[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>\[\]{}/%])")
_ESCAPES = {0x6E: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12}
_NAME_SAFE = re.compile(rb"[^!-~]|[()<>\[\]{}/%#]")
DEEPEST = 100


class BadSyntax(ValueError):
    """The bytes are no PDF object."""


class Name(str):
    """A name without its slash."""

    __slots__ = ()


@dataclass(frozen=True)
class Ref:
    number: int


@dataclass
class Stream:
    dictionary: dict[str, Any]
    raw: bytes


@dataclass
class Keyword:
    """An operator, or `true`/`null`/`obj` before it is understood."""

    word: bytes


@dataclass
class Lexer:
    """Reads one object after another from `data`, starting at `at`."""

    data: bytes
    at: int = 0
    references: bool = True
    depth: int = field(default=0)

    def skip(self) -> None:
        match = _SPACE.match(self.data, self.at)
        assert match
        self.at = match.end()

    def done(self) -> bool:
        self.skip()
        return self.at >= len(self.data)

    def next(self) -> Any:
        self.skip()
        data, at = self.data, self.at
        if at >= len(data):
            raise BadSyntax("end of data")
        first = data[at]
        if first == 0x2F:
            return self._name()
        if first == 0x28:
            return self._literal()
        if first == 0x3C:
            return self._dictionary() if data[at : at + 2] == b"<<" else self._hex()
        if first == 0x5B:
            return self._array()
        if self.references and 0x30 <= first <= 0x39 and (match := _REFERENCE.match(data, at)):
            self.at = match.end()
            return Ref(int(match.group(1)))
        return self._word()

    def _word(self) -> Any:
        match = _REGULAR.match(self.data, self.at)
        if not match:
            raise BadSyntax(f"unexpected byte at {self.at}")
        self.at = match.end()
        word = match.group(0)
        if _NUMBER.fullmatch(word):
            return _number(word)
        return {b"true": True, b"false": False}.get(word, None if word == b"null" else Keyword(word))

    def _name(self) -> Name:
        match = _REGULAR.match(self.data, self.at + 1)
        self.at = match.end() if match else self.at + 1
        raw = match.group(0) if match else b""
        if b"#" in raw:
            raw = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found.group(1), 16)]), raw)
        return Name(raw.decode("latin-1"))

    def _literal(self) -> bytes:
        data, at, out, depth = self.data, self.at + 1, bytearray(), 1
        while at < len(data):
            byte = data[at]
            at += 1
            if byte == 0x5C and at < len(data):
                at = self._escape(at, out)
                continue
            if byte == 0x28:
                depth += 1
            elif byte == 0x29:
                depth -= 1
                if not depth:
                    self.at = at
                    return bytes(out)
            out.append(byte)
        raise BadSyntax("string without end")

    def _escape(self, at: int, out: bytearray) -> int:
        data, byte = self.data, self.data[at]
        if 0x30 <= byte <= 0x37:
            end = at + 1
            while end < min(at + 3, len(data)) and 0x30 <= data[end] <= 0x37:
                end += 1
            out.append(int(data[at:end], 8) & 0xFF)
            return end
        if byte == 0x0D:
            return at + 2 if data[at + 1 : at + 2] == b"\n" else at + 1
        if byte != 0x0A:
            out.append(_ESCAPES.get(byte, byte))
        return at + 1

    def _hex(self) -> bytes:
        end = self.data.find(b">", self.at)
        if end < 0:
            raise BadSyntax("hex string without end")
        digits = re.sub(rb"[^0-9A-Fa-f]", b"", self.data[self.at + 1 : end])
        self.at = end + 1
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))

    def _array(self) -> list[Any]:
        self._deeper()
        self.at += 1
        items: list[Any] = []
        while True:
            self.skip()
            if self.data[self.at : self.at + 1] == b"]":
                self.at += 1
                self.depth -= 1
                return items
            items.append(self.next())

    def _dictionary(self) -> dict[str, Any]:
        self._deeper()
        self.at += 2
        items: dict[str, Any] = {}
        while True:
            self.skip()
            if self.data[self.at : self.at + 2] == b">>":
                self.at += 2
                self.depth -= 1
                return items
            key = self.next()
            if not isinstance(key, Name):
                raise BadSyntax("dictionary key is no name")
            items[key] = self.next()

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadSyntax("nested too deeply")


def _number(word: bytes) -> int | float:
    text = word.lstrip(b"+").decode("ascii")
    text = "-" + text.lstrip("-") if text.startswith("-") else text
    head, minus, _rest = text[1:].partition("-")
    text = text[:1] + head if minus else text
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return 0


def number_bytes(value: float) -> bytes:
    if isinstance(value, int):
        return b"%d" % value
    return (f"{value:.5f}".rstrip("0").rstrip(".") or "0").encode()


def written(value: Any) -> bytes:
    """Return an object as PDF; strings become hex strings."""
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int | float):
        return number_bytes(value)
    if isinstance(value, Name):
        return b"/" + _NAME_SAFE.sub(lambda found: b"#%02X" % found.group(0)[0], value.encode("latin-1"))
    if isinstance(value, bytes):
        return b"<" + value.hex().encode() + b">"
    if isinstance(value, Ref):
        return b"%d 0 R" % value.number
    if isinstance(value, Keyword):
        return value.word
    if isinstance(value, list):
        return b"[" + b" ".join(written(item) for item in value) + b"]"
    if isinstance(value, dict):
        return b"<<" + b"".join(written(Name(key)) + b" " + written(item) for key, item in value.items()) + b">>"
    raise BadSyntax(f"cannot write {type(value).__name__}")
