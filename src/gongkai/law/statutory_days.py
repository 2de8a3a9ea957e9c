"""The rest days that everyone has by statute: what is known of a year before its holiday notice comes out.

全国年节及纪念日放假办法, revised 2024-11-10: 13 days since 2025. Half-day groups (3-8, 5-4, 6-1, 8-1) rest nobody else.
"""

from __future__ import annotations

from datetime import date

# month, day, name, first year. Since 2008 unless said otherwise.
FIXED: tuple[tuple[int, int, str, int], ...] = (
    (1, 1, "元旦", 2008),
    (5, 1, "劳动节", 2008),
    (5, 2, "劳动节", 2025),
    (10, 1, "国庆节", 2008),
    (10, 2, "国庆节", 2008),
    (10, 3, "国庆节", 2008),
)

# Days of the lunar and solar-term calendar, confidence M+: they only improve an estimate that is marked provisional.
MOVING: dict[int, tuple[tuple[date, str], ...]] = {
    2027: (
        (date(2027, 2, 5), "春节"),
        (date(2027, 2, 6), "春节"),
        (date(2027, 2, 7), "春节"),
        (date(2027, 2, 8), "春节"),
        (date(2027, 4, 5), "清明节"),
        (date(2027, 6, 9), "端午节"),
        (date(2027, 9, 15), "中秋节"),
    ),
}

# A notice for the whole year names these; an amendment within the year need not.
UNMISTAKABLE: tuple[tuple[int, int], ...] = ((1, 1), (5, 1), (10, 1))


def days_known_without_notice(year: int) -> dict[date, str]:
    known = {date(year, month, day): name for month, day, name, since in FIXED if year >= since}
    known.update(MOVING.get(year, ()))
    return known


def number_of_days(year: int) -> int:
    """How many working days the statute turns into rest days in `year`; moving a holiday leaves this sum unchanged."""
    return 13 if year >= 2025 else 11
