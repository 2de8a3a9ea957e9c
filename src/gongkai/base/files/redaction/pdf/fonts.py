"""How wide each code of a font is: what it takes to know where a character stands on the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gongkai.base.files.extraction.pdfium import open_document, raw

from .syntax import BadSyntax, Lexer

if TYPE_CHECKING:
    from .file import PdfFile

_STANDARD = {
    "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique", "Times-Roman", "Times-Bold", "Times-Italic",
    "Times-BoldItalic", "Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique", "Symbol", "ZapfDingbats",
}  # fmt: skip
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_standard_widths: dict[str, dict[int, float]] = {}


class Font:
    """Widths are in thousandths of the font size; `vertical` fonts advance downwards by `fall`."""

    def __init__(self, file: PdfFile, dictionary: dict[str, Any]) -> None:
        self.file = file
        self.kind = str(file.get(dictionary.get("Subtype")))
        self.two_bytes = self.kind == "Type0"
        self.vertical = False
        self.fall = -1000.0
        self.scale = 1.0
        self.widths: dict[int, float] = {}
        self.default = 0.0
        self.letters = to_unicode(file.decoded(dictionary["ToUnicode"])) if "ToUnicode" in dictionary else {}
        if self.two_bytes:
            self._composite(dictionary)
        else:
            self._simple(dictionary)

    def _composite(self, dictionary: dict[str, Any]) -> None:
        encoding = self.file.get(dictionary.get("Encoding"))
        if encoding not in {"Identity-H", "Identity-V"}:
            raise BadSyntax("font with its own code map")
        self.vertical = encoding == "Identity-V"
        descendants = self.file.get(dictionary.get("DescendantFonts")) or [None]
        inner = self.file.dictionary(descendants[0])
        self.default = float(self.file.get(inner.get("DW", 1000)))
        if isinstance(down := self.file.get(inner.get("DW2")), list) and len(down) == 2:
            self.fall = float(down[1])
        if self.vertical and "W2" in inner:
            raise BadSyntax("vertical font with single widths")
        self._wide(self.file.get(inner.get("W")) or [])

    def _wide(self, entries: list[Any]) -> None:
        at = 0
        while at + 1 < len(entries):
            first, second = int(self.file.get(entries[at])), self.file.get(entries[at + 1])
            if isinstance(second, list):
                for place, width in enumerate(second):
                    self.widths[first + place] = float(self.file.get(width))
                at += 2
            else:
                width = float(self.file.get(entries[at + 2]))
                for code in range(first, min(int(second), 0xFFFF) + 1):
                    self.widths[code] = width
                at += 3

    def _simple(self, dictionary: dict[str, Any]) -> None:
        widths = self.file.get(dictionary.get("Widths"))
        name = str(self.file.get(dictionary.get("BaseFont")))
        if isinstance(widths, list):
            first = int(self.file.get(dictionary.get("FirstChar", 0)))
            self.widths = {first + place: float(self.file.get(width) or 0) for place, width in enumerate(widths)}
            descriptor = self.file.dictionary(dictionary.get("FontDescriptor"))
            self.default = float(self.file.get(descriptor.get("MissingWidth", 0)) or 0)
        elif name in _STANDARD and "Encoding" not in dictionary:
            self.widths = _standard(name)
        else:
            raise BadSyntax("font without widths")
        if self.kind == "Type3":
            matrix = self.file.get(dictionary.get("FontMatrix")) or [0.001]
            self.scale = float(matrix[0]) * 1000

    def letter(self, code: bytes) -> str:
        """Return what a code stands for; without a table, a single byte stands for itself."""
        number = int.from_bytes(code, "big")
        return self.letters.get(number, "" if self.two_bytes else chr(number))

    def codes(self, text: bytes) -> Iterator[tuple[bytes, float]]:
        """Yield each code with its width."""
        step = 2 if self.two_bytes else 1
        for at in range(0, len(text), step):
            code = text[at : at + step]
            yield code, self.widths.get(int.from_bytes(code, "big"), self.default) * self.scale


def _standard(name: str) -> dict[int, float]:
    """Return the widths of one of the fourteen fonts that every reader has: pdfium knows them."""
    if name not in _standard_widths:
        document = open_document.new()
        font = raw.FPDFText_LoadStandardFont(document.raw, name.encode())
        width = ctypes.c_float()
        found = {}
        for code in range(32, 256):
            if raw.FPDFFont_GetGlyphWidth(font, code, 1000.0, width):
                found[code] = width.value
        raw.FPDFFont_Close(font)
        document.close()
        _standard_widths[name] = found
    return _standard_widths[name]


def to_unicode(table: bytes) -> dict[int, str]:
    """Read which character each code stands for (a ToUnicode CMap)."""
    letters: dict[int, str] = {}
    for kind, body in _SECTION.findall(table):
        lexer = Lexer(body, references=False)
        entries = []
        while not lexer.done():
            entries.append(lexer.next())
        if kind == b"bfchar":
            letters.update({_code(one): _letters(two) for one, two in zip(entries[::2], entries[1::2], strict=False)})
            continue
        for first, last, target in zip(entries[::3], entries[1::3], entries[2::3], strict=False):
            for step in range(min(_code(last) - _code(first), 0xFFFF) + 1):
                if isinstance(target, list):
                    letters[_code(first) + step] = _letters(target[step]) if step < len(target) else ""
                else:
                    moved = int.from_bytes(target, "big") + step
                    letters[_code(first) + step] = _letters(moved.to_bytes(max(len(target), 2), "big"))
    return letters


def _code(value: Any) -> int:
    return int.from_bytes(value, "big") if isinstance(value, bytes) else 0


def _letters(value: Any) -> str:
    return value.decode("utf-16-be", "replace") if isinstance(value, bytes) else ""
