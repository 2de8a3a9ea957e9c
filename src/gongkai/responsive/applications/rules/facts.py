"""What the statistics of others count of an application, told in the transaction of the verb. No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

KIND = "application"
SUBJECT_TYPE = "applications.application"


@dataclass(frozen=True, slots=True)
class Fact:
    """One matter as it stands: `row` is the key of table 三 and "" while open; `days` are working days that counted.

    `received_on` stays the day of first receipt when a correction was asked for; the label holds a number and no person.
    """

    kind: str
    subject_type: str
    subject_id: str
    agency_id: int
    column: str
    row: str
    received_on: dt.date
    closed_on: dt.date | None
    days: int | None
    late: bool
    label: str
    url: str


FACT_LISTENERS: list[Callable[[Fact], None]] = []
GONE_LISTENERS: list[Callable[[str, str, str], None]] = []
