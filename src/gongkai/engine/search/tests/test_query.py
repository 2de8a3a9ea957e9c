from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.engine.search.index import Filters, IndexWriter, SearchDocument, Searcher, SearchRequest
from gongkai.engine.search.index.numerals import to_arabic, to_chinese, variants
from gongkai.engine.search.index.parser import parse

HOSTILE = [
    '"',
    "“财政",
    "财政”「",
    "《》",
    "-",
    "--",
    "- -",
    "NOT",
    "NOT NOT 财政",
    "title_b:财政 AND (",
    "[a TO z]",
    "财政~3^",
    "*",
    "?:\\",
    "\x00\u200b\ufeff",
    "\ud800",
    "财" * 10_000,
    "财 政 " * 5_000,
    "〔2020〕",
    "9" * 500,
    "①②㎡½",
    "𠮷野家",
    "e\u0301",
    "｜||",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_it_answers_whatever_is_typed(search, text):
    assert search(text, sort="date").total == search(text).total


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from('财政局公开第36条〔〕[]（）“”"「」-－ 　\n')), max_size=60
    )
)
def test_it_never_raises(searcher, text):
    searcher.search(SearchRequest(text=text))
    searcher.suggest(text)


@given(st.text(max_size=300))
def test_parsing_its_own_text_never_raises_and_keeps_to_the_limits(text):
    parsed = parse(parse(text).text)
    assert len(parsed.parts) + len(parsed.excluded) <= 12


@given(st.integers(1, 9999))
def test_numerals_go_there_and_back(number):
    assert to_arabic(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("第36条", "第三十六条"),
        ("第一百零三条", "第103条"),
        ("2020年", "二〇二〇年"),
        ("二〇二〇年", "2020年"),
        ("10日", "十日"),
    ],
)
def test_the_other_writing_of_a_number(text, other):
    assert variants(text) == [other]


@pytest.mark.parametrize("text", ["十四五规划", "统一", "12345", "a36条", "万一"])
def test_what_is_no_number_stays(text):
    assert variants(text) == []


def test_all_parts_must_occur(keys):
    assert keys("财政 采购") == ["2"]
    assert keys("财政　采购") == ["2"]


@pytest.mark.parametrize("typed", ["“部门预算管理”", '"部门预算管理"', "「部门预算管理」", "＂部门预算管理＂"])
def test_a_quoted_phrase_is_taken_literally(keys, typed):
    assert keys(typed) == ["1"]


def test_a_quoted_phrase_is_not_rephrased(search, keys):
    assert keys("低保") == ["3"]
    result = search("“低保”")
    assert result.total == 0
    assert not result.relaxed
    assert any("引号" in hint for hint in result.hints)


@pytest.mark.parametrize("typed", ["财政局 -采购", "财政局 －采购", "财政局 NOT 采购", "-“政府采购” 财政局"])
def test_exclusion(keys, typed):
    assert keys(typed) == ["1", "4"]


def test_only_exclusion_lists_the_rest(keys):
    assert keys("-财政局") == ["3"]


def test_what_only_looks_like_a_number_is_searched_as_words(keys, search):
    assert keys("财政 2020 84") == ["1"]
    assert keys("财规 2020 84") == ["1"]
    assert not search("财政 2020 84").relaxed
    assert search("市民政 2022 7").relaxed


def test_full_width_text_is_found(keys):
    assert keys("GB/T9704") == keys("ｇｂ／ｔ９７０４") == ["4"]


def test_a_number_inside_another_is_no_hit(keys):
    assert keys("704") == []


def test_attachments_are_found_but_rank_below_the_text(directory, search):
    with IndexWriter(directory) as writer:
        writer.apply(upserts=[SearchDocument(key="document:8", title="其他", body="低收入家庭认定规则")])
    assert [hit.key for hit in search("低收入家庭认定").hits] == ["document:8", "document:3"]


def test_a_synonym_is_found(keys):
    assert keys("低保") == ["3"]


def test_the_agency_is_found_by_its_short_name(keys):
    assert keys("区民政局") == ["3"]


def test_the_title_weighs_more_than_the_body(directory, search):
    other = SearchDocument(key="document:7", title="其他事项", body="采购信息公开" * 3)
    with IndexWriter(directory) as writer:
        writer.apply(upserts=[other])
    assert [hit.key for hit in search("采购信息公开").hits] == ["document:2", "document:7"]


def test_nearness_ranks_first(directory, search):
    filler = "此处为与检索无关的说明文字，" * 12
    near = SearchDocument(key="near", title="甲", body=f"渔船检验证书。{filler}")
    far = SearchDocument(key="far", title="甲", body=f"渔船。{filler}检验。{filler}证书")
    with IndexWriter(directory) as writer:
        writer.apply(upserts=[far, near])
    assert [hit.key for hit in search("渔船 检验 证书").hits] == ["near", "far"]


def test_what_is_in_force_and_recent_ranks_above_its_equal(directory, search):
    def version(key, **more):
        return SearchDocument(key=key, title="烟花爆竹管理办法", body="烟花", **more)

    with IndexWriter(directory) as writer:
        writer.apply(
            upserts=[
                version("repealed", year=2015, validity="repealed"),
                version("old", year=1999),
                version("new", year=2024),
            ]
        )
    assert [hit.key for hit in search("烟花爆竹").hits] == ["new", "old", "repealed"]


def test_a_question_is_searched_by_its_words(search):
    result = search("如何申请住房公积金贷款")
    assert result.relaxed
    assert [hit.key for hit in result.hits] == ["document:3"]
    assert any("按词语检索" in hint for hint in result.hints)


def test_a_question_with_one_word_of_substance_is_answered(search):
    assert [hit.key for hit in search("怎么办理住房公积金").hits] == ["document:3"]


def test_sort_by_date_and_paging(search):
    assert [hit.external_id for hit in search("", sort="date").hits] == ["qs-3", "czj-2", "czj-1", "trad-4"]
    second = search("财政局", sort="date", page=2, page_size=2)
    assert (second.total, second.pages, [hit.external_id for hit in second.hits]) == (3, 2, ["trad-4"])


def test_too_deep_a_page_says_so(search):
    result = search("财政局", page=100_000)
    assert result.total == 3
    assert not result.hits
    assert any("只能翻看" in hint for hint in result.hints)


def test_a_hit_carries_what_a_result_line_shows(search):
    hit = search("云财规〔2020〕84号").hits[0]
    assert (hit.external_id, hit.doc_number, hit.agency_name) == ("czj-1", "云财规〔2020〕84号", "云川市财政局")
    assert hit.date == dt.date(2020, 3, 5)
    assert hit.published_at == dt.datetime(2020, 3, 9, 10, tzinfo=dt.UTC)
    assert hit.url == "/documents/czj-1/"


def test_an_empty_folder_says_that_there_is_nothing_yet(tmp_path):
    empty = Searcher(tmp_path / "none")
    assert "还没有内容" in empty.search(SearchRequest(text="财政")).hints[0]
    assert empty.suggest("财") == ()


def test_an_unknown_facet_is_refused(searcher):
    with pytest.raises(ValueError, match="没有这些分类统计"):
        searcher.search(SearchRequest(text="财政", facets=("colour",)))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(agency=("YC-CZ",)), ["1", "2", "4"]),
        (Filters(agency=("YC-QS",)), []),
        (Filters(agency=("YC-QS",), agency_subtree=True), ["3"]),
        (Filters(agency=("YC",), agency_subtree=True), ["1", "2", "3", "4"]),
        (Filters(kind=("guide", "law")), ["2"]),
        (Filters(theme=("财政",), validity=("valid",)), ["1", "4"]),
        (Filters(year_from=2020, year_to=2021), ["1", "2"]),
        (Filters(date_from=dt.date(2021, 6, 1)), ["2", "3"]),
        (Filters(date_to=dt.date(2020, 3, 5)), ["1", "4"]),
        (Filters(year_from=2022, year_to=2020), []),
    ],
)
def test_filters(keys, filters, found):
    assert keys("", filters=filters) == found


def test_each_facet_is_counted_without_its_own_filter(search):
    result = search("", filters=Filters(theme=("财政",), year_from=2020, year_to=2020))
    assert result.total == 1
    facets = {name: {one.value: one.count for one in values} for name, values in result.facets.items()}
    assert facets["year"] == {"2021": 1, "2020": 1, "2018": 1}  # with the theme, without the year
    assert facets["theme"] == {"财政": 1}  # with the year, without the theme
    assert facets["agency"] == {"YC-CZ": 1}  # with both
    assert [one.value for one in result.facets["year"]] == ["2021", "2020", "2018"]
    assert result.facets["agency"][0].label == "云川市财政局"


def test_a_number_is_not_found_by_two_of_its_digits(search):
    assert search("13900001284").total == 0
    assert search("财政 2020 84").total
