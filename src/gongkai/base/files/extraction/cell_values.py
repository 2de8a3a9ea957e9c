"""Cell values as a reader sees them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_DECIMALS = re.compile(r"0\.(0+)")
LONGEST_EXACT = 15  # digits a spreadsheet number holds exactly


def shown(value: object, number_format: str | None) -> str:
    """Write a value by the main features of its number format: dates, per cent, thousands, decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.strftime("%Y-%m-%d") if midnight else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(value, number_format or "General")
    return str(value).strip()


def _number(value: float, number_format: str) -> str:
    form = number_format.split(";", maxsplit=1)[0]
    decimals = _DECIMALS.search(form)
    places = len(decimals.group(1)) if decimals else 0
    comma = "," if "#,##" in form or ",0" in form else ""
    if "%" in form:
        return f"{value * 100:{comma}.{places}f}%"
    if decimals or form in {"0", "#,##0"}:
        return f"{value:{comma}.{places}f}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**LONGEST_EXACT:
        return str(int(value))
    return f"{value:.{LONGEST_EXACT}g}" if isinstance(value, float) else str(value)
