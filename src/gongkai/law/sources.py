"""Where a rule stands, and how surely we know it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Confidence(StrEnum):
    """How the rule was verified. Only T and P may drive a deadline or a letter."""

    TEXT = "T"  # the article itself was read
    PARTIAL = "P"  # seen in part, or in an official notice that carries it out
    PRACTICE = "S"  # seen as practice only
    MEMORY_SURE = "M+"
    MEMORY = "M"


@dataclass(frozen=True, slots=True)
class Source:
    """An instrument and an article in it; `short` is how the article is named on screen."""

    instrument: str
    article: str = ""
    short: str = ""

    @property
    def citation(self) -> str:
        """《政府信息公开条例》第三十三条第二款, or 国办函〔2020〕109号第六条."""
        return f"{self.instrument}{self.article}"

    @property
    def brief(self) -> str:
        """条例第三十三条第二款: as short as a ledger line wants it."""
        return f"{self.short or self.instrument}{self.article}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a written number found.

    `normalised` is the proper way to write it, also when what was written is wrong but its meaning is clear;
    `reason` is a Chinese sentence, None when valid.
    """

    valid: bool
    normalised: str | None
    reason: str | None
