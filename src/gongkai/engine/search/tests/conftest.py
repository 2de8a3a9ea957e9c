"""A small index of fictional documents of 云川市."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.engine.search.index import IndexWriter, SearchDocument, Searcher, SearchRequest, SearchResult

FINANCE = {"agency": "YC-CZ", "agency_names": ("云川市财政局", "市财政局"), "ancestors": ("YC",)}
TOWN = {"agency": "YC-QS-MZ", "agency_names": ("清水区民政局", "区民政局"), "ancestors": ("YC-QS", "YC")}


def document(key: str, title: str, body: str = "", **more: object) -> SearchDocument:
    return SearchDocument(key=key, title=title, body=body, **more)


DOCUMENTS = (
    document(
        "document:1",
        "云川市财政局关于印发《市级部门预算管理办法》的通知",
        "第一条　为规范市级部门预算管理，制定本办法。\n第三十六条 各部门应当按照规定公开部门预算。\n根据云政发〔2019〕7号文件执行。",
        external_id="czj-1",
        kind="document",
        doc_number="云财规〔2020〕84号",
        themes=("财政",),
        year=2020,
        date=dt.date(2020, 3, 5),
        published_at=dt.datetime(2020, 3, 9, 10, tzinfo=dt.UTC),
        url="/documents/czj-1/",
        **FINANCE,
    ),
    document(
        "document:2",
        "云川市财政局政府采购信息公开指南",
        "财政、税务机关应当共享信息。供水价格由市人民政府制定。",
        external_id="czj-2",
        kind="guide",
        doc_number="云财规〔2020〕85号",
        themes=("财政", "公开"),
        year=2021,
        date=dt.date(2021, 6, 1),
        url="/documents/czj-2/",
        validity="repealed",
        **FINANCE,
    ),
    document(
        "document:3",
        "清水区最低生活保障工作细则",
        "符合条件的居民可以申请最低生活保障。申请材料包括居民身份证。住房公积金贷款另行规定。",
        external_id="qs-3",
        kind="document",
        doc_number="清民发〔2022〕7号",
        themes=("民政",),
        year=2022,
        date=dt.date(2022, 1, 10),
        url="/documents/qs-3/",
        attachments_text="附件：低收入家庭认定表格样式",
        **TOWN,
    ),
    document(
        "document:4",
        "關於財政局預算公開的說明",
        "財政局應當公開預算，落實節水措施。ＧＢ／Ｔ９７０４格式。著作權歸本局所有。",
        external_id="trad-4",
        kind="document",
        themes=("财政",),
        year=2018,
        date=dt.date(2018, 1, 10),
        url="/documents/trad-4/",
        **FINANCE,
    ),
)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    path = tmp_path / "index"
    with IndexWriter(path) as writer:
        writer.apply(upserts=DOCUMENTS)
    return path


@pytest.fixture
def searcher(directory: Path) -> Searcher:
    return Searcher(directory)


@pytest.fixture
def search(searcher: Searcher) -> Callable[..., SearchResult]:
    return lambda text, **more: searcher.search(SearchRequest(text=text, **more))


@pytest.fixture
def keys(search: Callable[..., SearchResult]) -> Callable[..., list[str]]:
    """Search and return the numbers of the documents found, sorted."""
    return lambda text, **more: sorted(hit.key.removeprefix("document:") for hit in search(text, **more).hits)
