"""Rules section 12: the working-day calendar."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.calendar import MOST_DAYS, Calendar, builtin_calendar
from gongkai.law.notices import builtin_notices, load_notice

CORPUS = Path(__file__).parents[5] / "shared" / "corpus" / "holidays.jsonl"
WORKED = [
    "2026-01-04",
    "2026-02-14",
    "2026-02-24",
    "2026-02-28",
    "2026-05-09",
    "2026-09-20",
    "2026-10-08",
    "2026-10-10",
    "2025-01-26",
    "2025-01-27",
    "2025-02-08",
    "2025-04-27",
    "2025-09-28",
    "2025-10-11",
]
RESTED = [
    "2026-01-02",
    "2026-02-15",
    "2026-02-23",
    "2026-04-06",
    "2026-06-19",
    "2026-09-25",
    "2026-10-17",
    "2025-06-02",
    "2025-10-08",
]
BY_MONTH = {
    2026: (21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23),
    2025: (19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23),
}


@pytest.mark.parametrize("day", WORKED)
def test_a_day_is_worked(day):
    assert builtin_calendar().is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("day", RESTED)
def test_a_day_is_rested(day):
    assert not builtin_calendar().is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize("year", [2025, 2026])
def test_months_and_years_have_the_right_number_of_working_days(year):
    assert builtin_calendar().working_days_by_month(year) == BY_MONTH[year]
    assert builtin_calendar().working_days_between(date(year, 1, 1), date(year, 12, 31)) == 248


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-02-16", "春节放假"),
        ("2026-10-10", "周六调休上班"),
        ("2026-11-21", "周末"),
        ("2026-11-20", "工作日"),
        ("2027-01-01", "元旦（法定节日，放假通知尚未发布）"),
    ],
)
def test_a_day_says_why(day, reason):
    assert builtin_calendar().reason(date.fromisoformat(day)) == reason


def test_shipped_notices_are_those_of_2024_to_2026_and_hold_together():
    numbers = {notice.year: notice.number for notice in builtin_notices()}
    assert numbers == {2024: "国办发明电〔2023〕7号", 2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号"}
    assert all(not notice.doubts for notice in builtin_notices())


def test_2027_is_not_known_and_its_dates_are_provisional():
    calendar = builtin_calendar()
    assert not calendar.is_known(2027)
    counted = calendar.add_working_days(date(2026, 12, 10), 20)
    assert (counted.due, counted.provisional, counted.unknown_years) == (date(2027, 1, 8), True, (2027,))


def test_a_date_is_final_once_the_notice_is_loaded():
    # A made-up notice, for the test only.
    late = load_notice(
        {
            "year": 2027,
            "number": "国办发明电〔2026〕99号",
            "issued": "2026-11-25",
            "off": [
                {"name": "元旦", "from": "2027-01-01", "to": "2027-01-04"},
                {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-05"},
                {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-07"},
            ],
        }
    )
    counted = Calendar([*builtin_notices(), late]).add_working_days(date(2026, 12, 10), 20)
    assert (counted.due, counted.provisional) == (date(2027, 1, 11), False)


def test_an_amendment_within_the_year_overrides_day_by_day_but_makes_no_year_known():
    record = {"number": "国办发明电〔2020〕1号", "issued": "2020-01-26", "year": 2020}
    amendment = load_notice({**record, "off": [{"name": "春节", "from": "2020-01-31", "to": "2020-02-02"}]})
    calendar = Calendar([amendment])
    assert not calendar.is_working_day(date(2020, 1, 31))
    assert not calendar.is_known(2020)
    assert amendment.doubts


@pytest.mark.parametrize("n", [0, -1, MOST_DAYS + 1])
def test_it_refuses_to_count_nonsense(n):
    with pytest.raises(ValueError, match="工作日数应在"):
        builtin_calendar().add_working_days(date(2026, 2, 2), n)


@given(st.dates(date(2024, 1, 1), date(2027, 6, 1)), st.integers(1, 60))
def test_counting_there_and_counting_back_agree(start, n):
    calendar = builtin_calendar()
    due = calendar.add_working_days(start, n).due
    assert calendar.is_working_day(due)
    assert calendar.working_days_after(start, due) == n
    assert calendar.last_working_day_until(due) == due == calendar.first_working_day_from(due)


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_shipped_notices_agree_with_the_corpus():
    for record in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()):
        if not record["extra"]["published"]:
            assert not builtin_calendar().is_known(int(record["date"]))
            continue
        listed = {date.fromisoformat(item["date"]): item["isOffDay"] for item in record["extra"]["days"]}
        first = date(int(record["date"]), 1, 1)
        for day in (first + timedelta(n) for n in range(366)):
            if day.year == first.year:
                expected = not listed[day] if day in listed else day.weekday() < 5
                assert builtin_calendar().is_working_day(day) is expected, day
