from __future__ import annotations

import datetime as dt

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from gongkai.base.ui import text


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_titles_break_between_words_only():
    title = "云川市人民政府办公室关于印发《云川市新市民住房租赁补贴实施办法（试行）》的通知"
    shown = text.by_word(title)
    assert shown.replace("<wbr>", "").replace('<span class="unit">', "").replace("</span>", "") == title
    assert '<span class="unit">《云川市<wbr>' in shown
    assert shown.endswith("》的通知</span>")


def test_a_line_never_starts_with_closing_punctuation():
    assert "<wbr>，" not in text.by_word("政府做了什么，这里查得到。")
    assert "<wbr>）" not in text.by_word("实施办法（试行）")


def test_titles_are_escaped():
    assert "<script>" not in text.by_word("<script>alert(1)</script>")


def test_marks_hits_and_escapes_the_rest():
    assert text.highlight("<b>租房补贴</b>", "租房 补贴") == "&lt;b&gt;<mark>租房</mark><mark>补贴</mark>&lt;/b&gt;"
    assert text.highlight("a.b", ".") == "a<mark>.</mark>b"
    assert text.highlight("无", "") == "无"


def test_dates_are_chinese_and_moments_go_to_the_second():
    moment = dt.datetime(2026, 3, 12, 1, 30, 5, tzinfo=dt.UTC)
    assert text.cn_date(dt.date(2026, 3, 9)) == "2026年3月9日"
    assert text.cn_datetime(moment) == "2026-03-12 09:30:05"
    assert text.cn_weekday(dt.date(2026, 11, 20)) == "星期五"
    assert text.iso(moment) == "2026-03-12T09:30:05+08:00"


@pytest.mark.parametrize(("days", "words"), [(3, "剩余3个工作日"), (0, "今日到期"), (-2, "逾期2个工作日")])
def test_deadlines_are_said_in_words(days, words):
    assert text.working_days_left(days) == words


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (421888, "412 KB"), (1610612736, "1.5 GB")]
)
def test_sizes_are_in_familiar_units(size, words):
    assert text.filesize_cn(size) == words


def test_a_query_keeps_the_rest():
    request = RequestFactory().get("/", {"q": "补贴", "page": "2", "kind": "a"})
    shown = render("{% query_with page=3 kind=None %}", request=request)
    assert shown == "?q=%E8%A1%A5%E8%B4%B4&amp;page=3"


def test_filters_let_text_through_where_a_date_is_expected():
    assert render("{{ d|cn_date }}{% time d %}", d="3月底") == "3月底3月底"


def test_time_carries_the_machine_date():
    assert render("{% time d %}", d=dt.date(2026, 3, 9)) == '<time datetime="2026-03-09">2026年3月9日</time>'


def test_validity_is_taken_by_key_or_by_word():
    for given in ("repealed", "已废止"):
        shown = render('{% include "ui/badge.html" with validity=v %}', v=given)
        assert "is-bad void" in shown
        assert "已废止" in shown


def test_a_square_code_holds_its_address():
    assert 'aria-label="核对本文"' in render('{% qr_svg "https://open.yunchuan.example/x" "核对本文" %}')
