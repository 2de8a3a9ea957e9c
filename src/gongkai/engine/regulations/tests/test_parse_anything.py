"""Whatever the text, reading it never fails, and what is found lies where it says."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.engine.regulations.rules import Days, articles, find_mentions, has_article, label, read_record, resolve
from gongkai.engine.regulations.rules.articles import chinese, numeral, ranges
from gongkai.engine.regulations.rules.records import RecordRefused
from gongkai.engine.regulations.tests.small_library import LIBRARY, OWN

PIECES = st.sampled_from(
    "《 》 〈 〉 < > （ ） ( ) 〔 〕 “ ” 第 条 款 项 之一 三十七 2019 修订 试行 以下简称 条例 办法 该办法 本条例 上述规定 国务院令第711号 "
    "国办发〔2019〕6号 中华人民共和国 政府信息公开条例 行政处罚法 关于 的通知 第三十七条第一款第（二）项 、 至 \n 。 \u3000 ０ ㊀ 法".split(
        " "
    )
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))
DAYS = Days(dt.date(2026, 11, 20), dt.date(2026, 11, 22))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_citation_lies_in_the_text(text: str) -> None:
    for one in resolve(text, LIBRARY, OWN, DAYS):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.written
    for mention in find_mentions(text):
        assert mention.end <= max(mention.reach, mention.end) <= len(text)


@given(st.integers(min_value=1, max_value=9999))
def test_a_number_written_in_chinese_reads_back(number: int) -> None:
    assert numeral(chinese(number)) == number


@given(st.sets(st.integers(min_value=1, max_value=300), max_size=40))
def test_article_numbers_in_short_say_the_same(numbers: set[int]) -> None:
    short = ranges(str(n) for n in numbers)
    assert {n for n in range(1, 301) if has_article(short, str(n))} == numbers


@given(st.text(max_size=400))
def test_articles_never_fail(text: str) -> None:
    for one in articles(text):
        assert one.label == label(one.anchor)


@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "text", "date", "kind", "doc_number", "extra", "issuer"]),
        st.one_of(st.none(), st.text(max_size=30), st.integers(), st.lists(st.integers()), st.booleans()),
    )
)
def test_a_record_of_nonsense_is_refused_in_words(data: dict[str, object]) -> None:
    with suppress(RecordRefused):
        assert read_record(data).versions


@pytest.mark.parametrize(
    ("text", "number"),
    [("三十七", 37), ("一百零五", 105), ("一千二百六十", 1260), ("十", 10), ("37", 37), ("三七", None)],
)
def test_numerals(text: str, number: int | None) -> None:
    assert numeral(text) == number
