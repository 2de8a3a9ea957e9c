"""New and old told apart as a layperson would: what changed in money, time and conditions, wherever it stands now."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.proactive.interpretation.rules.novelty import (
    Kind,
    Sort,
    changes_for_card,
    figures,
    novelty,
    number,
)

OLD = """第一章 总则
第一条 为规范住房租赁补贴发放，制定本办法。
第二条 申请人应当具有本市户籍满三年，且家庭人均月收入不超过3500元。
第三条 补贴标准为每户每月300元，最长不超过二十四个月。
第四条 申请人应当提交身份证明、户口簿、收入证明和房屋租赁合同。
第五条 街道办事处自受理之日起30个工作日内完成审核。
第六条 对实际支付租金给予30%的补助，最高不超过2万元。
第七条 申请人不得转租。
第八条 每年三月接受一次集中申报，逾期不再受理。
第九条 本办法自2020年1月1日起施行，有效期五年。"""
NEW = """第一章 总则
第一条 为规范住房租赁补贴发放，制定本办法。
第二条 街道办事处自受理之日起15个工作日内完成审核。
第三条 申请人应当具有本市户籍或者持有本市居住证满一年，且家庭人均月收入不超过5000元。
第四条 补贴标准为每户每月350元，最长不超过36个月。
第五条 申请人应当提交身份证明和房屋租赁合同。
第六条 对实际支付租金给予百分之五十的补助，最高不超过3万元。
第七条 申请人可以转租给近亲属。
第八条 未满35周岁的新市民，可以在“云川办”上全年申请，由系统自动核对收入。
第九条 本办法自2027年1月1日起施行，有效期5年。"""
LINES = [line.split(" ", 1)[1] for line in OLD.split("\n")[1:]]


def test_changed_figures_are_singled_out():
    lines = [row.line for row in novelty(OLD, NEW).rows if row.sort is Sort.FIGURE]
    assert "补贴标准：每户每月300元 → 350元" in lines
    assert (
        "补贴标准：最长不超过二十四个月 → 36个月" in lines
        or "补贴标准：最长不超过二十四个月 → 最长不超过36个月" in lines
    )
    assert "办理时限：30个工作日 → 15个工作日" in lines
    assert "实际支付租金：最高不超过2万元 → 3万元" in lines
    assert "实际支付租金：30% → 百分之五十" in lines
    assert "施行日期：2020年1月1日 → 2027年1月1日" in lines
    assert "家庭人均月收入：不超过3500元 → 5000元" in lines
    assert not any("有效期" in line for line in lines), "五年 and 5年 are the same"


def test_a_paragraph_that_moved_is_compared_with_itself():
    row = next(row for row in novelty(OLD, NEW).rows if row.kind is Kind.PERIOD and row.what == "办理时限")
    assert (row.old_label, row.new_label) == ("第五条", "第二条")
    assert novelty(OLD, NEW).moved == 1


def test_conditions_and_duties_are_told_by_their_clauses():
    rows = novelty(OLD, NEW).rows
    condition = next(row for row in rows if row.what == "申请条件" and row.sort is Sort.CONDITION)
    assert "居住证" in condition.new
    materials = next(row for row in rows if row.what == "申请材料")
    assert "户口簿" in materials.old
    assert "户口簿" not in materials.new
    duty = next(row for row in rows if row.sort is Sort.DUTY)
    assert ("不得" in duty.old, "可以" in duty.new) == (True, True)


def test_what_came_and_what_went():
    rows = novelty(OLD, NEW).rows
    assert [row.new_label for row in rows if row.sort is Sort.NEW] == ["第八条"]
    assert [row.old_label for row in rows if row.sort is Sort.DROPPED] == ["第八条"]
    assert next(row for row in rows if row.sort is Sort.NEW).draft.startswith("新增规定：未满35周岁")


def test_a_draft_is_a_whole_sentence():
    drafts = [row.draft for row in novelty(OLD, NEW).rows]
    assert "补贴标准由每户每月300元提高到350元。" in drafts
    assert "办理时限由30个工作日缩短到15个工作日。" in drafts
    assert all(draft.endswith("。") and "。。" not in draft for draft in drafts)


def test_rows_fit_a_card():
    rows = changes_for_card(novelty(OLD, NEW).rows)
    assert 3 <= len(rows) <= 6
    assert rows[0].keys() == {"what", "old", "new"}


@given(st.permutations(LINES))
@settings(max_examples=40, deadline=None)
def test_another_order_is_no_news(order):
    new = "\n".join(f"第{n}条 {line}" for n, line in enumerate(order, 1))
    assert novelty(OLD, new).rows == []


def test_an_article_split_in_two_is_no_news():
    new = OLD.replace(
        "补贴标准为每户每月300元，最长不超过二十四个月。",
        "补贴标准为每户每月300元。\n第三条之一 最长不超过二十四个月。",
    )
    assert novelty(OLD, new).rows == []


def test_other_marks_and_numerals_are_no_news():
    new = OLD.replace("，", ", ").replace("30个工作日", "三十个工作日").replace("2万元", "20000元")
    assert novelty(OLD, new).rows == []


def test_another_bound_is_news():
    rows = novelty("收入不超过3500元的家庭。", "收入不低于3500元的家庭。").rows
    assert len(rows) == 1
    assert rows[0].kind is Kind.AMOUNT


@pytest.mark.parametrize(
    ("text", "kind", "value", "high"),
    [
        ("每人每月三百二十元", Kind.AMOUNT, 320, 320),
        ("最高不超过200万元", Kind.AMOUNT, 2_000_000, 2_000_000),
        ("3—5万元", Kind.AMOUNT, 30_000, 50_000),
        ("1,200.50元", Kind.AMOUNT, 1200.5, 1200.5),
        ("一千零五元", Kind.AMOUNT, 1005, 1005),
        ("百分之三十", Kind.SHARE, 30, 30),
        ("12.5%", Kind.SHARE, 12.5, 12.5),
        ("15个工作日内", Kind.PERIOD, 21, 21),
        ("三十日", Kind.PERIOD, 30, 30),
        ("60周岁以上", Kind.AGE, 60, 60),
        ("2027年1月1日", Kind.DATE, 20270101, 20270101),
        ("二〇二六年十一月二十日", Kind.DATE, 20261120, 20261120),
        ("90平方米", Kind.NUMBER, 90, 90),
    ],
)
def test_figures_are_read(text, kind, value, high):
    found = figures(f"标准为{text}。")
    assert [(one.kind, round(one.value, 4), round(one.high, 4)) for one in found] == [(kind, value, high)]


@pytest.mark.parametrize(
    "text", ["依据第三条办理", "云政规〔2026〕8号", "一次性告知", "一个窗口", "统一标准", "十分重要"]
)
def test_words_are_no_figures(text):
    assert figures(text) == []


def test_numerals():
    assert [number(text) for text in ("二〇二六", "十五", "两千三百", "一百零八")] == [2026, 15, 2300, 108]


def test_nothing_against_nothing():
    assert novelty("", "").rows == []
    assert [row.sort for row in novelty("", "第一条 新的。").rows] == [Sort.NEW]


def test_a_long_policy_takes_less_than_two_seconds():
    old = "\n".join(OLD.replace("30", str(n)) for n in range(60))
    new = "\n".join(NEW.replace("15", str(n)) for n in range(60))
    began = time.process_time()
    novelty(old, new)
    assert time.process_time() - began < 2


def test_texts_without_paragraphs_end_in_time():
    times = 2000
    began = time.process_time()
    novelty("甲乙" * times * 4, "乙丙" * times * 4)
    novelty("每月30元，" * times, "每月40元，" * times)
    assert time.process_time() - began < 5
