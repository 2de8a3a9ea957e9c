"""The pitfalls of the engine that were measured before it was chosen; each once cost recall, freshness or a leak."""

from __future__ import annotations

import pytest

from gongkai.engine.search.index import IndexWriter, SearchDocument, Searcher, SearchRequest, WriterBusyError
from gongkai.engine.search.index.analysis import bigram_text, phrase
from gongkai.engine.search.index.folding import fold


def test_a_single_character_finds_every_document_that_holds_it(keys):
    assert keys("水") == ["2", "3", "4"]  # 供水, 清水区, 節水
    assert keys("税") == ["2"]


def test_numerals_are_found_in_either_writing(keys):
    assert keys("三十六条") == keys("36条") == keys("第36条") == ["1"]
    assert keys("36款") == []


@pytest.mark.parametrize(
    "typed",
    [
        "云财规〔2020〕84号",
        "云财规[2020]84号",
        "云财规（2020）84号",
        "云财规(2020)84号",
        "云财规 〔 2020 〕 84 号",
        "云财规［2020］84号",
        "云财规【2020】第84号",
        "云财规 2020 84",
        "財規〔2020〕84號",
        "关于云财规〔2020〕84号",
    ],
)
def test_a_document_number_is_found_however_it_is_typed(search, typed):
    assert [hit.key for hit in search(typed).hits] == ["document:1"]


def test_a_number_cited_in_a_text_is_found_with_other_brackets_too(keys):
    assert keys("云政发[2019]7号") == ["1"]
    assert keys("云政发[2019]8号") == []


def test_traditional_and_simplified_find_each_other(keys):
    assert keys("財政局") == keys("财政局") == ["1", "2", "4"]
    assert keys("应当公开预算") == keys("應當公開預算") == ["4"]
    assert keys("著作权") == keys("著作權") == ["4"]


def test_a_word_of_two_characters_is_found(keys):
    assert keys("财政") == ["1", "2", "4"]


def test_a_phrase_that_no_dictionary_knows_is_found(keys):
    assert keys("级部门预") == ["1"]


def test_a_phrase_does_not_reach_across_punctuation(keys):
    assert keys("“财政税务”") == []
    assert keys("财政、税务") == ["2"]


def test_covering_pairs_do_not_skip_a_character():
    text = bigram_text(fold("财政、甲税务")).split()
    tokens = phrase(fold("财政税务")).tokens
    places = [text.index(token.text) - token.position for token in tokens]
    assert len(set(places)) > 1


def test_a_long_annex_is_found_to_its_end(directory, keys):
    body = "条文内容" * 300_000 + "末尾的独角兽条款"
    with IndexWriter(directory) as writer:
        writer.apply(upserts=[SearchDocument(key="document:9", title="长附件", body=body)])
    assert keys("独角兽条款") == ["9"]


def test_delete_really_deletes(directory, searcher):
    assert searcher.search(SearchRequest(text="最低生活保障")).total == 1
    with IndexWriter(directory) as writer:
        writer.apply(deletes=["document:3"])
    assert searcher.search(SearchRequest(text="最低生活保障")).total == 0
    assert not searcher.has("document:3")
    assert searcher.documents == 3
    assert not any(one.key == "document:3" for one in searcher.suggest("最低生活"))


def test_replacing_leaves_one_and_the_old_words_vanish(directory, searcher):
    changed = SearchDocument(key="document:3", title="清水区救助办法", body="改写后的内容")
    with IndexWriter(directory) as writer:
        writer.apply(upserts=[changed, changed])
    assert searcher.documents == 4
    assert searcher.search(SearchRequest(text="最低生活保障")).total == 0
    assert searcher.search(SearchRequest(text="改写后")).total == 1


def test_a_second_writer_is_refused_with_a_sentence(directory):
    with (
        IndexWriter(directory),
        pytest.raises(WriterBusyError, match=r"正由另一进程写入.*进程号"),
        IndexWriter(directory, wait_seconds=0),
    ):
        pass


def test_two_readers_see_a_commit_at_their_next_search(directory):
    readers = [Searcher(directory), Searcher(directory)]
    assert [reader.documents for reader in readers] == [4, 4]
    with IndexWriter(directory) as writer:
        writer.apply(upserts=[SearchDocument(key="document:5", title="新增文件")])
        assert [reader.search(SearchRequest(text="新增")).total for reader in readers] == [1, 1]
