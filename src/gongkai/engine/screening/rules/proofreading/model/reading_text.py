"""A text as the model sees it: digits and letters are each one sign, whatever else is not a Chinese character another."""

from __future__ import annotations

BREAK, DIGIT, LETTER = "。", "0", "a"


class _Signs(dict[int, str]):
    def __missing__(self, code: int) -> str:
        """Return and keep the sign for a character met for the first time; there are at most 65,536 of interest."""
        character = chr(code)
        if "\u4e00" <= character <= "\u9fff":
            sign = character
        elif character.isdecimal():
            sign = DIGIT
        elif character.isalpha() and code < 0xFFFF:
            sign = LETTER
        else:
            sign = BREAK
        if len(self) < 30_000:
            self[code] = sign
        return sign


_SIGNS = _Signs()


def folded(text: str) -> str:
    """Return the text with one sign for each character, so that places stay the same."""
    return text.translate(_SIGNS)
