"""The judges of HTML themselves: what they must find, and what they must let pass."""

from __future__ import annotations

import pytest

from tests.browser.wellformed import faults_of, parser_faults

WHOLE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>公文</title></head>
<body><main><h1>公文</h1><p>第一条<wbr>总则</p><table><tbody><tr><td>1</td></tr></tbody></table><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></main></body></html>
"""
BROKEN = [
    ("<p>第一条", "<p><b>第一条</i></b>"),  # closed by another
    ("<tr><td>1</td></tr>", "<tr><p>1</p></tr>"),  # what a table throws out
    ("<h1>公文</h1>", "<h1 id=a id=b>公文</h1>"),
    ("<h1>公文</h1>", '<h1 class="a"id="b">公文</h1>'),
    ("<h1>公文</h1>", "<h1>公文</h1></div>"),
    ("<main>", "<main><a href=/x><a href=/y>字</a></a>"),
    ("<h1>公文</h1>", "<h1>公文 &#0; &nosuch;</h1>"),
    ("<!doctype html>\n", ""),
]


def test_a_whole_page_passes() -> None:
    assert faults_of(WHOLE) == []


@pytest.mark.parametrize(("whole", "broken"), BROKEN)
def test_a_broken_one_is_found_by_the_parser_of_the_standard(whole: str, broken: str) -> None:
    pytest.importorskip("tinyhtml5")
    page = WHOLE.replace(whole, broken, 1)
    assert page != WHOLE
    assert parser_faults(page)


@pytest.mark.parametrize(("whole", "broken"), [one for one in BROKEN if "&#0;" not in one[1] and '"id=' not in one[1]])
def test_most_is_found_without_it_too(whole: str, broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.browser.wellformed.parser_faults", lambda text: [])
    assert faults_of(WHOLE.replace(whole, broken, 1))
