"""The English edition: its words, and what may stand in it. No Django."""

from __future__ import annotations

import datetime as dt
import re

PREVAILS = "This English edition is a translation for reference. In case of any discrepancy, the Chinese text prevails."
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
_LETTERS = re.compile(r"[A-Za-z]")


def is_english(text: str) -> bool:
    """Return whether this may stand as an English title: letters, and no Chinese."""
    return bool(_LETTERS.search(text)) and not _HAN.search(text)


def has_english(text: str) -> bool:
    return bool(_LETTERS.search(text))


def en_date(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def default_title(name: str, year: int, number: int, total: int) -> str:
    return f"{name}, {year}, No. {number} (Serial No. {total})"
