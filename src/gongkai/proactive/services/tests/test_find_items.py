"""Which items a text leads to: own labelled sentences, and the rules one by one."""

from __future__ import annotations

import time

import pytest

from gongkai.proactive.services.rules.matching import Matcher, Sense
from gongkai.proactive.services.tests.labelled import ITEMS, SENTENCES, UNSEEN

NAMES = [(item, name) for item, title, others in ITEMS for name in (title, *others)]
MATCHER = Matcher(NAMES)


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:14] for text, _ in SENTENCES])
def test_a_sentence_leads_to_the_items_that_it_offers(text: str, expected: frozenset[int]) -> None:
    assert set(MATCHER.offered(text)) == expected


def test_precision_and_recall_over_sentences_that_nobody_tuned_for() -> None:
    found = [(set(MATCHER.offered(text)), expected) for text, expected in UNSEEN]
    right = sum(len(got & expected) for got, expected in found)
    assert right / sum(len(got) for got, _ in found) >= 0.9
    assert right / sum(len(expected) for _, expected in found) >= 0.9


def test_the_longest_name_wins_and_the_shorter_is_no_place_of_its_own() -> None:
    (one,) = MATCHER.mentions("食品经营许可变更当场办结。")
    assert (one.item, one.name, one.quote) == (5, "食品经营许可变更", "食品经营许可变更当场办结。")


def test_a_place_is_told_in_letters_of_the_text_as_it_was_given() -> None:
    text = "第一条 企业　开办\u200b一件事，当天办结。"
    (one,) = MATCHER.mentions(text)
    assert text[one.start : one.end] == "企业　开办\u200b一件事"


def test_a_list_that_is_taken_away_is_taken_away_to_its_end() -> None:
    senses = [one.sense for one in MATCHER.mentions("停止受理商品房预售许可、公租房申请和生育津贴申领。")]
    assert senses == [Sense.NEGATED] * 3


def test_a_negation_ends_with_its_clause() -> None:
    assert set(MATCHER.offered("不再办理公租房轮候登记，请改为办理公共租赁住房申请。")) == {1}


def test_latin_names_keep_their_borders() -> None:
    matcher = Matcher([(1, "APEC商务旅行卡"), (2, "ETC办理")])
    assert set(matcher.offered("申办APEC商务旅行卡；GETC办理不算。")) == {1}


def test_two_thousand_names_in_a_long_text_take_no_time() -> None:
    matcher = Matcher([(number, f"第{number}号行政许可事项办理") for number in range(2000)])
    text = "各区要做好第17号行政许可事项办理。" * 2000
    started = time.process_time()
    assert set(matcher.offered(text)) == {17}
    assert time.process_time() - started < 3
