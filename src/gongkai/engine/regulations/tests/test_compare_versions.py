"""Two versions article by article: new, gone, changed, moved."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from gongkai.engine.regulations.models import Law
from gongkai.engine.regulations.rules import articles, label
from gongkai.engine.regulations.rules.comparing import Change, compared, counted
from gongkai.engine.regulations.tests.conftest import load, record, revised
from gongkai.project.tests.cast import City

WORDS = (
    "为了规范住房租赁活动，保护当事人合法权益，制定本条例", "市住房城乡建设主管部门负责住房租赁的监督管理工作",
    "出租人应当向承租人出示身份证明和不动产权属证书", "住房租赁合同应当自签订之日起三十日内备案",
    "租赁企业不得以隐瞒、欺骗、强迫等方式要求承租人使用租金贷款", "违反本条例规定的，由主管部门责令限期改正",
)  # fmt: skip
FRESH = "鼓励国有企业盘活闲置厂房，依照规划改建为保障性租赁住房"


def law_of(*words: str) -> str:
    return "\n".join(f"{label(str(n))}　{one}。" for n, one in enumerate(words, start=1))


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    return [
        (one.change.value, one.old.anchor if one.old else "", one.new.anchor if one.new else "")
        for one in compared(articles(old), articles(new))
    ]


def test_the_same_text_has_no_rows() -> None:
    assert told(law_of(*WORDS), law_of(*WORDS)) == []


def test_an_article_put_in_moves_the_rest_and_they_are_told_as_one_run() -> None:
    new = (*WORDS[:2], FRESH, *WORDS[2:])
    assert told(law_of(*WORDS), law_of(*new)) == [("new", "", "3"), ("moved", "3", "4")]
    (_, run) = compared(articles(law_of(*WORDS)), articles(law_of(*new)))
    assert run.old_last is not None
    assert run.new_last is not None
    assert (run.old_last.anchor, run.new_last.anchor) == ("6", "7")
    assert counted([run]) == {Change.MOVED: 4}


def test_an_article_taken_out_stands_where_it_stood() -> None:
    assert told(law_of(*WORDS), law_of(*WORDS[:2], *WORDS[3:])) == [("gone", "3", ""), ("moved", "4", "3")]


def test_a_changed_word_is_a_change_and_with_another_number_both() -> None:
    short = WORDS[3].replace("三十日", "十五日")
    assert told(law_of(*WORDS), law_of(*WORDS[:3], short, *WORDS[4:])) == [("changed", "4", "4")]
    new = law_of(*WORDS[:3], FRESH, short, *WORDS[4:])
    assert told(law_of(*WORDS), new) == [("new", "", "4"), ("moved-changed", "4", "5"), ("moved", "5", "6")]


def test_another_text_under_the_old_number_is_new_and_the_old_one_gone() -> None:
    found = told(law_of(*WORDS), law_of(*WORDS[:2], FRESH, *WORDS[3:]))
    assert sorted(found) == [("gone", "3", ""), ("new", "", "3")]


def test_two_articles_that_change_places_have_moved() -> None:
    found = told(law_of(*WORDS), law_of(WORDS[1], WORDS[0], *WORDS[2:]))
    assert sorted(found) == [("moved", "1", "2"), ("moved", "2", "1")]


def test_punctuation_and_blanks_are_no_change() -> None:
    assert told(law_of(*WORDS), law_of(*WORDS).replace("，", "，\n")) == []


def test_a_code_of_a_thousand_articles_is_compared_at_once() -> None:
    old = law_of(*(f"第{n}类事项由机关{n * 7919 % 9973}按照程序{n * 31}办理并在{n}日内答复" for n in range(1, 1201)))
    new = law_of(*(f"第{n}类事项由机关{n * 7919 % 9973}依照程序{n * 31}办理，{n}日内答复" for n in range(1, 1201)))
    begun = time.process_time()
    assert len(compared(articles(old), articles(new))) == 1200
    assert time.process_time() - begun < 20


@pytest.mark.django_db
@pytest.mark.requirement("R026")
def test_the_page_shows_both_versions_side_by_side(city: City) -> None:
    load(record(), revised())
    law = Law.objects.get()
    client = Client()
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/regulations/{law.pk}/compare/").content.decode()
    assert "两个版本逐条对照" in page
    assert "修改" in page
    assert page.count('role="columnheader"') == 3
    assert "<del>" in page
    assert "<ins>" in page
