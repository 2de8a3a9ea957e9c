"""Tables of a published text scroll in their own frame."""

from __future__ import annotations

from django.utils.safestring import mark_safe

from gongkai.base.ui.wide import framed

ROWS = "<tbody><tr><td>一人户</td><td>300</td></tr></tbody>"


def test_each_table_has_a_frame_with_a_name() -> None:
    heads = "<thead><tr><th>家庭人口</th><th>标准<b>（元/月）</b></th><th>说明</th><th>备注</th></tr></thead>"
    html = mark_safe(f"<p>前</p><table>{heads}{ROWS}</table><p>中</p><table><caption>附表一</caption>{ROWS}</table>")
    shown = framed(html)
    assert 'role="group" tabindex="0" aria-label="表格：家庭人口、标准 （元/月）、说明"><table>' in shown
    assert 'aria-label="表格：附表一"><table><caption>' in shown
    assert shown.count("</table></div>") == 2
    assert shown.startswith("<p>前</p>")
    assert "</div><p>中</p><div" in shown


def test_a_table_within_a_table_and_one_that_never_ends_are_left_as_they_are() -> None:
    assert framed(mark_safe("<table><tr><td><table></table></td></tr></table>")).count("table-scroll") == 1
    assert framed(mark_safe("</table><p>文</p><table><tr>")) == "</table><p>文</p><table><tr>"


def test_a_name_cannot_leave_its_attribute_and_what_is_not_safe_is_not_made_so() -> None:
    assert 'aria-label="Table: &quot; onfocus=&quot;x"' in framed(mark_safe('<table><th>" onfocus="x</th></table>'))
    assert framed("<table></table>") == "<table></table>"
    assert not hasattr(framed("<table></table>"), "__html__")


def test_an_english_table_has_an_english_name() -> None:
    assert 'aria-label="Table: Household, Yuan"' in framed(mark_safe("<table><th>Household</th><th>Yuan</th></table>"))
