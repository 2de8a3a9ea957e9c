"""The demo city's annual report goes its whole road without a finding."""

from __future__ import annotations

import pytest

from gongkai.engine.casework import actions as casework
from gongkai.oversight.annual_report import queries
from gongkai.project.demo.reports import build_reports
from gongkai.project.tests.cast import City, on_day
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.tests.world import QIAN, at_work, fresh, staff

pytestmark = pytest.mark.django_db


def test_the_report_of_a_year_is_published_and_nothing_is_found_in_it(city: City) -> None:
    town = staff(city)
    with on_day("2025-12-08") as day:
        one, _open = at_work(town, on=day), at_work(town, on=day)
        actions.decide(application=one, code="R2", where="随本答复书邮寄", by=town.jing)
        letter = actions.issue(application=fresh(one), by=town.jing)
        sent = casework.dispatch(letter=letter, route="post", by=town.jing, address=QIAN.address)
        casework.record_posted(dispatch=sent, on=day, tracking="XA00000000001", by=town.jing)
    with on_day("2026-01-20") as day:
        report = build_reports(agency=town.housing, officer=town.shen, year=2025, published_on=day)
    assert report.state == "published"
    assert queries.findings(report) == []
    assert (queries.figures_of(report).table3["new"][-1], queries.figures_of(report).table3["carried_out"][-1]) == (
        2,
        1,
    )
