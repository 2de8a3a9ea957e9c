"""The long image, the card and the page say the same, hold what is written into them, and take no hostile text."""

from __future__ import annotations

import io
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gongkai.proactive.interpretation.portal.cards import card_html, card_page, card_png, card_svg
from gongkai.proactive.interpretation.rules.cards import THEMES, Refused, drawn, points_from, sections, svg
from gongkai.proactive.interpretation.rules.cards.canvas import FALL, MARGIN, RISE, WIDTH, Box, Words
from gongkai.proactive.interpretation.rules.cards.glyphs import NOT_FIRST, NOT_LAST, width, wrap
from gongkai.proactive.interpretation.rules.cards.themes import contrast

GIVEN: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "card.json").read_text(encoding="utf-8"))
MARKS = "，。、；：？！”’）》」】…"
TEXT = st.text(alphabet="一家庭的申请补贴标准每人月度从可以办理材料身份证abcXYZ0123456789元%", min_size=1, max_size=40)
SENTENCES = st.lists(
    st.tuples(TEXT, st.sampled_from([*"，。；！", "）。", "”，", "》", "（", "《", ""])), min_size=1, max_size=4
).map(lambda parts: "".join(text + mark for text, mark in parts))


def a_card(**changes: Any) -> dict[str, Any]:
    return GIVEN | changes


def refusal(**changes: Any) -> str:
    with pytest.raises(Refused) as caught:
        points_from(a_card(**changes))
    return str(caught.value)


@pytest.mark.requirement("R172")
def test_the_same_points_give_image_card_and_page():
    points = points_from(GIVEN)
    picture = card_svg(points)
    shown = card_html(points)
    for section in sections(points):
        assert section.heading in picture
        assert section.heading in shown
    assert "查看政策全文" in shown
    assert card_page(points).startswith(b"%PDF")
    with Image.open(io.BytesIO(card_png(points))) as image:
        assert image.size[0] == WIDTH
        assert abs(image.size[1] - drawn(points).height) <= 1


def test_the_printed_page_is_one_sheet_with_its_words():
    with closing(pdfium.PdfDocument(card_page(points_from(GIVEN)))) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_bounded()
    assert "每人每月" in text
    assert "特别提醒" in text


def test_an_address_breaks_behind_a_joint():
    lines = wrap("stabilization-of-employment@yunchuan.example", 390, 31, bold=True)
    assert lines[0].endswith(("-", "@", "."))


def test_the_same_points_give_the_same_bytes():
    points = points_from(GIVEN)
    assert card_svg(points, "pine") == card_svg(points, "pine")
    assert card_png(points) == card_png(points)
    assert card_svg(points, "pine") != card_svg(points, "ochre")


@pytest.mark.parametrize("theme", THEMES)
def test_every_word_contrasts_with_its_ground(theme):
    for thing in drawn(points_from(GIVEN), theme).things:
        if isinstance(thing, Words):
            assert contrast(thing.fill, thing.ground) >= 7, thing.text


def boxes_hold_their_words(given_: dict[str, Any]) -> None:
    drawing = drawn(points_from(given_))
    words = [thing for thing in drawing.things if isinstance(thing, Words)]
    for one in words:
        assert one.width <= one.room + 0.01, one.text
        assert one.x >= MARGIN - one.size / 2
        assert one.x + one.width <= WIDTH - MARGIN + 0.01, one.text
        assert one.y + FALL * one.size <= drawing.height
        grounds = [
            box for box in drawing.things if isinstance(box, Box) and box.fill == one.ground and covers(box, one)
        ]
        assert grounds, f"{one.text} stands on nothing of its colour"


def covers(box: Box, one: Words) -> bool:
    hung = one.size / 2  # an opening mark may stand out, its ink does not
    return (
        box.x <= one.x + hung
        and one.x + one.width <= box.x + box.width + 0.01
        and box.y <= one.y - RISE * one.size + 1
        and one.y + FALL * one.size <= box.y + box.height + 1
    )


def test_no_text_leaves_its_box():
    boxes_hold_their_words(GIVEN)


@given(SENTENCES, SENTENCES, st.lists(SENTENCES, min_size=1, max_size=4), TEXT)
@settings(max_examples=60, deadline=None)
def test_no_text_leaves_its_box_whatever_it_says(one, other, several, value):
    cut = [text[:160] for text in several]
    boxes_hold_their_words(
        a_card(
            title=one[:40],
            subtitle=other[:60],
            who=cut,
            how=cut,
            warnings=cut,
            amounts=[{"label": "补贴", "value": value[:60], "note": one[:160]}],
            changes=[{"what": "标准", "old": one[:160], "new": other[:160]}],
            contacts=[{"label": "民政局", "value": value[:60]}],
        )
    )


@given(SENTENCES, st.integers(min_value=230, max_value=650), st.booleans(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_closing_mark_begins_a_line_and_no_opening_one_ends_it(text, room, bold, evenly):
    lines = wrap(text, room, 31, bold=bold, evenly=evenly)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert width(line, 31, bold=bold) <= room + 0.01
    for line in lines[1:]:
        assert line[0] not in NOT_FIRST, lines
    for line in lines[:-1]:
        assert line[-1] not in NOT_LAST or line[-1] in NOT_FIRST, lines


def test_a_figure_keeps_its_unit_and_a_number_its_agency():
    lines = wrap("自受理之日起应当在法定期限15个工作日内办结，依据云政规〔2026〕8号文件办理", 31 * 13, 31)
    assert any("15个工作日" in line for line in lines)
    assert any("云政规〔2026〕8号" in line for line in lines)


def test_no_character_is_left_alone():
    assert len(wrap("困难残疾人生活补贴标准提高到三百五十元啦。", 31 * 19, 31)[-1]) > 3


def test_rendered_ink_stays_inside_the_margin():
    """The widths are ours; this asks the one who draws."""
    picture = card_png(points_from(a_card(who=["申" * 160, "W" * 100, "第1项" * 30])))
    with Image.open(io.BytesIO(picture)) as image:
        grey = image.convert("L")
        start = 720
        edge = grey.crop((WIDTH - MARGIN + 4, start, WIDTH, start + 600))
        assert edge.getextrema()[0] > 245


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<svg onload=x>", "</text><image href='http://a/'/>", "<!-- x -->", "<?xml?>"]
)
def test_markup_is_refused_with_a_sentence(text):
    assert "网页代码" in refusal(title=text)
    assert "网页代码" in refusal(who=[text])


def test_what_looks_like_code_is_escaped():
    points = points_from(a_card(title='收入<3万元 & "其他"', who=["a < b && c > d"]))
    picture = card_svg(points)
    assert "收入&lt;3万元 &amp;" in picture
    ElementTree.fromstring(picture)
    shown = card_html(points)
    assert "&lt;" in shown
    assert "<3万元" not in shown


def test_the_picture_asks_nothing_of_the_outside():
    picture = svg(drawn(points_from(GIVEN)))
    root = ElementTree.fromstring(picture)
    kinds = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert kinds == {"svg", "title", "text", "rect", "path"}
    assert "href" not in picture
    assert "style" not in picture


def test_pictures_among_the_letters_are_refused():
    assert "😀" in refusal(title="好消息😀")
    assert "画不出来" in refusal(warnings=["注意\U000f0000"])


def test_what_cannot_be_seen_is_taken_away():
    points = points_from(a_card(title="补贴\x00\u202e涨\u200b了\ufeff", subtitle="第一行\r\n第二行"))
    assert points.title == "补贴涨了"
    assert points.subtitle == "第一行 第二行"


def test_ten_thousand_characters_are_refused():
    assert "40个字以内，现在有10000个字" in refusal(title="字" * 10_000)
    assert "160个字以内" in refusal(who=["字" * 10_000])
    assert "最多8条" in refusal(who=["甲"] * 1000)


def test_a_picture_nobody_would_scroll_through_is_refused():
    full = {"who": ["字" * 160] * 8, "how": ["字" * 160] * 10, "warnings": ["字" * 160] * 6, "when": ["字" * 160] * 6}
    full["changes"] = [{"what": "事项", "old": "字" * 160, "new": "字" * 160}] * 10
    with pytest.raises(Refused, match="分成两张图"):
        drawn(points_from(a_card(**full)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "请填写标题"),
        ({"title": None}, "请填写标题"),
        ({"title": 5}, "应当是一段文字"),
        ({"who": "不是清单"}, "逐条填写"),
        ({"amounts": ["不是行"]}, "填写不完整"),
        ({"amounts": [{"label": "补贴", "value": ""}]}, "还缺数额"),
        ({"address": "javascript:alert(1)"}, "https://"),
        ({"address": "https://a.example/" + "x" * 400}, "300个字符"),
    ],
)
def test_a_fault_is_told_in_a_sentence(changes, sentence):
    assert sentence in refusal(**changes)


def test_an_empty_card_is_no_card():
    with pytest.raises(Refused, match="至少填写一个栏目"):
        points_from({"title": "只有标题"})


def test_empty_rows_are_left_out():
    points = points_from(a_card(who=["", "  ", "本市户籍"], amounts=[{"label": "", "value": ""}]))
    assert points.who == ("本市户籍",)
    assert points.amounts == ()
    assert "amounts" not in [section.key for section in sections(points)]


def test_marks_alone_are_still_drawn():
    boxes_hold_their_words(a_card(who=[MARKS * 6], title="！！！"))
