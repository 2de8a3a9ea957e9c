"""Table 二: what is counted from the texts that are held, what is handed in, and when a number looks odd. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law import annual_tables as law

Spot = tuple[str, str]  # row and column of table 二
COLUMNS: dict[str, tuple[str, ...]] = {row: block.columns for block in law.TABLE2[law.Form.Y2021] for row in block.rows}
ENTERED_ROWS: tuple[str, ...] = tuple(row for row in COLUMNS if row not in law.STOCK_ROWS)
ROW_KEYS: dict[str, str] = {"regulations": law.REGULATIONS, "normative": law.NORMATIVE}  # as in addresses
KEY_OF_ROW: dict[str, str] = {row: key for key, row in ROW_KEYS.items()}
COLUMN_KEYS: dict[str, str] = {"made": law.MADE, "repealed": law.REPEALED, "valid": law.VALID}
KEY_OF_COLUMN: dict[str, str] = {column: key for key, column in COLUMN_KEYS.items()}
ORDERS = "orders"

# Why made and repealed do not explain what is in force, with the sign of each: one reason a text at most.
REASON_SIGNS: dict[str, int] = {
    "expired": -1, "pending": -1, "odd": -1, "begun": 1, "already": 1, "unborn": 1, "early": 1,
}  # fmt: skip
PART_NAMES: dict[str, str] = {
    "made": "本期制发",
    "repealed": "本期废止",
    "valid": "期末现行有效",
    "before": "上期末现行有效",
    "expired": "有效期届满自行失效",
    "pending": "印发后尚未施行",
    "begun": "以前印发、本期起施行",
    "already": "废止时已经失效",
    "unborn": "施行以前已经废止",
    "odd": "废止日期早于印发日期",
    "early": "印发日期晚于期末",
    ORDERS: "以令公布、未计入规章",
}
# A rule is called so (规章制定程序条例第七条: 规定、办法); an order that repeals or alters others is none itself.
RULE_TITLES: tuple[str, ...] = ("规定", "办法", "细则", "规则")
TITLE_ENDS: tuple[str, ...] = ("", "（试行）", "（暂行）", "（修订）", "》")
COUNTED_NOTE = (
    "规章和行政规范性文件按本平台登记的公文和补录的存量文件计数：制发按印发日期，废止按废止、替代或者宣布失效的生效日期，"
    "现行有效截至期末。有效期届满自行失效的不计入废止，另行列出；联合发文只计入牵头机关。"
)
RULES_NOTE = "规章：以令公布，名称为规定、办法、细则、规则的；以令公布的其他文件另行列出。"

FAR_SHARE = Decimal("0.5")  # configuration: a number that differs from last year's by more is asked about
FAR_LEAST = Decimal(10)  # differences below it are not worth a question
FAR_SOURCE = "平台配置：与上年相差超过五成时提示核对"
# Titles by which a decision of a kind is known among what is published.
DECISION_TITLES: dict[str, tuple[str, ...]] = {
    "行政许可": ("行政许可决定", "准予行政许可"),
    "行政处罚": ("行政处罚决定",),
    "行政强制": ("行政强制决定", "行政强制措施决定", "强制执行决定"),
}


@dataclass(frozen=True)
class Settled:
    """A number that was set otherwise than counted: both, with reason, person and time (`at` shown by the page)."""

    row: str
    column: str
    counted: int
    value: Decimal
    reason: str
    who: str
    at: object


@dataclass(frozen=True)
class Balance:
    """One row: in force before + made − repealed against in force now; `reasons` make up the whole difference.

    `reported` is what last year's report says was in force at its end, None where there is none; `added` are texts that
    were in force then and came into the register only after that report was frozen; by `settled` that report's number
    was set higher than counted.
    """

    row: str
    before: int
    made: int
    repealed: int
    valid: int
    reasons: Mapping[str, int]
    reported: Decimal | None = None
    added: int = 0
    settled: Decimal = Decimal()

    @property
    def expected(self) -> int:
        return self.before + self.made - self.repealed

    @property
    def difference(self) -> int:
        return self.valid - self.expected

    @property
    def gap(self) -> Decimal | None:
        """Return counted minus reported at the end of last year."""
        return None if self.reported is None else self.before - self.reported


def balance_of(
    row: str, counts: Mapping[str, int], reported: Decimal | None = None, settled: Decimal | None = None
) -> Balance:
    reasons = {key: counts[key] for key in REASON_SIGNS if counts[key]}
    return Balance(
        row, counts["before"], counts["made"], counts["repealed"], counts["valid"], reasons, reported,
        counts.get("added", 0), settled or Decimal(),
    )  # fmt: skip


def far_off(now: Decimal, then: Decimal | None) -> bool:
    """Return whether a number is worth a second look beside last year's."""
    if then is None:
        return False
    return abs(now - then) >= FAR_LEAST and abs(now - then) > FAR_SHARE * then
