"""The vectors of rules section 2."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.deadlines import payment_due, reply_due
from gongkai.law.fees import (
    FeeRefused,
    Method,
    PaymentState,
    charge,
    charge_items,
    charge_pages,
    check_notice_day,
    items_by_month,
    payment_state,
)

ITEMS = {0: 0, 1: 0, 10: 0, 11: 100, 12: 200, 20: 1000, 30: 2000, 31: 2200, 32: 2400, 40: 4000, 41: 4300, 50: 7000,
         51: 7400, 55: 9000, 60: 11000, 61: 11500, 70: 16000, 100: 37000}  # fmt: skip
PAGES = {
    0: 0,
    1: 0,
    30: 0,
    31: 10,
    100: 700,
    101: 720,
    200: 2700,
    201: 2740,
    202: 2780,
    350: 8700,
    500: 14700,
    1000: 34700,
}


@pytest.mark.parametrize(("items", "yuan"), ITEMS.items())
def test_items_cost(items, yuan):
    assert charge_items(items).yuan == yuan


@pytest.mark.parametrize(("pages", "yuan"), PAGES.items())
def test_pages_cost(pages, yuan):
    assert charge_pages(pages).yuan == yuan


def test_nothing_is_carried_over_into_the_next_month():
    months = items_by_month([*[date(2026, 1, 5)] * 9, *[date(2026, 2, 5)] * 12])
    assert {month: charge_items(n).yuan for month, n in months.items()} == {(2026, 1): 0, (2026, 2): 200}


def test_the_twelfth_item_costs_by_items_or_by_pages_never_both():
    assert charge(items=1, already=11).yuan == 100
    assert charge(pages=150).yuan == 1700
    with pytest.raises(FeeRefused, match="只能选择一种"):
        charge(items=1, pages=150)
    with pytest.raises(FeeRefused, match="请说明"):
        charge()


def test_one_form_asking_three_things_counts_as_three():
    assert charge_items(3, already=9).yuan == 200


def test_pages_of_two_requests_are_not_added_up():  # M+
    assert charge_pages(25).yuan + charge_pages(25).yuan == 0


def test_the_bands_are_shown():
    found = charge_items(55)
    assert found.method is Method.ITEMS
    assert [(tier.first, tier.last, tier.unit_yuan, tier.yuan) for tier in found.tiers] == [
        (1, 10, 0, 0),
        (11, 30, 100, 2000),
        (31, 40, 200, 2000),
        (41, 50, 300, 3000),
        (51, 55, 400, 2000),
    ]


@pytest.mark.parametrize("number", [-1, 100_001])
def test_it_refuses_impossible_numbers(number):
    with pytest.raises(FeeRefused, match="整数"):
        charge_items(number)
    with pytest.raises(FeeRefused, match="整数"):
        charge_pages(number)


@given(st.integers(0, 3000), st.integers(0, 300))
def test_fees_never_fall(n, more):
    assert charge_items(n + more).yuan >= charge_items(n).yuan
    assert charge_pages(n + more).yuan >= charge_pages(n).yuan


@given(st.integers(0, 2000))
def test_fees_follow_the_formula(n):
    items = sum(100 for i in range(11, min(n, 30) + 1)) + sum(100 * (2 + (i - 31) // 10) for i in range(31, n + 1))
    pages = 10 * max(0, min(n, 100) - 30) + 20 * max(0, min(n, 200) - 100) + 40 * max(0, n - 200)
    assert (charge_items(n).yuan, charge_pages(n).yuan) == (items, pages)


@given(st.integers(0, 200), st.integers(0, 200))
def test_items_one_after_the_other_cost_what_they_cost_together(already, n):
    assert charge_items(already).yuan + charge_items(n, already=already).yuan == charge_items(already + n).yuan


def test_unpaid_on_the_day_after_the_last_is_given_up():
    due = payment_due(date(2026, 9, 18)).due
    assert due == date(2026, 10, 22)
    assert payment_state(due, paid=None, today=due) is PaymentState.AWAITING
    assert payment_state(due, paid=None, today=date(2026, 10, 23)) is PaymentState.ABANDONED
    assert payment_state(due, paid=due, today=date(2026, 12, 1)) is PaymentState.PAID


def test_a_notice_after_the_reply_was_due_is_void():
    due = reply_due(date(2026, 2, 2)).due
    check_notice_day(due, due)
    with pytest.raises(FeeRefused, match="不得收费"):
        check_notice_day(date(2026, 3, 9), due)
