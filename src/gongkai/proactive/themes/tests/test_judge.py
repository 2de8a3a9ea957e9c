"""What looks as if it belonged, and why: labelled things and the rules one by one."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.proactive.themes import rules
from gongkai.proactive.themes.rules import Scope, Section
from gongkai.proactive.themes.rules.judging import Thing, judge, similarity
from gongkai.proactive.themes.tests.labelled import HOUSING, SCOPE, THINGS


@pytest.mark.requirement("R180")
def test_everything_that_belongs_is_a_candidate_and_little_else() -> None:
    found = [(judge(SCOPE, thing).is_candidate, belongs) for thing, belongs in THINGS]
    right = sum(got and belongs for got, belongs in found)
    assert right == sum(belongs for _, belongs in found)
    assert right / sum(got for got, _ in found) >= 0.85


def test_points_come_with_their_reasons() -> None:
    said = judge(SCOPE, THINGS[0][0])
    assert said.score > 60
    assert said.why[:3] == ["主题标签相同：住房保障", "标题含“公共租赁住房”", "正文出现公共租赁住房1处"]


def test_a_word_that_is_shut_out_leaves_nothing() -> None:
    said = judge(SCOPE, Thing("保障性住房项目党建通报", tags=HOUSING))
    assert (said.score, said.why) == (0, ["标题含不收录的词“党建”"])


def test_what_hangs_together_with_a_member_is_a_candidate_without_a_word() -> None:
    said = judge(SCOPE, Thing("一图读懂", links=("解读了专题内的《云川市公共租赁住房管理办法》",)))
    assert said.is_candidate


def test_one_word_in_passing_makes_no_candidate() -> None:
    assert not judge(
        Scope(statement="", words=("公租房",)), Thing("年度总结", text="含公租房。" + "其他。" * 99)
    ).is_candidate


def test_likeness_is_the_same_from_both_sides_and_none_for_other_matters() -> None:
    one, other = "公共租赁住房申请条件", "申请公共租赁住房的条件"
    assert similarity(one, other) == similarity(other, one) > 0.5
    assert similarity(one, "冬季供热室温标准") == 0
    assert similarity("", one) == 0


@pytest.mark.parametrize(
    ("kind", "title", "section"),
    [
        ("document", "云川市公共租赁住房管理办法", Section.POLICY),
        ("document", "公租房申请办事指南", Section.GUIDE),
        ("document", "《公租房管理办法》政策解读", Section.INTERPRETATION),
        ("document", "公租房常见问题解答", Section.FAQ),
        ("interpretation", "一图读懂", Section.INTERPRETATION),
        ("service-item", "公共租赁住房资格申请", Section.SERVICE),
        ("topic", "租房专题", None),
        ("document", "关于印发产业发展指导目录的通知", Section.POLICY),
    ],
)
def test_the_section_follows_kind_and_title(kind: str, title: str, section: Section | None) -> None:
    assert rules.section_of(kind, title) == section


def test_a_whole_set_names_what_is_absent() -> None:
    assert rules.lacking(["policy", "faq"], integrated=True) == [Section.GUIDE, Section.INTERPRETATION]
    assert rules.lacking(["policy"], integrated=False) == []
    assert rules.lacking([], integrated=False) == [Section.POLICY]


def test_a_theme_grows_stale_after_its_days_and_not_on_the_last_of_them() -> None:
    day = dt.date(2026, 1, 1)
    last = day + dt.timedelta(days=rules.STALE_DAYS)
    assert not rules.is_stale(day, last)
    assert rules.is_stale(day, last + dt.timedelta(days=1))
    assert not rules.is_stale(None, last)
