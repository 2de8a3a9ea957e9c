"""The vectors of rules 6.3; the 5/2/1 table is configuration (P from the predecessor, M for the current rule)."""

from datetime import date

import pytest

from gongkai.law.months import add_months, last_day_of_term
from gongkai.law.validity import TermKind, TermRefused, Validity, term, term_kind


def test_a_trial_document_lapses_after_two_years():
    trial = term(TermKind.TRIAL, date(2024, 12, 1))
    assert trial.last == date(2026, 11, 30)
    assert trial.evaluation_prompt == date(2026, 5, 30)
    assert trial.status(date(2026, 11, 30)) is Validity.IN_FORCE
    assert trial.status(date(2026, 12, 1)) is Validity.LAPSED


def test_no_stated_period_means_five_years():
    assert term(TermKind.ORDINARY, date(2022, 1, 1)).last == date(2026, 12, 31)


def test_a_renewed_document_is_in_force_until_its_new_end():
    renewed = term(TermKind.ORDINARY, date(2022, 1, 1), stated_last=date(2026, 6, 30))
    assert renewed.status(date(2026, 7, 1)) is Validity.LAPSED
    assert term(TermKind.ORDINARY, date(2026, 6, 1)).status(date(2026, 7, 1)) is Validity.IN_FORCE


def test_repeal_before_the_end_is_repeal_not_lapse():
    five = term(TermKind.ORDINARY, date(2022, 1, 1))
    assert five.status(date(2027, 3, 1), repealed=date(2025, 3, 1)) is Validity.REPEALED
    assert five.status(date(2025, 2, 28), repealed=date(2025, 3, 1)) is Validity.IN_FORCE
    assert five.status(date(2021, 12, 31)) is Validity.PENDING


def test_a_stated_end_beyond_the_longest_is_refused():
    with pytest.raises(TermRefused, match="最长1年"):
        term(TermKind.ANNOUNCEMENT, date(2026, 1, 1), stated_last=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("云川市某某管理办法（试行）", TermKind.TRIAL),
        ("云川市某某暂行规定", TermKind.TRIAL),
        ("关于某某的通告", TermKind.ANNOUNCEMENT),
        ("关于印发某某通告管理办法的通知", TermKind.ORDINARY),
    ],
)
def test_the_title_tells_the_kind(title, kind):
    assert term_kind(title) is kind


def test_months_end_where_there_is_no_such_day():
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert add_months(date(2026, 11, 30), -6) == date(2026, 5, 30)
    assert last_day_of_term(date(2024, 2, 29), 2) == date(2026, 2, 28)
