"""The standard text (标准文本) beside the version of the site: paragraph by paragraph. No Django."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from gongkai.engine.publishing.rules import Change, difference

_BLANK = re.compile(r"[ \t\u3000\u00a0]+")


def plain(text: str) -> str:
    """Return a text as it is compared: one line a paragraph, blanks at the ends and empty lines gone, NFC."""
    lines = (_BLANK.sub(" ", unicodedata.normalize("NFC", line)).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def whole(title: str, doc_number: str, text: str) -> str:
    """Return what must be equal: title, document number and wording."""
    return plain(f"{title}\n{doc_number}\n{text}")


def fingerprint(title: str, doc_number: str, text: str) -> str:
    return hashlib.sha256(whole(title, doc_number, text).encode()).hexdigest()


@dataclass(frozen=True)
class Comparison:
    changes: tuple[Change, ...]

    def count(self, kind: str) -> int:
        return sum(1 for one in self.changes if one.kind == kind)

    @property
    def differs(self) -> bool:
        return any(one.kind != "same" for one in self.changes)

    @property
    def words(self) -> str:
        """Return «改动2段、增加1段»."""
        names = {"changed": "改动", "added": "增加", "removed": "减少"}
        said = [f"{name}{self.count(kind)}段" for kind, name in names.items() if self.count(kind)]
        return "、".join(said) or "一致"


def compare(standard: str, site: str) -> Comparison:
    """Compare two texts made by `whole`: old is the standard text, new what the site shows."""
    return Comparison(tuple(difference(standard, site)))
