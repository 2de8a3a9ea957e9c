"""Differences, validity and states, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.engine.publishing.rules import (
    IN_PREPARATION,
    STATE_NAMES,
    TRANSITIONS,
    VERBS,
    State,
    Validity,
    canonical,
    difference,
    digest,
    listing,
    validity,
)

PARAGRAPHS = st.lists(st.text("补贴标准每户三四百元第条款，。", min_size=1, max_size=30), max_size=8)


def sides(changes: list) -> tuple[list[str], list[str]]:
    old, new = [], []
    for change in changes:
        before = "".join(span.text for span in change.spans if span.kind != "added")
        after = "".join(span.text for span in change.spans if span.kind != "removed")
        if change.kind != "added":
            old.append(before)
        if change.kind != "removed":
            new.append(after)
    return old, new


@given(PARAGRAPHS, PARAGRAPHS)
def test_a_difference_holds_both_texts_whole(old: list[str], new: list[str]) -> None:
    was, became = sides(difference("\n".join(old), "\n".join(new)))
    assert was == [line for line in old if line.strip()]
    assert became == [line for line in new if line.strip()]


def test_an_inserted_paragraph_leaves_the_others_the_same() -> None:
    old = "第一条 为了支持新市民安居。\n第二条 本办法适用于本市。\n第三条 每户每月三百元。"
    new = (
        "第一条 为了支持新市民安居。\n第二条 本办法适用于本市。\n第三条 申请人应当居住满一年。\n第四条 每户每月四百元。"
    )
    kinds = [change.kind for change in difference(old, new)]
    assert kinds == ["same", "same", "added", "changed"]


def test_a_changed_figure_is_shown_alone() -> None:
    (change,) = difference("每户每月三百元", "每户每月四百元")
    assert [(span.kind, span.text) for span in change.spans] == [
        ("same", "每户每月"), ("removed", "三"), ("added", "四"), ("same", "百元"),
    ]  # fmt: skip


DAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, Validity.VALID),
        ({"effective_on": dt.date(2026, 12, 1)}, Validity.NOT_YET),
        ({"effective_on": DAY}, Validity.VALID),
        ({"expires_on": DAY}, Validity.VALID),  # the last day counts to its end
        ({"expires_on": dt.date(2026, 11, 19)}, Validity.EXPIRED),
        ({"repealed_on": DAY}, Validity.REPEALED),
        ({"repealed_on": dt.date(2026, 12, 1)}, Validity.VALID),
        ({"amended": True}, Validity.AMENDED),
        # Repealed before it would have run out: 废止, not 失效.
        ({"repealed_on": dt.date(2026, 1, 1), "expires_on": dt.date(2026, 6, 1)}, Validity.REPEALED),
    ],
)
def test_validity_on_a_day(facts: dict, expected: Validity) -> None:
    known = {"effective_on": None, "expires_on": None, "repealed_on": None, "amended": False} | facts
    assert validity(DAY, **known) is expected


def test_the_tables_are_total() -> None:
    assert set(TRANSITIONS) == set(State) == set(STATE_NAMES)
    assert all(State.PUBLISHED in TRANSITIONS[state] for state in IN_PREPARATION)
    assert all(verb.forward and verb.reverse for verb in VERBS.values())


def test_a_digest_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"甲": 1, "乙": [2]}) == digest({"乙": [2], "甲": 1})
    assert canonical({"b": "中", "a": None}) == '{"a":null,"b":"中"}'.encode()


def test_findings_read_as_one_sentence() -> None:
    assert listing(["缺少标题。", "缺少文种"]) == "缺少标题；缺少文种。"
