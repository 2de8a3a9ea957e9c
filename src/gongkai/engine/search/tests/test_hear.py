"""Did you mean, by ear."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.engine.search.index import (
    IndexWriter,
    SearchDocument,
    Searcher,
    SearchRequest,
    SearchResult,
    pinyin,
    sounds,
    synonyms,
)

TITLES = [
    "云川市住房公积金管理办法",
    "云川市养老机构管理办法",
    "云川市公租房租赁补贴细则",
    "云川市环境保护条例",
    "银行网点规划",
]


@pytest.fixture
def ask(tmp_path: Path) -> Callable[[str], SearchResult]:
    with IndexWriter(tmp_path / "index") as writer:
        writer.apply(upserts=[SearchDocument(key=str(n), title=title, body=title) for n, title in enumerate(TITLES)])
    searcher = Searcher(tmp_path / "index")
    return lambda text: searcher.search(SearchRequest(text=text))


@pytest.mark.requirement("R254")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gongjijin", "公积金"), ("住房公基金", "住房公积金"), ("yanglao", "养老"), ("养劳机构", "养老机构"),
        ("环镜保护", "环境保护"), ("zulin butie", "租赁补贴"), ("huanjinbaohu", "环境保护"), ("yinhang", "银行"),
    ],
)  # fmt: skip
def test_it_proposes_what_sounds_so_and_is_there(ask: Callable[[str], SearchResult], typed: str, meant: str) -> None:
    result = ask(typed)
    assert result.corrections[0].text == meant
    assert ask(meant).total == result.corrections[0].total > 0


def test_a_proposal_counts_what_a_click_on_it_finds(tmp_path: Path) -> None:
    titles = ["租房补贴发放情况", "住房租赁补贴实施办法", "关于停车收费的公告"]
    with IndexWriter(tmp_path / "index") as writer:
        writer.apply(upserts=[SearchDocument(key=str(n), title=title, body=title) for n, title in enumerate(titles)])
    searcher = Searcher(tmp_path / "index")
    words = synonyms.vocabulary([("both", ["租房补贴", "住房租赁补贴"])])
    typed, meant = (searcher.search(SearchRequest(text=one, words=words)) for one in ("zufangbutie", "租房补贴"))
    assert [(one.text, one.total) for one in typed.corrections] == [("租房补贴", meant.total)] == [("租房补贴", 2)]


def test_it_proposes_nothing_for_what_is_well_written(ask: Callable[[str], SearchResult]) -> None:
    assert ask("公积金").corrections == ()


def test_letters_that_are_no_pinyin_are_none() -> None:
    assert pinyin.split("xyzzy") is None
    assert list(pinyin.split("xian") or []) == ["xian"]
    assert sounds.proposals(sounds.listen({"公积金": 3}), "qqq") == []


def test_what_sounds_alike_in_careless_speech_is_one() -> None:
    assert pinyin.blurred("zhu") == pinyin.blurred("zu")
    assert pinyin.blurred("jing") == pinyin.blurred("jin")


def test_suggestions_listen_too(ask: Callable[[str], SearchResult], tmp_path: Path) -> None:
    texts = [one.text for one in Searcher(tmp_path / "index").suggest("gongji")]
    assert "公积金" in texts


@pytest.fixture
def subsidies(tmp_path: Path) -> Callable[[str], SearchResult]:
    texts = [
        "租房补贴发放情况",
        "住房租赁补贴实施办法",
        "失业保险补贴细则",
        "物业服务收费管理办法",
        "物业公司备案",
        "企业补贴",
    ]
    with IndexWriter(tmp_path / "index") as writer:
        writer.apply(upserts=[SearchDocument(key=text, title=text, body=text) for text in texts])
    searcher = Searcher(tmp_path / "index")
    words = synonyms.vocabulary([("both", ["住房补贴", "住房保障金"])])
    return lambda text: searcher.search(SearchRequest(text=text, words=words))


@pytest.mark.requirement("R254")
def test_a_word_of_the_vocabulary_that_no_text_holds_is_searched_by_what_it_is_made_of(
    subsidies: Callable[[str], SearchResult],
) -> None:
    assert [hit.title for hit in subsidies("住房补贴").hits] == ["住房租赁补贴实施办法"]


@pytest.mark.requirement("R254")
@pytest.mark.parametrize("typed", ["失业补贴", "物业费", "物业补"])
def test_pieces_of_words_are_not_proposed(subsidies: Callable[[str], SearchResult], typed: str) -> None:
    proposed = {one.text for one in subsidies(typed).corrections}
    assert not proposed & {"业补贴", "物业服", "物业公", "失业补", "物业的", "业补"}


def test_letters_typed_so_far_propose_the_whole_word_and_whole_syllables_first(tmp_path: Path) -> None:
    titles = ["住房公积金管理办法", "公交线路调整公告", "公交优先规划"]
    with IndexWriter(tmp_path / "index") as writer:
        writer.apply(upserts=[SearchDocument(key=title, title=title, body=title) for title in titles])
    searcher = Searcher(tmp_path / "index")
    assert [one.text for one in searcher.suggest("gongji")][:2] == ["公积金", "公交"]
    assert [one.text for one in searcher.search(SearchRequest(text="gongji")).corrections][:1] == ["公积金"]
