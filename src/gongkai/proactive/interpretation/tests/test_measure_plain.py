"""Plain language is measured by what a reader stumbles over; the sentences were labelled before the rules were tuned."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.proactive.interpretation.rules.plain import KIND_WORDS, PlainLimits, grouped, jargon, measure

LABELLED = tomllib.loads((Path(__file__).parent / "data" / "plain.toml").read_text(encoding="utf-8"))["sentence"]

ACRONYMS = "，".join(a + b + c for a in "ABCDEFGHIJKL" for b in "MNOPQRSTUVWX" for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def kinds(text: str) -> list[str]:
    return [one.kind for one in measure(text).findings]


def test_findings_agree_with_the_labels():
    right = found = wanted = 0
    for sentence in LABELLED:
        told = {f"{one.kind}:{one.text}" for one in measure(sentence["text"]).findings}
        expected = set(sentence["expect"])
        right, found, wanted = right + len(told & expected), found + len(told), wanted + len(expected)
    assert right / found >= 0.9
    assert right / wanted >= 0.8


def test_an_author_sees_what_how_much_and_how_else():
    result = measure("街道对材料进行审核，办结后另行通知。")
    assert [(one.word, one.text) for one in result.findings] == [
        ("绕弯的说法", "进行审核"),
        ("公文用语", "办结"),
        ("公文用语", "另行通知"),
    ]
    assert result.findings[1].suggestion == "可以说“办完”"
    assert {one.source for one in result.measures} == {"本平台默认"}
    assert all(one.shown and one.shown_limit for one in result.measures)


def test_the_list_is_long_enough_and_says_something_else():
    assert len(jargon()) >= 150
    assert all(plain and plain != official for official, plain in jargon().items())


def test_the_same_words_are_one_line_of_a_list():
    assert [(one.text, times) for one, times in grouped(measure("先垫付的算台账，再建台账。").findings)] == [
        ("台账", 2)
    ]


def test_the_longest_word_counts_once():
    assert [one.text for one in measure("自受理之日起算。").findings] == ["自受理之日起"]


def test_a_long_sentence_is_found_where_it_stands():
    long_one = "我们" * 40 + "。"
    text = f"短句。{long_one}"
    finding = next(one for one in measure(text).findings if one.kind == "sentence")
    assert text[finding.start : finding.end] == long_one
    assert "80个字" in finding.message


def test_long_paragraphs_and_the_share_of_long_sentences_are_measured():
    result = measure("好" * 70 + "。" + "短句。" * 70)
    by_key = {one.key: one for one in result.measures}
    assert "paragraph" in [one.kind for one in result.findings]
    assert not by_key["paragraph"].good
    assert by_key["long_share"].good
    assert by_key["longest"].value == 70
    assert measure("好" * 101 + "。").measures[1].good is False


def test_limits_can_be_set():
    assert kinds("这句话有十个字左右吧。") == []
    strict = PlainLimits(sentence=5, source="云川市政务公开办")
    result = measure("这句话有十个字左右吧。", strict)
    assert [one.kind for one in result.findings] == ["sentence"]
    assert result.measures[0].source == "云川市政务公开办"


def test_markup_keeps_the_places():
    text = "<p>材料可以<strong>容缺受理</strong>。</p><p>下一段</p>"
    finding = measure(text).findings[0]
    assert text[finding.start : finding.end] == "容缺受理"


def test_titles_and_marked_quotations_are_left_alone():
    assert kinds("《关于统筹推进营商环境工作的意见》公布了。") == []
    assert kinds("<blockquote>应当予以受理、限时办结（第三条）</blockquote>") == []


def test_an_abbreviation_is_found_once_and_not_when_explained():
    assert kinds("ESG要求高，ESG分三档。") == ["abbreviation"]
    assert kinds("环境、社会和治理（ESG）要求高，ESG分三档。") == []


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_text_is_measured_and_places_are_true(text):
    for one in measure(text).findings:
        assert text[one.start : one.end] == one.text
        assert one.kind in KIND_WORDS


def test_nothing_is_plain():
    assert measure("").findings == []
    assert all(one.good for one in measure("").measures)


@pytest.mark.parametrize(
    "text",
    [
        "的" * 20_000,
        "一的" * 20_000,
        "进行" * 20_000,
        "<p" * 20_000,
        "《》" * 20_000,
        "审核" * 20_000,
        "1" * 50_000,
        ACRONYMS,
    ],
)
def test_hostile_texts_end_in_time(text):
    began = time.process_time()
    measure(text)
    assert time.process_time() - began < 3
