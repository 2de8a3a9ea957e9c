"""Where in a long text the words stand, and what no longer applies."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from pathlib import Path

import pytest

from gongkai.base.files.rules import anchored
from gongkai.engine.search.index import Filters, IndexWriter, Leaning, SearchDocument, Searcher, SearchRequest
from gongkai.engine.search.index.numerals import to_chinese
from gongkai.engine.search.reactions import anchors_of

FILLER = "各级人民政府应当加强对本行政区域内有关工作的领导，建立健全协调机制，督促有关部门依法履行监督管理职责。"
ARTICLES = 900


def act() -> SearchDocument:
    """Return an act of more than 300 kB, with what is looked for near its end and single words of it near its head."""
    lines = [f"第{to_chinese(n)}条　{FILLER * 3}" for n in range(1, ARTICLES + 1)]
    lines[3] = "第四条　鼓励研究青瓷工艺。"
    lines[796] = "第七百九十七条　青瓷花瓶的修缮名录由文物部门每年公布。"
    body = "\n".join(lines)
    assert len(body.encode()) > 300_000
    anchors = tuple(f"p{n}" for n in range(1, ARTICLES + 1))
    return SearchDocument(key="act", title="云川市工艺条例", body=body, anchors=anchors)


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    ended = SearchDocument(
        key="old", title="云川市养犬管理办法", body="养犬人应当登记。", validity="repealed", date=dt.date(2026, 1, 1)
    )
    current = SearchDocument(
        key="new", title="云川市养犬管理规定", body="养犬人应当每年登记。", date=dt.date(2019, 1, 1)
    )
    with IndexWriter(tmp_path / "index") as writer:
        writer.apply(upserts=[act(), ended, current])
    return Searcher(tmp_path / "index")


@pytest.mark.requirement("R254")
def test_a_hit_deep_in_an_act_points_to_its_paragraph(searcher: Searcher) -> None:
    [hit] = searcher.search(SearchRequest(text="青瓷 花瓶 修缮")).hits
    place = next(n for n, passage in enumerate(hit.passages) if any("花瓶" in one.text for one in passage))
    assert hit.anchors[place] == "p797"


def test_the_article_asked_for_stands_first(searcher: Searcher) -> None:
    [hit] = searcher.search(SearchRequest(text="工艺条例 第七百九十七条", article="第七百九十七条")).hits
    assert hit.anchors[0] == "p797"
    assert "".join(one.text for one in hit.passages[0]).lstrip("…").startswith("第七百九十七条")


@pytest.mark.requirement("R254")
def test_what_was_repealed_comes_after_what_applies_unless_asked_for(searcher: Searcher) -> None:
    request = SearchRequest(text="养犬")
    assert [hit.key for hit in searcher.search(request).hits] == ["new", "old"]
    asked = SearchRequest(text="养犬", leanings=(Leaning(validity=("repealed",), weight=150.0),))
    assert [hit.key for hit in searcher.search(asked).hits] == ["old", "new"]


@pytest.mark.requirement("R254")
def test_what_speaks_about_a_text_comes_after_the_text(tmp_path: Path) -> None:
    title, body = "云川市养犬管理办法", "养犬人应当登记。"
    notice = f"云川市人民政府办公室关于印发《{title}》的通知"
    told = [
        SearchDocument(key="asked", title=f"《{title}》常见问题", body=body, aside=True),
        SearchDocument(key="act", title=notice, body=body + "携犬出户应当束牵引带。"),
    ]
    with IndexWriter(tmp_path / "asides") as writer:
        writer.apply(upserts=told)
    found = Searcher(tmp_path / "asides")
    assert [hit.key for hit in found.search(SearchRequest(text="养犬管理办法")).hits] == ["act", "asked"]
    assert [hit.key for hit in found.search(SearchRequest(text="养犬 登记")).hits] == ["act", "asked"]


def test_of_two_alike_the_later_stands_first_in_whatever_order_they_came(tmp_path: Path) -> None:
    alike = [
        SearchDocument(key=f"n{day}", title="大事记", body="略", date=dt.date(2026, 11, day)) for day in range(1, 29)
    ]
    orders = []
    for name, told in (("up", alike), ("down", alike[::-1])):
        with IndexWriter(tmp_path / name) as writer:
            writer.apply(upserts=told)
        found = Searcher(tmp_path / name).search(SearchRequest(text="大事记", page_size=10)).hits
        orders.append([hit.key for hit in found])
    assert orders[0] == orders[1] == [f"n{day}" for day in range(28, 18, -1)]


def test_lines_of_a_text_know_the_blocks_of_the_page() -> None:
    html = "<h2>一、总则</h2><p>第一段。</p><ul><li>甲项</li><li>乙项</li></ul><table><tr><td>格</td><td>子</td></tr></table><p>末段。</p>"
    text = "一、总则\n第一段。\n甲项\n乙项\n格\t子\n末段。"
    assert anchors_of(text, html) == ("p1", "p2", "p3", "p4", "p5", "p6")
    assert anchors_of("无", "") == ("",)


@pytest.mark.parametrize(
    "html",
    [
        '<p class="doc-title">甲&amp;乙</p><h2>一、总则</h2><p></p><p>丙&lt;1，&nbsp;&quot;丁&quot;</p>',
        "<p>甲</p>\n<h3>二</h3>",
        "<p>甲<strong>乙</strong></p><p>丙</p>",
        "<blockquote><p>甲</p></blockquote><p>乙</p>",
        "",
    ],
)
def test_plain_paragraphs_are_numbered_as_the_page_numbers_them(html: str) -> None:
    numbered, _ = anchored(html)
    shown = [(name, "".join(text.split())) for name, text in re.findall(r'id="(p\d+)"[^>]*>([^<]*)', numbered) if text]
    for name, text in shown:
        assert anchors_of(unescape(text), html) == (name,)


def test_a_region_counts_everything_in_it_and_choosing_it_finds_as_many(tmp_path: Path) -> None:
    tree = [
        ("a", "yc-lj-md", ("yc-lj", "yc")),
        ("b", "yc-lj", ("yc",)),
        ("c", "yc-lj-czj", ("yc-lj", "yc")),
        ("d", "yc-cb", ("yc",)),
    ]
    documents = [
        SearchDocument(key=key, title=f"垃圾分类{key}", agency=code, agency_names=(code,), ancestors=above, kind=kind)
        for (key, code, above), kind in zip(tree, ("x", "y", "y", "y"), strict=True)
    ]
    with IndexWriter(tmp_path / "index") as writer:
        writer.apply(upserts=documents)
    searcher = Searcher(tmp_path / "index")
    everything = searcher.search(SearchRequest(text="垃圾分类", facets=("region", "agency", "kind")))
    for value in everything.facets["region"]:
        chosen = SearchRequest(
            text="垃圾分类", filters=Filters(region=(value.value,)), facets=("region", "agency", "kind")
        )
        assert searcher.search(chosen).total == value.count
    inside = SearchRequest(
        text="垃圾分类", filters=Filters(agency=("yc-lj",), agency_subtree=True), facets=("kind", "region")
    )
    found = searcher.search(inside)
    assert found.total == 3
    assert {one.value: one.count for one in found.facets["kind"]} == {"x": 1, "y": 2}
    assert {one.value: one.count for one in found.facets["region"]}["yc-lj"] == 3
