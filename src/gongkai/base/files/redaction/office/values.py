"""Which numbers in a workbook are shown as a passage: 1234567.5 as “1,234,567.50元”, 36526 as “2000年1月1日”."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from gongkai.base.files.redaction.matching import folded

_AMOUNT = re.compile(r"(?:人民币|rmb|cny|usd|[¥$€£])?(-?\d[\d,]*(?:\.\d+)?)(万元|亿元|元|万|亿|%|‰)?(?:整)?")
_SCALES = {"万元": 10_000.0, "万": 10_000.0, "亿元": 1e8, "亿": 1e8, "%": 0.01, "‰": 0.001}
_DATES = (
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"),
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"),
)
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))
_MOST_DECIMALS = 6


class Numbers:
    """The numbers behind a list of passages, by index of the passage."""

    def __init__(self, texts: list[str]) -> None:
        self.amounts: list[tuple[int, float, int]] = []
        self.serials: dict[int, int] = {}
        self.days: dict[str, int] = {}
        for index, text in enumerate(texts):
            plain = folded(text)
            self._amount(index, plain)
            self._date(index, plain)

    def _amount(self, index: int, plain: str) -> None:
        match = _AMOUNT.fullmatch(plain)
        if not match:
            return
        digits = match.group(1).replace(",", "")
        decimals = len(digits.partition(".")[2])
        self.amounts.append((index, float(digits), decimals))
        if scale := _SCALES.get(match.group(2) or ""):
            shift = round(len(str(int(1 / scale))) - 1) if scale < 1 else 0
            self.amounts.append((index, float(digits) * scale, min(decimals + shift, _MOST_DECIMALS)))

    def _date(self, index: int, plain: str) -> None:
        for pattern in _DATES:
            match = pattern.fullmatch(plain)
            if not match:
                continue
            try:
                day = date(*(int(part) for part in match.groups()))
            except ValueError:
                continue
            self.days[day.isoformat()] = index
            for epoch in _EPOCHS:
                self.serials[(day - epoch).days] = index

    def meant_by(self, raw: str) -> int | None:
        """Return the passage that a cell's stored number is shown as, if any."""
        try:
            number = float(raw)
        except ValueError:
            return self._day(raw)
        if number != number or abs(number) > 1e18:  # noqa: PLR0124 - NaN
            return None
        if int(number) in self.serials:
            return self.serials[int(number)]
        for index, amount, decimals in self.amounts:
            if round(number, decimals) == round(amount, decimals) and (amount or not number):
                return index
        return None

    def _day(self, raw: str) -> int | None:
        try:
            return self.days.get(datetime.fromisoformat(raw.strip()).date().isoformat())
        except (ValueError, OverflowError):
            return None


def shown(raw: str) -> str:
    """Return a number without exponent, as a cell in the general format shows it."""
    try:
        number = float(raw)
    except ValueError:
        return raw
    if abs(number) >= 1e18:
        return raw
    return str(int(number)) if number == int(number) else repr(number)


def as_date(serial: int) -> date:
    return _EPOCHS[0] + timedelta(days=serial)
