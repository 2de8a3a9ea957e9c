"""How long a normative document stays in force.

The table stems from 沪府令26号 (2010) art 26, confidence P; that its successor 沪府令17号 keeps it was not verified. So it
is configuration: pass another table where the local rule differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.months import add_months, last_day_of_term
from gongkai.law.sources import Confidence, Source

SOURCE = Source("《上海市行政规范性文件制定和备案规定》", "第二十六条")
CONFIDENCE = Confidence.PARTIAL


class TermKind(StrEnum):
    ORDINARY = "ordinary"
    TRIAL = "trial"  # 暂行, 试行
    ANNOUNCEMENT = "announcement"  # 通告


LONGEST_YEARS: Mapping[TermKind, int] = {TermKind.ORDINARY: 5, TermKind.TRIAL: 2, TermKind.ANNOUNCEMENT: 1}
MONTHS_BEFORE_END = {"evaluation": 6, "report": 2, "submission": 1}


class Validity(StrEnum):
    PENDING = "尚未施行"
    IN_FORCE = "有效"
    LAPSED = "失效"
    REPEALED = "废止"


class TermRefused(ValueError):
    """The stated end is not allowed; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Term:
    """From the first day in force to the last, both included."""

    first: date
    last: date

    @property
    def evaluation_prompt(self) -> date:
        return add_months(self.last, -MONTHS_BEFORE_END["evaluation"])

    def status(self, on: date, *, repealed: date | None = None) -> Validity:
        """有效, or why not. Repeal counts from its day; what was repealed before its end is 废止, never 失效."""
        if repealed is not None and repealed <= self.last and on >= repealed:
            return Validity.REPEALED
        if on < self.first:
            return Validity.PENDING
        return Validity.IN_FORCE if on <= self.last else Validity.LAPSED


def term_kind(title: str) -> TermKind:
    """Read from the title: 暂行 or 试行, 通告, else ordinary."""
    if "试行" in title or "暂行" in title:
        return TermKind.TRIAL
    return TermKind.ANNOUNCEMENT if title.rstrip("》").endswith("通告") else TermKind.ORDINARY


def term(
    kind: TermKind, first: date, *, stated_last: date | None = None, table: Mapping[TermKind, int] = LONGEST_YEARS
) -> Term:
    """The term of a document: its stated end, or the longest its kind allows. Raises TermRefused for a longer one."""
    longest = last_day_of_term(first, table[kind])
    if stated_last is None:
        return Term(first, longest)
    if not first <= stated_last <= longest:
        raise TermRefused(f"有效期应在施行之日（{first}）与{longest}之间，最长{table[kind]}年。")
    return Term(first, stated_last)
