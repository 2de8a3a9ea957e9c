"""One spelling for all writings of a text: NFKC, traditional to simplified, lower case.

Folding looks at each character by itself. The phrase tables of OpenCC would turn 著 into 着 in one context and leave it in
another (and turn the simplified 显著 into 显着), so a query cut out of a text could fold otherwise than the text; and offsets
could not be kept. Where context decides, both readings fold into one (`SAME`): a little precision lost, and no document.
"""

from __future__ import annotations

import unicodedata

from gongkai.engine.search.index.characters import simplified

# Traditional characters whose simplified form hangs on the word (显著, 附着): folded, but not in what is shown.
AMBIGUOUS = "著乾藉覆瞭甯"
SAME = str.maketrans("著乾藉覆瞭甯", "着干借复了宁")
KEPT_CONTROLS = "\n\t\r"
BREAKS = {"\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n"}


def fold_character(char: str) -> str:
    if char in BREAKS:
        return BREAKS[char]
    category = unicodedata.category(char)
    if category in {"Cf", "Cs", "Cn", "Co"} or (category == "Cc" and char not in KEPT_CONTROLS):
        return ""  # zero-width, half surrogates, private use, controls: invisible to the reader, so to the search
    normal = unicodedata.normalize("NFKC", char)
    if normal.isascii():
        return normal.lower()
    return "".join(simplified().get(one, one) for one in normal).translate(SAME).lower()


class _Table(dict[int, str]):
    """Grows with the characters met; `uneven` holds those whose folded form is not one character."""

    def __init__(self, kept: str = "") -> None:
        super().__init__({ord(char): char for char in kept})
        self.uneven: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = fold_character(char)
        if len(folded) != 1:
            self.uneven.add(char)
        self[code] = folded
        return folded


FOLDED = _Table()
SPELLED = _Table(AMBIGUOUS)


def fold(text: str) -> str:
    """Return the text as the index compares it."""
    return text.translate(FOLDED)


def spell(text: str) -> str:
    """Return the text folded but still rightly spelt, for words and queries that are shown again."""
    return text.translate(SPELLED)


def spelled(text: str, folded: str) -> str:
    """Return `spell(text)` where `fold(text)` is at hand: nearly always the same, and not done twice."""
    return spell(text) if any(char in text for char in AMBIGUOUS) else folded


def fold_with_offsets(text: str) -> tuple[str, list[int] | None]:
    """Return the folded text and, for each of its characters and its end, the place in `text`; None when they are equal."""
    folded = text.translate(FOLDED)
    if FOLDED.uneven.isdisjoint(text):
        return folded, None
    lengths = [len(FOLDED[ord(char)]) for char in text]
    offsets = [place for place, length in enumerate(lengths) for _ in range(length)]
    offsets.append(len(text))
    return folded, offsets


def original_span(offsets: list[int] | None, start: int, end: int) -> tuple[int, int]:
    """Return the span of the original text that folded characters start..end came from."""
    if offsets is None:
        return start, end
    if start >= end:
        return offsets[start], offsets[start]
    return offsets[start], offsets[end - 1] + 1
