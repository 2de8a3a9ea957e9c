"""Short ways: a matter to count, a report ready to be frozen, a page as somebody sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.test import Client

from gongkai.oversight.annual_report import actions
from gongkai.oversight.annual_report.models import Report
from gongkai.project.tests.cast import City

NUMBERS = count(1)
LAST = 2025  # the cast's clock stands in 2026


@dataclass(frozen=True)
class Given:
    """A fact as whoever keeps the cases would hand it over."""

    agency_id: int
    received_on: dt.date
    closed_on: dt.date | None = None
    row: str = ""
    column: str = "natural"
    kind: str = "application"
    subject_type: str = "test.case"
    subject_id: str = ""
    days: int | None = None
    late: bool = False
    label: str = "云川住建依申〔2025〕1号"
    url: str = "/desk/applications/1/"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def counted(agency: Any, received: str, closed: str = "", row: str = "", **more: Any) -> Given:
    number = str(more.pop("number", next(NUMBERS)))
    given = Given(
        agency_id=agency.pk, received_on=day(received), closed_on=day(closed) if closed else None, row=row,
        subject_id=number, label=f"依申〔{received[:4]}〕{number}号", url=f"/desk/applications/{number}/", **more,
    )  # fmt: skip
    actions.place(fact=given)
    return given


def as_(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name])
    return client


def written(city: City, *, year: int = LAST, agency: Any = None, who: Any = None, **parts: str) -> Report:
    """Return a draft with its text and table 二, ready to be frozen."""
    by = who or city.shen
    report = actions.open_report(agency=agency or city.housing, year=year, by=by)
    texts = {
        "part_one": "依法公开政府信息。",
        "part_five": "解读不够及时。",
        "part_six": "没有收取信息处理费。",
    } | parts
    report = actions.write(report=report, by=by, **texts)
    return actions.enter(report=report, numbers={}, by=by)
