"""The city's texts as clean HTML."""

from __future__ import annotations

import pytest

from gongkai.base.files.rules import clean_html
from gongkai.project.demo.contents import Content, all_contents
from gongkai.project.demo.markdown import to_html, to_lines


def test_the_outline_begins_at_the_second_level_and_has_no_gaps() -> None:
    assert to_html("# 办法\n\n## 第一章\n\n第一条 甲。") == "<h2>办法</h2><h3>第一章</h3><p>第一条 甲。</p>"
    assert to_html("## 一、总则\n\n### （一）甲") == "<h2>一、总则</h2><h3>（一）甲</h3>"


def test_a_table_says_what_heads_what() -> None:
    html = to_html("| 项目 | 金额 |\n| --- | --- |\n| 教育 | 98.6 |")
    assert '<th scope="col">项目</th>' in html
    assert '<th scope="row">教育</th><td>98.6</td>' in html


def test_a_table_of_figures_has_no_row_heads() -> None:
    assert 'scope="row"' not in to_html("| 序号 | 数 |\n| --- | --- |\n| 1 | 2 |")


def test_lists_and_signs_of_html_in_the_text_survive() -> None:
    assert to_html("1. 甲\n2. 乙") == "<ol><li>甲</li><li>乙</li></ol>"
    assert to_html("面积<90平方米") == "<p>面积&lt;90平方米</p>"


def test_plain_lines_carry_no_marks() -> None:
    assert to_lines("# 标题\n\n| 甲 | 乙 |\n| --- | --- |\n正文") == ["标题", " 甲　乙 ".strip(), "正文"]


@pytest.mark.parametrize("content", all_contents(), ids=lambda content: content.name)
def test_no_text_of_the_city_loses_anything_to_the_cleaner(content: Content) -> None:
    html = to_html(content.text)
    assert clean_html(html).count("<p") == html.count("<p")
    assert clean_html(html).count("<tr") == html.count("<tr")
    assert "##" not in html
    assert "| " not in html
