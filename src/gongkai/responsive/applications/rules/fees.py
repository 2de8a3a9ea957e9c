"""Where a fee stands; the tariff is `law.fees`. No Django."""

from __future__ import annotations

from enum import StrEnum


class FeeState(StrEnum):
    NOTIFIED = "notified"
    PAID = "paid"
    WAIVED = "waived"
    ABANDONED = "abandoned"
    DROPPED = "dropped"


STATE_NAMES: dict[str, str] = {
    FeeState.NOTIFIED: "等待缴费",
    FeeState.PAID: "已缴费",
    FeeState.WAIVED: "已免收",
    FeeState.ABANDONED: "逾期未缴",
    FeeState.DROPPED: "已终结，不再收取",
}
