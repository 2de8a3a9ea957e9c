"""The forms in which a secret may lie in a file: folded text, encodings, escapes, remains of a number."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

_HYPHENS = {ord(character): None for character in "-‐‑‒–—―−·."}
_NUMBER = re.compile(r"[0-9][0-9x]{6,}")
_RUN = re.compile(r"[0-9x]{4,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODECS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5hkscs")
_ENOUGH_BYTES = 6
_ENOUGH_ASCII = 8  # fewer letters or digits turn up in any binary part by chance
_SPANNING = 6
_LONG_NUMBER = 11


def fold(text: str) -> str:
    """Return the text in NFKC, lower case, without blanks and invisible characters."""
    plain = unicodedata.normalize("NFKC", text).translate(_ASCII_INVISIBLE if text.isascii() else _invisible())
    return "".join(plain.lower().split())


_ASCII_INVISIBLE = dict.fromkeys((*range(32), 127))


@cache
def _invisible() -> dict[int, None]:
    """Return the format and control characters. Going through all of Unicode takes 0.1 s: only where it is needed."""
    return {code: None for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in {"Cf", "Cc"}}


def without_hyphens(plain: str) -> str:
    return plain.translate(_HYPHENS)


@dataclass(frozen=True)
class Secret:
    """`number` secrets are also looked for without hyphens, and their remains are too."""

    text: str
    plain: str
    bare: str
    number: bool
    spanning: bool
    strong: bool
    encoded: tuple[tuple[bytes, str], ...] = field(repr=False, default=())

    def within(self, plain: str) -> bool:
        return self.plain in plain or (self.number and self.bare in without_hyphens(plain))

    def remains(self, plain: str) -> str:
        """Return a rest of the number that stands alone in the text: “138001” of 13800138000."""
        if not self.number:
            return ""
        least = 6 if len(self.bare) >= _LONG_NUMBER else 4
        for run in _RUN.findall(plain):
            if len(run) >= least and run in self.bare and not _YEAR.fullmatch(run):
                return str(run)
        return ""


def secrets_from(texts: Iterable[str]) -> list[Secret]:
    made = []
    for text in dict.fromkeys(texts):
        plain = fold(text)
        if not plain:
            continue
        bare = without_hyphens(plain)
        number = bool(_NUMBER.fullmatch(bare))
        spanning = len(plain) >= _SPANNING or any(mark in text.strip() for mark in "\n\r\t")
        strong = not plain.isascii() or len(plain) >= _ENOUGH_ASCII
        made.append(Secret(text, plain, bare, number, spanning, strong, tuple(_encoded(text, plain))))
    return made


def _encoded(text: str, plain: str) -> Iterator[tuple[bytes, str]]:
    forms = dict.fromkeys((text.strip(), unicodedata.normalize("NFKC", text).strip(), plain))
    for form in forms:
        if form.isascii() and len(form) < _ENOUGH_ASCII:
            continue
        for codec in _CODECS:
            try:
                data = form.encode(codec)
            except UnicodeEncodeError:
                continue
            if len(data) >= _ENOUGH_BYTES:
                yield data, codec
        if not form.isascii():
            yield quote(form).encode(), "网址编码"
            yield quote(form).lower().encode(), "网址编码"
            yield "".join(f"\\u{ord(c):04x}" for c in form).encode(), "转义"
            yield "".join(f"&#{ord(c)};" for c in form).encode(), "字符引用"
            yield "".join(f"&#x{ord(c):x};" for c in form).encode(), "字符引用"
            yield form.encode("utf-16-be").hex().encode(), "十六进制"
            yield form.encode("utf-16-be").hex().upper().encode(), "十六进制"
