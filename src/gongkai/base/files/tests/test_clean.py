import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.base.files.rules import anchored, clean_html, to_text

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<p style='background:url(javascript:alert(1))' onclick=alert(1)>x</p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=//evil.example><button>x</button></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "</div></body><script>alert(1)</script>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markup_is_disarmed(html):
    cleaned = clean_html(f"<p>前</p>{html}<p>后</p>")
    assert not any(
        word in cleaned.lower() for word in ("alert", "evil", "onerror", "onclick", "style", "<img", "<svg", "<form")
    )
    assert "前" in cleaned


@given(st.text(alphabet="<>/ap=\"'tdr lio1中&;", max_size=60))
def test_cleaning_twice_changes_nothing(html):
    once = clean_html(html)
    assert clean_html(once) == once


def test_loose_text_and_containers_become_paragraphs():
    assert (
        clean_html("开头<div>一<div>二</div>三</div><h1>大</h1>尾<br>巴")
        == "<p>开头</p><p>一</p><p>二</p><p>三</p><h2>大</h2><p>尾<br>巴</p>"
    )


def test_spans_scopes_and_footnotes_stay():
    html = (
        '<table><thead><tr><th scope="col" colspan="2">甲</th></tr></thead><tbody><tr><td rowspan="2">乙</td><td>丙</td></tr></tbody>'
        '</table><section class="footnotes"><ol><li id="fn-1">注</li></ol></section>'
    )
    assert clean_html(html) == html


def test_ids_of_strangers_go():
    assert clean_html('<p id="csrf" class="modal doc-title">甲</p>') == '<p class="doc-title">甲</p>'


def test_plain_text_has_a_line_per_block_and_tabs_in_tables():
    html = "<h2>甲</h2><ol start='3'><li>乙</li><li>丙</li></ol><p>一<br>二</p><table><tbody><tr><td colspan='2'>子</td><td>丑</td></tr></tbody></table>"
    assert to_text(html).split("\n") == ["甲", "3. 乙", "4. 丙", "一", "二", "子\t\t丑"]


def test_blocks_get_stable_anchors_and_articles_an_outline():
    html, outline = anchored(
        "<h2>第一章 总则</h2><p>第一条 为了公开。</p><p>说明</p><h2>第二章 附则</h2><p>第二条 施行。</p>"
    )
    assert html.startswith('<h2 id="p1">第一章 总则</h2><p id="p2">第一条 为了公开。</p><p id="p3">')
    assert [(item.level, item.text, item.anchor) for item in outline] == [
        (1, "第一章 总则", "p1"), (2, "第一条", "p2"), (1, "第二章 附则", "p4"), (2, "第二条", "p5"),
    ]  # fmt: skip
    assert anchored(html)[0] == html
