"""Findings beside the text."""

from lxml import html as lxml_html

from gongkai.engine.screening.queries import findings_for_screen

ID = "11010519491231002X"


def test_a_hit_is_marked_where_it_stands() -> None:
    shown = findings_for_screen(html=f"<p>当事人{ID}申请。</p>", title="公示")
    mark = f'<mark class="hit is-bad" aria-describedby="f1">{ID}<sup>1</sup></mark>'
    assert shown["html"] == f"<p>当事人{mark}申请。</p>"
    assert (shown["count"], shown["blocking"]) == (1, 1)
    assert shown["findings"][0]["id"] == "f1"
    assert shown["findings"][0]["open"] is True


def test_a_hit_across_tags_is_marked_piece_by_piece() -> None:
    shown = findings_for_screen(html=f"<p>号码<strong>{ID[:6]}</strong>{ID[6:]}。</p>", title="公示")
    page = lxml_html.fromstring(shown["html"])
    assert [mark.text for mark in page.iter("mark")] == [ID[:6], ID[6:]]
    assert [note.text for note in page.iter("sup")] == ["1"]
    assert page.text_content() == f"号码{ID}1。"


def test_text_and_markup_around_a_hit_stay_as_they_were() -> None:
    html = '<h2>一、总则</h2><table><tbody><tr><td colspan="2">a &lt; b,手机 13812341234</td></tr></tbody></table><p>完</p>'
    shown = findings_for_screen(html=html, title="公示")
    bare = lxml_html.fromstring(f"<div>{shown['html']}</div>")
    for mark in list(bare.iter("mark")):
        for note in list(mark.iter("sup")):
            note.drop_tree()
        mark.drop_tag()
    assert lxml_html.tostring(bare, encoding="unicode") == f"<div>{html}</div>"


def test_blocks_do_not_run_together() -> None:
    assert findings_for_screen(html="<p>规定的</p><p>的内容</p>", title="公示")["count"] == 0


def test_two_hits_on_one_place_share_a_mark() -> None:
    shown = findings_for_screen(html="<p>卡号 国办发[2017]47号。。</p>", title="公示")
    assert shown["html"].count("<mark") == 2


def test_findings_in_the_title_come_first_and_say_so() -> None:
    shown = findings_for_screen(html="<p>公开。。</p>", title="关于公开的的通知")
    assert [row["number"] for row in shown["findings"]] == ["1", "2"]
    assert shown["findings"][0]["title"] == "标题中：文字重复"
    assert 'aria-describedby="f2"' in shown["html"]


def test_nothing_is_found_in_nothing() -> None:
    assert findings_for_screen(html="", title="")["count"] == 0


def test_hostile_text_stays_text() -> None:
    shown = findings_for_screen(html="<p>&lt;script&gt;alert(1)&lt;/script&gt;。。</p>", title="公示")
    assert "<script" not in shown["html"]
