"""Months and years as the civil code counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later (or earlier); the month's last day where there is none (民法典 art 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_of_term(first: date, years: int) -> date:
    """The last day of a term of whole years whose first day is `first`: the day before the anniversary."""
    anniversary = add_months(first, 12 * years)
    return anniversary if anniversary.day != first.day else anniversary - timedelta(days=1)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar month that `day` lies in."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
