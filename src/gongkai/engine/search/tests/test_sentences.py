"""The second look at the first hits: a short sentence that holds everything asked for stands before a mention."""

from __future__ import annotations

import pytest

from gongkai.engine.search.index import Filters, IndexWriter, SearchDocument, Searcher, SearchRequest, sentences
from gongkai.engine.search.index.parser import parse
from gongkai.engine.search.index.sentences import Sentences

FILLER = "本办法所称服务对象包括在本市依法登记注册的各类经营主体以及在本市就业创业的个人，具体范围由主管部门另行公布"


def shortest(text):
    return Sentences(parse("老年人 免费")).shortest(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("老年人可以免费乘车。", 9),
        ("老年人。免费乘车。", None),
        ("第一条\n免费乘车的老年人。", 16),  # the other way round: as if twice as long
        (f"老年人{FILLER}免费。老年人免费。", 5),
        ("老年人", None),
        ("", None),
    ],
)
def test_the_shortest_sentence_with_all_parts(text, expected):
    assert shortest(text) == expected


def test_a_sentence_without_end_adds_next_to_nothing():
    weigh = Sentences(parse("老年人 免费"))
    endless = "老年人" + "，".join([FILLER] * 200) + "免费"
    assert 0 < weigh.bonus(endless) < weigh.bonus("老年人免费。") / 50


def test_a_text_in_other_writing_is_folded_before_it_is_given_up():
    weigh = Sentences(parse("wto 协议"))
    assert weigh.bonus("履行ＷＴＯ協議。") > 0
    assert weigh.bonus("履行协议。") == 0


@pytest.fixture
def searcher(tmp_path):
    documents = [
        SearchDocument(key=f"long:{number}", title=f"综合文件之{number}", body=f"老年人{FILLER}，乘车{number}次免费。")
        for number in range(sentences.WINDOW + 20)
    ]
    documents.insert(
        40, SearchDocument(key="short", title="问答", body=f"{FILLER}。\n老年人乘车免费。\n{FILLER}。" * 3)
    )
    with IndexWriter(tmp_path) as writer:
        writer.apply(upserts=documents)
    return Searcher(tmp_path)


def test_a_short_sentence_comes_first(searcher):
    assert searcher.search(SearchRequest(text="老年人 免费")).hits[0].key == "short"


def test_paging_gives_each_hit_once_across_the_border_of_the_second_look(searcher):
    pages = [searcher.search(SearchRequest(text="老年人 免费", page=page, page_size=30)) for page in range(1, 6)]
    keys = [hit.key for page in pages for hit in page.hits]
    assert len(keys) == len(set(keys)) == pages[0].total == sentences.WINDOW + 21
    assert {page.total for page in pages} == {pages[0].total}


def test_what_was_read_has_a_limit_and_the_rest_keeps_its_order(searcher, monkeypatch):
    everything = searcher.search(SearchRequest(text="老年人 免费", page_size=100)).hits
    monkeypatch.setattr(sentences, "MOST_READ", 1_000)
    few = searcher.search(SearchRequest(text="老年人 免费", page_size=100)).hits
    assert {hit.key for hit in few} == {hit.key for hit in everything}


def test_filters_and_dates_are_untouched(searcher):
    assert searcher.search(SearchRequest(text="老年人 免费", filters=Filters(kind=("law",)))).total == 0
    assert searcher.search(SearchRequest(text="老年人 免费", sort="date")).total == sentences.WINDOW + 21
