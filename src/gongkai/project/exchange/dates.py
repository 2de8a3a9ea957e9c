"""Days as people write them in records."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from gongkai.project.exchange.outcomes import Rejected

DAY = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(?:[T ].*)?")
COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
EARLIEST = dt.date(1900, 1, 1)
FURTHEST_AHEAD = dt.timedelta(days=366)


def day_of(value: object, field: str, today: dt.date) -> dt.date | None:
    """Return the day, None when nothing is written. Raises Rejected for a day that does not exist or cannot be."""
    written = unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""
    if not written:
        return None
    found = DAY.fullmatch(written) or COMPACT.fullmatch(written)
    if found is None:
        raise Rejected(field, f"“{written[:40]}”不是完整的日期，应写作 2026-11-05。")
    try:
        day = dt.date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise Rejected(field, f"“{written[:40]}”这一天不存在。") from error
    if not EARLIEST <= day <= today + FURTHEST_AHEAD:
        raise Rejected(field, f"“{written[:40]}”过早或过晚，请核对年份。")
    return day
