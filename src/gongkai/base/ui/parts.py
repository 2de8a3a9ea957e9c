"""Typed shapes of the richer components; plain dicts with the same keys serve the templates just as well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

ClockState = Literal["normal", "today", "late", "paused", "provisional", "done"]
DayKind = Literal["start", "work", "ext", "rest", "pause", "left", "due"]


@dataclass(frozen=True)
class ClockLine:
    """One fact of the account: when, what happened or counts, by which article, how much it adds."""

    when: str
    text: str
    amount: str = ""
    article: str = ""


@dataclass(frozen=True)
class ClockDay:
    date: dt.date
    kind: DayKind
    today: bool = False


@dataclass(frozen=True)
class Clock:
    """A deadline in words. `strong` is the part of the words set in bold; `spent` fills the ring, 0–100."""

    state: ClockState
    label: str
    strong: str = ""
    spent: int = 0
    lines: tuple[ClockLine, ...] = ()
    days: tuple[ClockDay, ...] = ()
    summary: str = ""
