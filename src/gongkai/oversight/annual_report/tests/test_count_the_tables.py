"""Tables of any period, agency and subtree: the balance holds whatever happened to the cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.law import annual_tables as law
from gongkai.oversight.annual_report import actions, queries
from gongkai.oversight.annual_report.models import Matter
from gongkai.oversight.annual_report.rules import judge
from gongkai.oversight.annual_report.rules.facts import WrongFact
from gongkai.oversight.annual_report.tests.world import counted, day
from gongkai.project.tests.cast import City

YEAR = law.period_of(2025)


def totals(table: dict[str, tuple[int, ...]]) -> dict[str, int]:
    return {row: cells[-1] for row, cells in table.items() if cells[-1]}


def test_a_case_is_counted_where_it_came_in_and_where_it_ended(city: City):
    counted(city.housing, "2025-03-01", "2025-03-20", "granted", days=12)
    counted(city.housing, "2025-12-31", column="business")
    assert totals(queries.table3(city.housing, *YEAR)) == {"new": 2, "granted": 1, "total": 1, "carried_out": 1}
    after = queries.table3(city.housing, *law.period_of(2026))
    assert after["carried_in"] == after["carried_out"] == (0, 1, 0, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("received", "closed", "expected"),
    [
        ("2025-01-01", "2025-12-31", {"new": 1, "d4": 1, "total": 1}),
        ("2024-12-31", "2025-01-01", {"carried_in": 1, "d4": 1, "total": 1}),
        ("2024-12-31", "2024-12-31", {}),
        ("2025-12-31", "2026-01-01", {"new": 1, "carried_out": 1}),
        ("2026-01-01", "2026-01-01", {}),
        ("2024-06-01", "2026-06-01", {"carried_in": 1, "carried_out": 1}),
    ],
)
def test_midnight_of_new_year_parts_the_years(city: City, received: str, closed: str, expected: dict[str, int]):
    counted(city.housing, received, closed, "d4")
    assert totals(queries.table3(city.housing, *YEAR)) == expected


def test_counting_twice_counts_once_and_a_corrected_case_moves(city: City):
    counted(city.housing, "2025-03-01", number=7)
    counted(city.housing, "2025-03-01", "2025-03-20", "granted", number=7)
    counted(city.housing, "2025-03-01", "2025-03-20", "partial", number=7, column="research")
    assert queries.table3(city.housing, *YEAR)["partial"] == (0, 0, 1, 0, 0, 0, 1)
    assert Matter.objects.count() == 1
    assert actions.remove(kind="application", subject_type="test.case", subject_id="7")
    assert not totals(queries.table3(city.housing, *YEAR))


def test_a_government_counts_itself_and_all_below_it(city: City):
    counted(city.government, "2025-03-01")
    counted(city.housing, "2025-03-01")
    counted(city.schools, "2025-03-01")
    assert queries.table3(city.government, *YEAR)["new"][-1] == 3
    assert queries.table3(city.government, *YEAR, subtree=False)["new"][-1] == 1
    assert queries.table3(city.housing, *YEAR)["new"][-1] == 1


def test_reviews_and_lawsuits_stand_in_table_four_pending_until_decided(city: City):
    counted(city.housing, "2025-05-01", kind="review", column="")
    counted(city.housing, "2024-05-01", "2025-02-01", "corrected", kind="direct", column="")
    counted(city.housing, "2025-05-01", "2026-02-01", "upheld", kind="after-review", column="")
    table = queries.table4(city.housing, *YEAR)
    assert table == {"行政复议": (0, 0, 0, 1, 1), "未经复议直接起诉": (0, 1, 0, 0, 1), "复议后起诉": (0, 0, 0, 1, 1)}
    assert queries.cases(city.housing, *YEAR, row="未经复议直接起诉", column="corrected").count() == 1
    assert queries.cases(city.housing, *YEAR, row="复议后起诉", column="pending").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"row": "o"}, {"row": "granted", "column": "alien"}, {"row": ""}, {"row": "granted", "kind": "review"}]
)
def test_a_matter_that_would_fall_out_of_the_tables_is_refused(city: City, wrong: dict[str, str]):
    with pytest.raises(WrongFact):
        counted(city.housing, "2025-03-01", "2025-03-20", **wrong)
    with pytest.raises(WrongFact, match="早于收到日期"):
        counted(city.housing, "2025-03-01", "2025-02-20", "granted")


DAYS = st.dates(dt.date(2023, 12, 25), dt.date(2026, 1, 7))
ROWS = st.sampled_from(sorted(law.RESULT_KEYS - {"o"}))
HISTORIES = st.lists(
    st.tuples(
        st.integers(0, 12),  # few numbers: the same case is received, closed, corrected, moved again and again
        st.sampled_from(["government", "housing", "schools"]),
        DAYS,
        st.none() | st.integers(0, 800),
        ROWS,
        st.sampled_from([column.key for column in law.COLUMNS]),
    ),
    max_size=15,
)


@given(histories=HISTORIES, bounds=st.tuples(DAYS, DAYS), who=st.sampled_from(["government", "housing"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_for_any_histories_the_tables_balance_add_up_and_open_their_cases(city: City, histories, bounds, who):
    Matter.objects.all().delete()
    for number, agency, received, taken, row, column in histories:
        closed = "" if taken is None else (received + dt.timedelta(days=taken)).isoformat()
        counted(
            getattr(city, agency), received.isoformat(), closed, row if closed else "", number=number, column=column
        )
    agency, (start, end) = getattr(city, who), sorted(bounds)
    figures = queries.live(agency, start, end)
    # The cases are bare facts without a ledger of fees: whether o2 had its notices is nothing to ask of them.
    assert judge(replace(figures, fee_notices=None)) == []
    following = queries.table3(agency, end + dt.timedelta(days=1), end + dt.timedelta(days=90))
    assert following["carried_in"] == figures.table3["carried_out"]
    for key, cells in figures.table3.items():
        for column, number in zip(law.ALL_COLUMNS, cells, strict=True):
            if not number and key != "total":
                continue
            assert queries.cases(agency, start, end, row=key, column=column.key).count() == number
    parts = [queries.table3(one, start, end, subtree=one != city.government) for one in (
        city.government, city.housing, city.schools, city.office)]  # fmt: skip
    whole = queries.table3(city.government, start, end)
    assert whole == {
        row: tuple(sum(cells) for cells in zip(*(part[row] for part in parts), strict=True)) for row in whole
    }


def test_days_and_rates_are_told_from_what_was_closed(city: City):
    for days, late, row in [(2, False, "granted"), (4, False, "partial"), (6, False, "u1"), (30, True, "d4")]:
        counted(city.housing, "2025-03-01", "2025-05-01", row, days=days, late=late)
    found = queries.handled(city.housing, *YEAR)
    assert (found.closed, found.average, found.median, found.ninetieth) == (4, 10.5, 4, 30)
    assert (found.on_time, found.disclosed) == (75.0, 50.0)
    nothing = queries.handled(city.housing, day("2024-01-01"), day("2024-12-31"))
    assert (nothing.closed, nothing.average, nothing.median, nothing.on_time) == (0, None, None, None)
