"""An interpretation that explains nothing goes nowhere: parts must stand there, the form must bear its content."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.rules import Status
from gongkai.proactive.interpretation.rules.kinds import ELEMENTS
from gongkai.proactive.interpretation.tests.test_read_in_public import second
from gongkai.proactive.interpretation.tests.test_work_at_the_desk import DESK, NORM, as_, page, written
from gongkai.project.tests.cast import EXPLAINED, SHOWN, WRITTEN, document_at, drafted

TICKED = {f"part_{key}": "present" for key in ELEMENTS}


def begun(city: Any, **given: Any) -> Any:
    document = drafted(city, **NORM)
    return actions.draft(policy=document.item, by=city.lin, **{"title": "补贴解读"} | given)


@pytest.mark.requirement("R166")
@pytest.mark.requirement("R167")
def test_nine_ticks_beside_a_few_words_are_not_handed_in(client, city):
    one = begun(city)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/"
    sent = written(client, address) | TICKED | {"html": "<p>请看文件。</p>", "submit": "1"}
    text = client.post(address, sent, follow=True).content.decode()
    one.refresh_from_db()
    assert one.status == Status.DRAFT
    assert "内容太短" in text
    for name in ELEMENTS.values():
        assert f"要素“{name}”标为已写明，正文里没有找到" in text
    assert "正文太短，还看不出好不好懂" in text
    assert "比对没有意义" in text


@pytest.mark.requirement("R166")
def test_the_author_points_at_the_paragraph_that_says_it(client, city):
    told = "房东不肯配合备案的时候，街道的工作人员会上门去说，您不用自己去求人。"
    html = EXPLAINED.replace("能得到哪些实惠", "再说几句").replace(
        "系统自动核对，材料能免则免，钱直接到账。", "在家等。"
    )
    one = begun(city, html=f"{html}<p>{told}</p>", **WRITTEN)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/"
    assert "要素“惠民利民举措”标为已写明" in page(client, address)
    assert f">{told[:24]}…</option>" in page(client, address)
    client.post(address, written(client, address) | {"where_benefits": told[:60], "submit": "1"})
    one.refresh_from_db()
    assert one.elements["benefits"] == {"state": "present", "where": told[:60]}
    assert one.status == Status.HEAD


@pytest.mark.requirement("R166")
def test_who_insists_says_why_and_the_reviewer_reads_it(client, city):
    html = EXPLAINED.replace("能得到哪些实惠", "再说几句").replace(
        "系统自动核对，材料能免则免，钱直接到账。", "在家等。"
    )
    one = begun(city, html=html, **WRITTEN)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/"
    client.post(address, written(client, address) | {"why_benefits": "好处已经在标准一段里讲了", "submit": "1"})
    one.refresh_from_db()
    assert one.status == Status.HEAD
    shown = page(as_(client, city, "zhou"), address)
    assert "作者标为已写明，系统在文中没有找到" in shown
    assert "惠民利民举措：好处已经在标准一段里讲了" in shown


@pytest.mark.requirement("R167")
def test_reasons_alone_are_no_interpretation(city):
    reasons = {key: {"state": "absent", "reason": "内容不多"} for key in ELEMENTS}
    one = begun(city, html=EXPLAINED, elements=reasons)
    with pytest.raises(Refused, match="不能都写“不适用”"):
        actions.submit(interpretation=one, by=city.lin)


@pytest.mark.requirement("R167")
def test_a_long_policy_is_not_explained_in_a_line(city):
    long = "<p>" + "第一条 申请人应当如实填报家庭成员、住房和收入情况，并对真实性负责。" * 300 + "</p>"
    document = drafted(city, **NORM, html=long)
    one = actions.draft(policy=document.item, title="解读", html=EXPLAINED, by=city.lin, **WRITTEN)
    with pytest.raises(Refused, match="解读至少要写"):
        actions.submit(interpretation=one, by=city.lin)


@pytest.mark.requirement("R172")
@pytest.mark.parametrize(
    ("form", "sentence", "given"),
    [
        ("graphic", "还没有图", {"points": SHOWN}),
        ("flow", "还没有步骤", {"points": SHOWN}),
        ("flow", "还没有步骤", {"html": f"{EXPLAINED}<ol><li>备案合同</li><li>网上填表</li></ol>"}),
        ("qa", "至少要有2问2答", {}),
        ("case", "还没有案例", {"facts": [{"kind": "case", "text": "小王租房，每月领300元", "source": ""}]}),
        ("press", "没有填写举行日期、出席或者受访人员", {"held_on": "2026-03-09", "speakers": "郑怀山，局长"}),
        ("interview", "没有填写举行日期、出席或者受访人员", {"held_on": "2026-03-09", "speakers": "郑怀山，局长"}),
    ],
)
def test_each_form_bears_what_it_promises(client, city, form, sentence, given):
    bare = EXPLAINED.replace("？</h2>", "</h2>")
    one = begun(city, form=form, html=bare, **WRITTEN)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/"
    assert sentence in page(client, address)
    edition = queries.edition_of(one)
    actions.save(
        interpretation=one, version=edition.version, by=city.lin, title="补贴解读",
        **{"html": EXPLAINED} | {name: value for name, value in given.items() if name not in {"held_on", "speakers"}},
    )  # fmt: skip
    held = given if "held_on" in given else {}
    client.post(address, written(client, address) | held | {"submit": "1"})
    one.refresh_from_db()
    assert one.status == Status.HEAD


@pytest.mark.requirement("R172")
def test_a_graphic_without_a_picture_is_not_counted_as_diversified(client, city):
    document = document_at(city, "published", number="云川住建规〔2026〕1号", **NORM)
    second(city, document, form="qa")
    as_(client, city, "shen")
    assert client.get(f"{DESK}reports/?view=diversified").context["rate"] == 100.0
    first = queries.interpretations_of(document.item).get(form="graphic")
    edition = first.item.release.edition
    type(edition).objects.filter(pk=edition.pk).update(
        snapshot=edition.snapshot | {"points": {}}
    )  # from before the gate
    response = client.get(f"{DESK}reports/?view=diversified")
    assert response.context["rate"] == 50.0
    assert "不计入：图示图解还没有图" in response.content.decode()
    assert "低于60%" in response.context["warning"]
