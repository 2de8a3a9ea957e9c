"""When letters are due, over midnight and over Mondays."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from gongkai.doors.subscriptions.rules.schedule import quiet_over, slot_of

CHINA = ZoneInfo("Asia/Shanghai")


def moment(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("at", "frequency", "slot", "due"),
    [
        ("2026-03-09T07:49:59", "day", "day:2026-03-09", "2026-03-09T08:00:00"),
        ("2026-03-09T07:50:01", "day", "day:2026-03-10", "2026-03-10T08:00:00"),
        ("2026-03-09T23:55:00", "day", "day:2026-03-10", "2026-03-10T08:00:00"),
        ("2026-03-08T12:00:00", "week", "week:2026-03-09", "2026-03-09T08:00:00"),
        ("2026-03-09T09:00:00", "week", "week:2026-03-16", "2026-03-16T08:00:00"),
        ("2026-12-31T12:00:00", "day", "day:2027-01-01", "2027-01-01T08:00:00"),
    ],
)
def test_a_digest_leaves_on_the_next_morning_or_monday(at, frequency, slot, due):
    assert slot_of(moment(at), frequency, occasion="x") == (slot, moment(due))


@pytest.mark.parametrize(
    ("at", "hours", "until"),
    [
        ("2026-03-09T22:00:00", (21, 7), "2026-03-10T07:00:00"),
        ("2026-03-10T06:59:00", (21, 7), "2026-03-10T07:00:00"),
        ("2026-03-10T07:00:00", (21, 7), "2026-03-10T07:00:00"),
        ("2026-03-10T13:00:00", (12, 14), "2026-03-10T14:00:00"),
        ("2026-03-10T15:00:00", (12, 14), "2026-03-10T15:00:00"),
        ("2026-03-10T15:00:00", (9, 9), "2026-03-10T15:00:00"),
    ],
)
def test_quiet_hours_end_when_they_end(at, hours, until):
    assert quiet_over(moment(at), *hours) == moment(until)
