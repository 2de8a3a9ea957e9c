"""信息处理费 (国办函〔2020〕109号): two tariffs, and for each request exactly one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.clocks import FEES
from gongkai.law.sources import Source

SOURCE = Source(FEES.instrument, "第三条、第四条、第五条", FEES.short)


class Method(StrEnum):
    ITEMS = "按件"
    PAGES = "按量"


class FeeRefused(ValueError):
    """The charge would be unlawful; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the tariff: from `first` on (to `last`, None for no end) each unit costs `yuan`."""

    first: int
    last: int | None
    yuan: int


ITEM_BANDS = (Band(1, 10, 0), Band(11, 30, 100))
# From the 31st item every band of ten raises the unit price by 100 yuan: 31-40 at 200, 41-50 at 300, and so on.
ITEM_STEP_FROM, ITEM_STEP_WIDTH, ITEM_STEP_FIRST, ITEM_STEP_RISE = 31, 10, 200, 100
PAGE_BANDS = (Band(1, 30, 0), Band(31, 100, 10), Band(101, 200, 20), Band(201, None, 40))
MOST = 100_000  # items or pages; more is a mistyped number


@dataclass(frozen=True, slots=True)
class Tier:
    """What one band contributes: `count` units from `first` to `last` at `unit_yuan` make `yuan`."""

    first: int
    last: int
    unit_yuan: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def yuan(self) -> int:
        return self.count * self.unit_yuan


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount and how it comes about. Charging is a power of the agency, not a duty (条例第四十二条)."""

    method: Method
    tiers: tuple[Tier, ...]

    @property
    def yuan(self) -> int:
        return sum(tier.yuan for tier in self.tiers)


def charge_items(n: int, *, already: int = 0) -> Charge:
    """The charge by items for `n` items of one applicant that follow `already` others in the same calendar month."""
    _check("件数", n)
    _check("本月已计件数", already)
    return Charge(Method.ITEMS, tuple(_tiers(_item_bands(already + n), already + 1, already + n)))


def charge_pages(pages: int) -> Charge:
    """The charge by volume for one request; pages of several requests are not added up (confidence M+)."""
    _check("页数", pages)
    return Charge(Method.PAGES, tuple(_tiers(iter(PAGE_BANDS), 1, pages)))


def charge(*, items: int | None = None, pages: int | None = None, already: int = 0) -> Charge:
    """By items or by pages; raises FeeRefused for both or neither (art 3)."""
    if items is not None and pages is not None:
        raise FeeRefused("按件、按量只能选择一种计收，不能同时收取。")
    if items is not None:
        return charge_items(items, already=already)
    if pages is not None:
        return charge_pages(pages)
    raise FeeRefused("请说明按件还是按量计收，以及数量。")


def items_by_month(received: Iterable[date]) -> dict[tuple[int, int], int]:
    """Items of one applicant per (year, month): the window is the calendar month, nothing is carried over."""
    return dict(Counter((day.year, day.month) for day in received))


def check_notice_day(notice_sent: date, reply_due: date) -> None:
    """Raises FeeRefused when the fee notice leaves after the reply was due."""
    if notice_sent > reply_due:
        raise FeeRefused(f"收费通知应在答复期限（{reply_due}）内发出，逾期发出无效，不得收费。")


class PaymentState(StrEnum):
    PAID = "已缴费"
    AWAITING = "等待缴费"
    ABANDONED = "逾期未缴费，视为放弃申请"


def payment_state(due: date, *, paid: date | None, today: date) -> PaymentState:
    """Where a payment stands. `due` from `deadlines.payment_due`; after it the reply is R16, unpaid or paid too late."""
    if paid is not None and paid <= due:
        return PaymentState.PAID
    return PaymentState.AWAITING if today <= due else PaymentState.ABANDONED


def _item_bands(upto: int) -> Iterator[Band]:
    yield from ITEM_BANDS
    for n, first in enumerate(range(ITEM_STEP_FROM, upto + 1, ITEM_STEP_WIDTH)):
        yield Band(first, first + ITEM_STEP_WIDTH - 1, ITEM_STEP_FIRST + n * ITEM_STEP_RISE)


def _tiers(bands: Iterator[Band], first: int, last: int) -> Iterator[Tier]:
    for band in bands:
        low, high = max(first, band.first), min(last, band.last or last)
        if low <= high:
            yield Tier(low, high, band.yuan)


def _check(what: str, number: int) -> None:
    if not 0 <= number <= MOST:
        raise FeeRefused(f"{what}应是0至{MOST}的整数。")
