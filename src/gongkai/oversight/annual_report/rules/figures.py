"""The figures of one report, from wherever they came, and what is found when they are judged. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from gongkai.law.annual_tables import Form, form_of

Number = int | Decimal


class Rule(StrEnum):
    """What a finding is about; the words of the outside world (interfaces, corpus)."""

    ROW_SUM = "row_sum"
    COLUMN_TOTAL = "column_total"
    BALANCE = "balance"
    TABLE4_SUM = "table4_sum"
    NARRATIVE_TABLE = "narrative_vs_table"
    NARRATIVE_SUM = "narrative_sum"
    CROSS_YEAR = "cross_year"
    BLANK = "blank"
    NUMBER = "number"
    FEE_TEXT = "fee_text"
    FEE_ROW = "fee_row"
    FEE_LEDGER = "fee_ledger"
    ROLL_UP = "roll_up"


RULE_NAMES: dict[str, str] = {
    Rule.ROW_SUM: "行内合计",
    Rule.COLUMN_TOTAL: "办理结果合计",
    Rule.BALANCE: "收办平衡",
    Rule.TABLE4_SUM: "复议诉讼合计",
    Rule.NARRATIVE_TABLE: "正文与表格",
    Rule.NARRATIVE_SUM: "正文分项合计",
    Rule.CROSS_YEAR: "跨年衔接",
    Rule.BLANK: "空白",
    Rule.NUMBER: "数字",
    Rule.FEE_TEXT: "收费说明",
    Rule.FEE_ROW: "收费依据",
    Rule.FEE_LEDGER: "收费台账",
    Rule.ROLL_UP: "汇总",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`row` and `column` say where; `message` says what is wrong and what to do. Not `hard`: a person looks at it."""

    rule: Rule
    row: str
    column: str
    expected: Number | str | None
    found: Number | str | None
    message: str
    hard: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "rule": self.rule.value, "row": self.row, "column": self.column,
            "expected": _plain(self.expected), "found": _plain(self.found),
        }  # fmt: skip


def _plain(value: Number | str | None) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts as the text gives them; `sure` when the list must make up the whole."""

    what: str
    total: Number
    parts: tuple[Number, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no number: `text` is what stands there, "" for a blank."""

    row: str
    column: str
    text: str


@dataclass(frozen=True)
class Figures:
    """A report as numbers. What was not given is absent; a blank cell of table 三 or 四 is None.

    `said` are the numbers of the text by key: received, processed, carried_in, carried_out, reviews, lawsuits,
    valid_docs, published, fee_collected_yuan, and the headings of groups of rows. `handled` says that the text's number
    received counts what came over from the year before as well. `fee_notices`, and `fee_ledger` (yuan collected by the
    ledger of fees), None: not known.
    """

    year: int | None = None
    issuer: str = ""
    table2: Mapping[str, tuple[Decimal | None, ...]] = field(default_factory=dict)
    table3: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    table4: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    said: Mapping[str, Number] = field(default_factory=dict)
    handled: bool = False
    sums: tuple[Sum, ...] = ()
    faults: tuple[Fault, ...] = ()
    part_six: str | None = None
    fee_notices: int | None = None
    fee_ledger: Decimal | None = None
    previous: Figures | None = None

    @property
    def form(self) -> Form:
        """Return the form by the rows that are there, else by the year."""
        if "o" in self.table3:
            return Form.Y2019
        return form_of(self.year) if self.year else Form.Y2021

    @property
    def is_empty(self) -> bool:
        return not (self.table2 or self.table3 or self.table4 or self.said or self.sums)
