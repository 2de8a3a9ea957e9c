from decimal import Decimal

import pytest

from gongkai.base.organisations.models import Agency
from gongkai.engine.duties import actions, queries
from gongkai.engine.duties.queries import Rate
from gongkai.engine.duties.tests.conftest import day, subject_of

TODAY = day("4-15")


def closed(duty, by, on):
    return actions.discharge(rule=duty.rule, subject=subject_of(duty), by=by, on=day(on))


@pytest.fixture
def spring(start, city):
    """Two in time, one late, one open and overdue, one due today, one due tomorrow, one later."""
    closed(start("3-20"), city.shen, "3-25")
    closed(start("3-23"), city.shen, "4-3")
    closed(start("3-20"), city.shen, "4-14")
    return [start(opened) for opened in ("3-24", "3-31", "4-1", "4-14")]


def test_figures_are_counted_from_the_duties(spring, city):
    found = queries.counts(city.shen, today=TODAY)
    assert (found.overdue, found.today, found.soon, found.later, found.paused) == (1, 1, 1, 1, 0)
    assert found.month == Rate(in_time=2, late=2)


def test_the_rate_counts_what_is_overdue_and_still_open_as_late(spring, city):
    housing = Agency.objects.filter(pk=city.housing.pk)
    rate = queries.on_time_rate(housing, day("4-1"), day("4-30"), today=TODAY)
    assert rate == Rate(in_time=2, late=2)
    assert rate.percent == Decimal("50.0")


def test_where_nothing_was_due_there_is_no_rate(city):
    assert queries.on_time_rate(Agency.objects.all(), day("1-1"), day("1-31"), today=TODAY).percent is None


def test_the_next_ten_working_days_skip_rest_days(spring, city):
    days = dict(queries.counts(city.shen, today=day("4-30")).days)
    assert list(days)[:2] == [day("4-30"), day("5-6")]
    assert day("5-9") in days  # a worked Saturday
    bars = dict(queries.counts(city.shen, today=TODAY).days)
    assert (bars[TODAY], bars[day("4-16")], len(bars)) == (1, 1, 10)


def test_the_table_shows_every_duty_with_its_basis_and_verdict(spring, city):
    head, *rows = queries.export_rows(city.shen, today=TODAY)
    assert len(rows) == 7
    row = dict(zip(head, rows[0], strict=True))
    assert "沪委办发〔2017〕14号" in row["依据"]
    assert sorted(dict(zip(head, row, strict=True))["是否按时"] for row in rows) == [
        "", "", "", "按时", "按时", "逾期", "逾期未办结",
    ]  # fmt: skip


def test_another_agency_exports_nothing_of_it(spring, city):
    assert list(queries.export_rows(city.mo, today=TODAY)) == [queries.figures.EXPORT_HEAD]
