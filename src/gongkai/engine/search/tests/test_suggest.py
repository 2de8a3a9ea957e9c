from __future__ import annotations

import pytest

from gongkai.engine.search.index import IndexWriter, SearchDocument


def suggested(searcher, typed):
    return [(one.kind, one.text) for one in searcher.suggest(typed)]


def test_titles_are_suggested_by_any_part_of_them(searcher):
    assert ("title", "清水区最低生活保障工作细则") in suggested(searcher, "生活保障")


def test_agencies_are_suggested_by_each_of_their_names(searcher):
    [agency] = [one for one in searcher.suggest("市财政") if one.kind == "agency"]
    assert (agency.text, agency.value) == ("云川市财政局", "YC-CZ")


def test_numbers_are_suggested_while_they_are_typed(searcher):
    assert [text for kind, text in suggested(searcher, "云财规[2020") if kind == "number"] == [
        "云财规〔2020〕85号",
        "云财规〔2020〕84号",
    ]
    assert ("number", "云财规〔2020〕84号") in suggested(searcher, "云财规〔2020〕84")


def test_a_code_or_a_year_alone_brings_a_few_numbers(searcher):
    numbers = [text for kind, text in suggested(searcher, "云财规") if kind == "number"]
    assert 0 < len(numbers) <= 2
    assert all(text.startswith("云财规") for text in numbers)
    assert any(kind == "number" and "2020" in text for kind, text in suggested(searcher, "2020"))
    assert not [text for kind, text in suggested(searcher, "生活保障") if kind == "number"]


def test_words_go_on_from_one_character(searcher):
    assert ("word", "采购") in suggested(searcher, "采")
    assert ("word", "财政局 采购") in suggested(searcher, "财政局 采")


def test_a_word_is_suggested_as_it_is_spelt(directory, searcher):
    with IndexWriter(directory) as writer:
        writer.apply(upserts=[SearchDocument(key="document:6", title="显著污染源名录")])
    assert ("word", "显著") in suggested(searcher, "显")


@pytest.mark.parametrize("typed", ["", "  ", "〔", '"', "\ud800"])
def test_nothing_is_suggested_for_nothing(searcher, typed):
    assert searcher.suggest(typed) == ()


def test_a_misspelt_word_is_corrected(search):
    result = search("部门予算")
    assert [(one.text, one.reason) for one in result.corrections] == [("部门预算", "spelling")]
    assert [one.text for one in search("采够").corrections][:1] == ["采购"]
    assert [one.text for one in search("政财局").corrections][:1] == ["财政局"]


def test_without_one_part_something_is_found_and_its_count_is_true(search):
    result = search("财政局 独角兽")
    [one] = [one for one in result.corrections if one.reason == "drop"]
    assert (one.text, one.removed, one.total) == ("财政局", "独角兽", 3)
    assert search(one.text).total == one.total


def test_a_mistyped_number_shows_its_neighbours(search):
    found = [one.text for one in search("云财规〔2020〕48号").corrections if one.reason == "number"]
    assert found == ["云财规〔2020〕85号", "云财规〔2020〕84号"]


def test_filters_are_named_when_nothing_is_found(search):
    from gongkai.engine.search.index import Filters

    assert any("筛选" in hint for hint in search("财政局", filters=Filters(year_from=1990, year_to=1991)).hints)


def test_mere_punctuation_is_explained(search):
    assert "标点" in search("？！").hints[0]
