"""The statutory tables: as many rows and columns as the form has, and a row for every reply."""

from __future__ import annotations

from datetime import date

from gongkai.law import annual_tables as form
from gongkai.law.calendar import builtin_calendar
from gongkai.law.clocks import CLOCKS
from gongkai.law.periods import Period, reckon
from gongkai.law.replies import REPLY_KINDS, Row


def test_table_three_has_seven_numbers_in_twenty_five_rows():
    rows = form.TABLE3[form.Form.Y2021]
    assert (len(form.ALL_COLUMNS), len(rows), len(form.RESULTS[form.Form.Y2021])) == (7, 25, 21)
    assert len({row.key for row in rows}) == len(rows)


def test_the_form_of_2019_has_one_row_for_what_ends_otherwise():
    assert [row.key for row in form.table3_of(2020) if row.key.startswith("o")] == ["o"]
    assert [row.key for row in form.table3_of(2021) if row.key.startswith("o")] == ["o1", "o2", "o3"]
    assert form.form_of(2018) is form.Form.OLDER


def test_every_reply_is_counted_in_one_row_of_the_form():
    assert set(form.ROW_OF_REPLY) == set(Row)
    assert {form.ROW_OF_REPLY[kind.row] for kind in REPLY_KINDS.values()} <= form.RESULT_KEYS
    assert form.ROW_OF_REPLY[REPLY_KINDS["R3"].row] == "partial"
    assert form.ROW_OF_REPLY[REPLY_KINDS["R16"].row] == "o2"


def test_table_four_is_fifteen_numbers():
    assert len(form.TABLE4) * len(form.TABLE4_COLUMNS) == 15


def test_a_group_of_rows_is_found_by_its_heading():
    assert form.GROUP_KEYS[form.REFUSED] == tuple(f"d{number}" for number in range(1, 9))
    assert form.GROUP_KEYS["（一）予以公开"] == ("granted",)


def test_a_yearly_limit_is_reckoned_from_the_end_of_the_year_it_reports():
    due = reckon(Period(CLOCKS["C9"], date(2027, 1, 1)), builtin_calendar())
    assert due.due == date(2027, 1, 31)
    assert due.safe_day == date(2027, 1, 29)
    assert reckon(Period(CLOCKS["C10"], date(2027, 1, 1)), builtin_calendar()).due == date(2027, 3, 31)
