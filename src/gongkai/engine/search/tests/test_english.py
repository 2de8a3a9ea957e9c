"""English words: one finds many and many one, as they are written; roots of words are not confused."""

from __future__ import annotations

import pytest

from gongkai.engine.search.index import SearchDocument, Searcher, SearchRequest
from gongkai.engine.search.index import rebuild as rebuild_index
from gongkai.engine.search.index.english import variants

TITLES = {
    "a": "Notice on Paying Rental Subsidies to New Residents",
    "b": "Measures for the Housing Fund",
    "c": "Register of Houses under Protection",
    "d": "Policy on Published Taxes",
}


@pytest.mark.parametrize(
    ("word", "found"),
    [("subsidy", "subsidies"), ("subsidies", "subsidy"), ("taxes", "tax"), ("tax", "taxes"), ("house", "houses"),
     ("houses", "house"), ("child", "children"), ("children", "child"), ("processes", "process"), ("notices", "notice"),
     ("published", "publish"), ("apply", "applied"), ("applies", "apply"), ("planned", "plan"), ("disclosed", "disclose"), ("bonuses", "bonus")],
)  # fmt: skip
def test_one_and_many_are_forms_of_each_other(word: str, found: str) -> None:
    assert found in variants(word)


@pytest.mark.parametrize(
    ("word", "other"),
    [("housing", "houses"), ("houses", "housing"), ("housing", "house"), ("status", "statu"), ("business", "busines"),
     ("its", "it"), ("building", "build"), ("houses", "hous")],
)  # fmt: skip
def test_other_words_are_left_alone(word: str, other: str) -> None:
    assert other not in variants(word)


@pytest.mark.parametrize("word", ["", "a", "租房补贴", "gb2312", "补贴subsidies", "x" * 31])
def test_what_is_no_english_word_has_no_forms(word: str) -> None:
    assert variants(word) == ()


@pytest.fixture
def searcher(tmp_path) -> Searcher:
    documents = [
        SearchDocument(key=f"t:{key}", kind="translation", title=title, body="") for key, title in TITLES.items()
    ]
    documents.append(SearchDocument(key="t:z", kind="document", title="Rental subsidies 租房补贴", body=""))
    rebuild_index(tmp_path, documents, None)
    return Searcher(tmp_path)


def keys(searcher: Searcher, text: str) -> set[str]:
    return {hit.key for hit in searcher.search(SearchRequest(text=text)).hits}


def test_a_search_finds_both_numbers_and_marks_what_it_found(searcher: Searcher) -> None:
    assert keys(searcher, "rental subsidy") == {"t:a", "t:z"}
    assert keys(searcher, "Houses") == {"t:c"}
    assert keys(searcher, "housing") == {"t:b"}
    assert keys(searcher, "policies") == {"t:d"}
    hit = next(hit for hit in searcher.search(SearchRequest(text="subsidy")).hits if hit.key == "t:a")
    assert "Subsidies" in [text for text, marked in hit.title_marks if marked]


def test_in_quotes_a_word_is_meant_as_it_stands(searcher: Searcher) -> None:
    assert keys(searcher, '"subsidies"') == {"t:a", "t:z"}
    assert keys(searcher, '-subsidy "notice"') == set()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("subs", ["t:a"]), ("rental sub", ["t:a"]), ("subsidy", ["t:a"]), ("hous", ["t:b", "t:c"]), ("measures fund", ["t:b"]),
     ("xyz", []), ("", []), ("\x00", []), ("补贴", []), ("a", [])],
)  # fmt: skip
def test_titles_are_suggested_by_half_a_word(searcher: Searcher, typed: str, found: list[str]) -> None:
    assert sorted(one.key for one in searcher.suggest_english(typed, "translation")) == found
