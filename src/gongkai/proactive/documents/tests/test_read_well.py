"""Reading: words that a text defines show their meaning, and one line tells the life of the text."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.documents import actions
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.portal.defining import definitions_in, with_terms
from gongkai.proactive.documents.portal.sheets import body_of
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.amending import changes_in
from gongkai.proactive.documents.rules.life import TELLERS, LifeEvent
from gongkai.project.tests.cast import City, document_at, step

RULES = (
    "<h2>第一章 总则</h2>"
    "<p>第一条 为了规范云川市新市民住房租赁补贴（以下简称“租赁补贴”）的发放，制定本办法。租赁补贴按户发放。</p>"
    "<p>第二条 本办法所称新市民，是指在本市稳定就业、未取得本市户籍的人员。</p>"
    "<p>第三条 新市民可以申请租赁补贴，同一新市民只能申请一次。</p>"
    "<h2>第二章 新市民的申请</h2>"
    '<p>第四条 申请<a href="/x">租赁补贴</a>的，提交材料。A&amp;B市新市民同样办理。</p>'
    "<p>第五条 下列用语的含义：</p><p>（一）社会保障卡，是指由人力资源社会保障部门发放的卡。</p><p>补贴发到社会保障卡。</p>"
)


def anchored_rules() -> str:
    before, after, _ = body_of(RULES)
    return before + after


def test_it_finds_meanings_abbreviations_and_lists_of_terms() -> None:
    found = {one.term: one for one in definitions_in(anchored_rules())}
    assert set(found) == {"租赁补贴", "新市民", "社会保障卡"}
    assert found["新市民"].meaning.startswith("本办法所称新市民，是指在本市稳定就业")
    assert found["新市民"].where == "第二条"
    assert "云川市新市民住房租赁补贴（以下简称“租赁补贴”）" in found["租赁补贴"].meaning


def test_every_later_use_is_marked_and_not_a_character_of_the_text_changes() -> None:
    html = anchored_rules()
    assert "".join(re.sub("<[^>]+>", "", html)) == "".join(re.sub("<[^>]+>", "", body_of(RULES)[0]))
    first, third = (html.split(f'id="p{n}"')[1].split("</p>")[0] for n in (2, 4))
    assert len(re.findall('data-term="d2-[^>]*>租赁补贴', first)) == 1  # after the definition, not in it
    assert third.count('class="term" href="#p3"') == 1
    assert third.count("data-term") == 3  # 新市民 twice, 租赁补贴 once
    assert "data-term" not in html.split("<h2")[2].split("</h2>")[0]
    assert '<a href="/x">租赁补贴</a>' in html
    assert "A&amp;B市" in html


def test_what_is_defined_at_the_end_counts_for_the_whole_text() -> None:
    html = (
        '<p id="p1">使用禁放区的，处罚。</p><p id="p2">第二条 本规定所称禁放区，是指禁止燃放烟花爆竹的区域。</p>'
        '<p id="p3">（以下简称甲）</p>'
    )
    marked = with_terms(html, definitions_in(html))
    assert 'href="#p2"' in marked.split('id="p2"')[0]
    assert "data-term" not in marked.split('id="p2"')[1]


@pytest.mark.parametrize(
    "junk", ["", "<p>没有锚点（以下简称甲乙）</p>", '<p id="p1">（以下简称</p>', '<p id="p1">' + "（" * 5000 + "</p>"]
)
def test_odd_texts_stay_as_they_are(junk: str) -> None:
    assert with_terms(junk, definitions_in(junk)) == junk


def page_of(document: Document, tail: str = "", **query: str) -> str:
    return (
        Client()
        .get(f"/documents/{document.item.key}{tail}", query, headers={"host": "open.yunchuan.example"})
        .content.decode()
    )


@pytest.mark.requirement("R272")
def test_the_page_explains_its_words_in_both_scripts(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕12号", html=RULES)
    page, hant = page_of(document), page_of(document, script="hant")
    marks = re.findall(r'data-term="([^"]+)"', page)
    assert marks
    assert re.findall(r'data-term="([^"]+)"', hant) == marks
    for mark in set(marks):
        assert f'id="{mark}"' in page
        assert f'id="{mark}"' in hant
    assert "租賃補貼" in re.findall(r'data-term="[^"]+"[^>]*>([^<]+)<', hant)
    for anchor in re.findall(r'class="term" href="#(p\d+)"', hant):
        assert f'id="{anchor}"' in hant


# --- the line of a text's life ----------------------------------------------------------------------------


def life(page: str) -> list[str]:
    line = page.split('class="lifeline life"')[1].split("</ol>", maxsplit=1)[0]
    return [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in line.split("<li")[1:]]


def test_the_line_tells_what_changed_and_ended_a_text_and_what_is_to_come(city: City) -> None:
    today = timezone.localdate()
    old = document_at(
        city, Status.PUBLISHED, number="云川住建发〔2026〕1号", title="关于租赁补贴的通知",
        formed_on=today, effective_on=today, expires_on=today + dt.timedelta(days=700),
    )  # fmt: skip
    new = document_at(
        city, Status.ISSUED, number="云川住建发〔2026〕2号", title="关于修改和废止部分规定的决定",
        effective_on=today + dt.timedelta(days=30),
    )  # fmt: skip
    publishing.relate(source=new.item, verb="amends", target=old.item, by=city.shen)
    step(city, new)
    shown = life(page_of(old))
    assert [one for one in shown if "公布" in one]
    now = next(place for place, one in enumerate(shown) if "今天" in one)
    partly = next(place for place, one in enumerate(shown) if "部分条款废止" in one)
    ends = next(place for place, one in enumerate(shown) if "有效期届满" in one)
    assert now < partly < ends
    assert "云川住建发〔2026〕2号" in shown[partly]
    assert "尚未到日期" in shown[ends]


def test_a_repealed_text_names_what_repealed_it_and_no_longer_expires(city: City) -> None:
    today = timezone.localdate()
    old = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕1号", expires_on=today + dt.timedelta(days=700))
    new = document_at(
        city, Status.ISSUED, number="云川住建发〔2026〕2号", title="关于废止一件通知的决定", effective_on=today
    )
    publishing.relate(source=new.item, verb="repeals", target=old.item, by=city.shen)
    step(city, new)
    shown = life(page_of(old))
    assert any("废止" in one and "云川住建发〔2026〕2号" in one for one in shown)
    assert not any("有效期届满" in one for one in shown)


def test_corrections_and_what_others_know_stand_on_the_line(city: City) -> None:
    document = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕1号")

    def cleaned(key: str) -> list[LifeEvent]:
        return [LifeEvent(dt.date(2026, 4, 1), "清理：继续有效")] if key == document.item.key else []

    TELLERS.append(cleaned)
    try:
        assert any("清理：继续有效" in one for one in life(page_of(document)))
    finally:
        TELLERS.remove(cleaned)
    actions.correct(document=document, note="更正补贴标准", by=city.shen)
    assert not any("更正为" in one for one in life(page_of(document)))


# --- which articles were changed --------------------------------------------------------------------------

DECISION = (
    "<p>决定对《云川市住房租赁补贴办法》作如下修改：</p>"
    "<p>一、第二条修改为：“本办法所称新市民，依照第五条认定。”</p>"
    "<p>二、删去第四条。</p>"
    "<p>三、增加一条，作为第三条之一：“补贴按月发放。”</p>"
    "<p>本决定自公布之日起施行。</p>"
)


def amended_by(city: City, title: str, html: str = DECISION) -> tuple[Document, Document]:
    old = document_at(city, Status.PUBLISHED, number="云川住建发〔2026〕1号", html=RULES)
    new = document_at(city, Status.ISSUED, number="云川住建发〔2026〕2号", title=title, html=html)
    publishing.relate(source=new.item, verb="amends", target=old.item, by=city.shen)
    return old, new


def told_of(page: str) -> list[str]:
    box = page.partition('<ul class="amended">')[2].partition("</ul>")[0]
    return [" ".join(re.sub("<[^>]+>", " ", one).split()) for one in box.split("<li>")[1:]]


def test_the_articles_that_a_decision_changed_stand_above_the_text(city: City) -> None:
    old, new = amended_by(city, "关于修改《云川市住房租赁补贴办法》的决定")
    assert told_of(page_of(old)) == []  # nobody hears of a decision before it is public
    step(city, new)
    page = page_of(old)
    assert [one.split()[:2] for one in told_of(page)] == [
        ["第二条", "修改"],
        ["第四条", "删去"],
        ["第三条之一", "新增"],
    ]
    assert "本文有3处条款被修改" in page
    assert "本页是修改前的文字" in page
    here = re.search(r'<li><a href="#(p\d+)">第二条</a>', page)
    assert here is not None
    assert f'id="{here[1]}"' in page
    there = re.findall(r'href="(/documents/[^"#]+)#(p\d+)">怎样修改的', page)
    assert [anchor for _, anchor in there] == ["p2", "p3", "p4"]
    assert there[0][0] == f"/documents/{new.item.key}"
    assert 'id="p2"' in page_of(new)


def test_a_wording_published_after_the_decision_is_said_to_be_the_changed_one(city: City) -> None:
    old, new = amended_by(city, "关于修改《云川市住房租赁补贴办法》的决定")
    step(city, new)
    actions.correct(document=old, note="按修改决定重新公布", by=city.shen)
    draft = old.item.editions.order_by("-number").first()
    assert draft is not None
    assert "本页是修改前的文字" in page_of(old)  # what is being prepared changes nothing


def test_whose_articles_a_decision_on_several_texts_means_is_not_guessed(city: City) -> None:
    old, new = amended_by(city, "关于修改《云川市住房租赁补贴办法》等三件规范性文件的决定")
    step(city, new)
    assert told_of(page_of(old)) == []


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        ("五、将第十五条中的“每年3月底前”修改为“每年4月底前”。", [("第十五条", "修改")]),
        ("第八条第二项修改为：“（二）拒载的，依照第九条处理。”", [("第八条", "修改")]),
        ("删去第八条第二款。", [("第八条", "修改")]),
        ("删去第八条、第九条。", [("第八条", "删去"), ("第九条", "删去")]),
        ("增加两条，分别作为第二十一条、第二十二条：“新”。", [("第二十一条", "新增"), ("第二十二条", "新增")]),
        ("第五条第一款修改为“甲”，表中各项分值和第六条规定的分数线相应除以十。", [("第五条", "修改")]),
        ("依照第三条规定办理。", []),
        ("《办法》根据本决定作相应修改，重新公布。", []),
    ],
)
def test_a_line_of_a_decision_says_which_article_it_changes(line: str, changes: list[tuple[str, str]]) -> None:
    assert [(one.article, one.how) for one in changes_in(line)] == changes
