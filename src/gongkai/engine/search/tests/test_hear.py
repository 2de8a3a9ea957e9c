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
        ("环镜保护", "环境保护"), ("zulin butie", "租赁 补贴"), ("huanjinbaohu", "环境保护"), ("yinhang", "银行"),
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
