"""An answer that a review set aside and ordered again: table three counts the matter once, in one year, and never changes a past one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from gongkai.oversight.annual_report.queries.tables import table3, table4
from gongkai.project.tests.cast import on_day
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.tests.desk_world import page, signed_in
from gongkai.responsive.applications.tests.overturned import challenged, ordered, refused, sent
from gongkai.responsive.applications.tests.world import fresh, staff

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city: City) -> City:
    return staff(city)


def table(town: City, year: int) -> dict[str, int]:
    rows = table3(town.housing, dt.date(year, 1, 1), dt.date(year, 12, 31))
    return {key: cells[-1] for key, cells in rows.items() if cells[-1]}


def test_within_the_year_the_answer_that_stands_is_counted_once(town: City) -> None:
    application = refused(town)
    assert table(town, 2026) == {"new": 1, "d4": 1, "total": 1}
    ordered(town, challenged(town, application))
    assert table(town, 2026) == {"new": 1, "carried_out": 1}
    with on_day("2026-06-05"):
        actions.decide(application=fresh(application), code="R2", where="随信寄送", by=town.jing)
    sent(town, application, "2026-06-08")
    assert table(town, 2026) == {"new": 1, "granted": 1, "total": 1}
    four = table4(town.housing, dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert [cells for cells in four.values() if sum(cells)] == [(0, 1, 0, 0, 1)]


def test_a_year_that_is_over_keeps_its_count(town: City) -> None:
    application = refused(town, on="2025-10-09", until="2025-10-20")
    before = table(town, 2025)
    ordered(town, challenged(town, application, on="2026-04-01"))
    assert table(town, 2025) == before
    assert table(town, 2026) == {}
    with on_day("2026-06-05"):
        assert "2025年度已经结束" in page(signed_in(town, "jing"), fresh(application))
        actions.decide(application=fresh(application), code="R2", where="随信寄送", by=town.jing)
    sent(town, application, "2026-06-08")
    assert table(town, 2025) == before
    assert table(town, 2026) == {}
