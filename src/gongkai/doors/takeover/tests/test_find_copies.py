"""Near copies: found among many of one form, with what only looks alike left alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.doors.takeover import rules
from gongkai.doors.takeover.rules.similar import agreement, pieces
from gongkai.doors.takeover.tests import near_texts, old_site


def test_known_copies_are_found_and_nothing_else() -> None:
    texts, wanted = near_texts.generated(1500)
    signatures = [rules.signature(text) for text in texts]
    found = {near.later: near.earlier for near in rules.near_copies(signatures, texts.__getitem__)}
    right = sum(found.get(later) == earlier for later, earlier in wanted.items())
    assert right / len(wanted) >= 0.97
    assert right / len(found) >= 0.97


@pytest.mark.parametrize("how", ["template", "typo", "paragraph"])
def test_each_way_of_copying_a_page_is_seen(how: str, tmp_path) -> None:
    import datetime as dt

    site = old_site.build(tmp_path, articles=36, odd=False)
    texts = {}
    for one in site.articles:
        page = rules.read_page(old_site.render(one), one.address, dt.date(2026, 11, 22))
        texts[one.address] = rules.normal(page.text)
    places = list(texts)
    signatures = [rules.signature(texts[address]) for address in places]
    found = {
        places[near.later]: places[near.earlier] for near in rules.near_copies(signatures, lambda n: texts[places[n]])
    }
    copies = site.copies(how)
    assert copies
    assert all(found.get(one.address) == one.copy_of for one in copies)


def test_next_years_notice_of_the_same_form_is_no_copy() -> None:
    chance = random.Random(5)
    lines = old_site.prose(chance)[2]
    this_year, next_year = "".join(lines), "".join(near_texts._next_year(line, chance) for line in lines)
    texts = [rules.normal(this_year), rules.normal(next_year)]
    assert rules.similarity(pieces(texts[0]), pieces(texts[1])) > rules.THRESHOLD
    assert not list(rules.near_copies([rules.signature(text) for text in texts], texts.__getitem__))


def test_empty_and_tiny_texts_are_no_copies_of_each_other() -> None:
    texts = ["", "", "通", "知公告"]
    assert not list(rules.near_copies([rules.signature(text) for text in texts], texts.__getitem__))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="通知公告政府办法规定城乡建设", min_size=120, max_size=400), st.integers(0, 80))
def test_the_signature_guesses_the_real_similarity(text: str, cut: int) -> None:
    other = text[cut:]
    guess = agreement(rules.signature(text), rules.signature(other))
    assert abs(guess - rules.similarity(pieces(text), pieces(other))) < 0.3


def test_signatures_do_not_depend_on_the_process() -> None:
    assert rules.signature("关于做好城镇老旧小区改造工作的通知").hex()[:16] == SIGNED
    assert len(rules.signature("关于做好城镇老旧小区改造工作的通知")) == 256


SIGNED = "38b00112ca7393d5"
