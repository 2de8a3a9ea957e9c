"""What the tables are counted from: one fact an application, one a review or lawsuit. No Django."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Protocol

from gongkai.law import annual_tables as law

OPEN = dt.date.max  # closed_on of what is still open: the day that never comes


class Kind(StrEnum):
    APPLICATION = "application"
    REVIEW = "review"
    DIRECT = "direct"
    AFTER_REVIEW = "after-review"


KIND_NAMES: dict[str, str] = {
    Kind.APPLICATION: "政府信息公开申请",
    Kind.REVIEW: law.REVIEW,
    Kind.DIRECT: law.DIRECT,
    Kind.AFTER_REVIEW: law.AFTER_REVIEW,
}
DISPUTES = (Kind.REVIEW, Kind.DIRECT, Kind.AFTER_REVIEW)
DISPUTE_RESULTS = tuple(column.key for column in law.TABLE4_COLUMNS if column.key not in {"pending", "total"})


class Fact(Protocol):
    """One matter as the report counts it; whoever keeps the cases hands over an object with these names.

    `column` is a key of `law.annual_tables.COLUMNS`, "" for reviews and lawsuits. `row` is the result once closed
    (a key of table 三, or upheld, corrected, other), "" while open. `closed_on` None: open. `days`: working days that
    counted. `label` and `url` are shown in lists: no personal data in them.
    """

    @property
    def kind(self) -> str: ...
    @property
    def subject_type(self) -> str: ...
    @property
    def subject_id(self) -> str: ...
    @property
    def agency_id(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def row(self) -> str: ...
    @property
    def received_on(self) -> dt.date: ...
    @property
    def closed_on(self) -> dt.date | None: ...
    @property
    def days(self) -> int | None: ...
    @property
    def late(self) -> bool: ...
    @property
    def label(self) -> str: ...
    @property
    def url(self) -> str: ...


class WrongFact(ValueError):
    """The matter cannot be counted; the sentence says why."""


def check_fact(fact: Fact) -> None:
    """Raises WrongFact where the matter would fall out of the tables or be counted twice."""
    applies = fact.kind == Kind.APPLICATION
    rows = law.RESULT_KEYS - {law.OTHER_2019.key} if applies else frozenset(DISPUTE_RESULTS)
    if fact.kind not in KIND_NAMES:
        raise WrongFact(f"没有“{fact.kind}”这一种事项。")
    if applies != (fact.column in {column.key for column in law.COLUMNS}):
        raise WrongFact(f"{fact.label}：申请人类别“{fact.column}”不在表三的六栏之中。")
    if (fact.closed_on is None) != (not fact.row) or (fact.row and fact.row not in rows):
        raise WrongFact(f"{fact.label}：办结的须有一种办理结果，未办结的不能有，现为“{fact.row}”。")
    if fact.closed_on is not None and not fact.received_on <= fact.closed_on < OPEN:
        raise WrongFact(f"{fact.label}：办结日期{fact.closed_on}早于收到日期{fact.received_on}，请核对。")
