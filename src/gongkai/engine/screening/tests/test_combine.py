"""What a text reveals together with what is public already (数据汇聚风险)."""

import pytest
from django.test import Client

from gongkai.engine.screening import actions, queries
from gongkai.engine.screening.models import Statement
from gongkai.engine.screening.rules import STATE
from gongkai.engine.screening.rules.combining import records, revealed, salient
from gongkai.engine.screening.rules.personal.fragments import fragments, joined
from gongkai.project.tests.cast import City, Status, document_at, step

HERE = "救助对象姓名：欧阳建国，身份证号32010519******3117，每月发放680元。"
THERE = "公示名单：姓名：欧阳建国，身份证号******19581107****，家庭住址：明月镇石桥村3组17号。"


def reveals(here: str, there: str) -> str:
    return "".join(revealed(records(here), records(there)))


def test_two_masks_of_one_number_give_it_away() -> None:
    (one,), (other,) = fragments(HERE), fragments(THERE)
    both = joined(one, other)
    assert both is not None
    assert (both.kind, both.hidden_before, both.hidden_after, both.whole) == ("身份证号码", 6, 0, True)


def test_numbers_that_differ_in_a_figure_are_not_joined() -> None:
    (one,), (other,) = fragments("3201**********3117"), fragments("3205**************")
    assert joined(one, other) is None


@pytest.mark.requirement("R011")
def test_it_is_said_in_words_and_the_number_is_not_put_together() -> None:
    said = reveals(HERE, THERE)
    assert "欧阳建国的身份证号码在本文遮住6位，与该文合起来就是完整号码。" in said
    assert "本文没有的详细住址，在该文里已经公开。" in said
    assert "320105195811073117" not in said


def test_a_masked_name_is_known_again_by_its_number() -> None:
    said = reveals("王某某，手机138****4321，补助300元。", "联系人姓名：王小明，手机13855554321。")
    assert "王某的手机号码在本文遮住4位，与该文合起来就是完整号码。" in said
    assert "本文隐去的姓名，在该文里写明了全名。" in said


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (HERE, "公示名单：姓名：李春梅，身份证号******19581107****，家庭住址：明月镇石桥村3组17号。"),
        ("王某某，手机138****4321。", "王某某，手机139****4321。"),
        ("关于召开会议的通知", THERE),
    ],
)
def test_other_people_reveal_nothing(here: str, there: str) -> None:
    assert "身份证号码" not in reveals(here, there)
    assert "手机号码" not in reveals(here, there)


def test_what_is_looked_for_are_persons_places_projects_and_contracts() -> None:
    names = {(name.kind, name.text) for name in salient(f"{THERE}\n实施明月湖清淤工程，合同编号：YC-2026-0117。")}
    assert {("person", "欧阳建国"), ("address", "明月镇石桥村"), ("contract", "YC-2026-0117")} <= names
    assert ("project", "明月湖清淤工程") in names


@pytest.fixture
def two(city: City) -> object:
    """One public list, indexed, and a draft that masks the same person otherwise."""
    from gongkai.engine.search import actions as search
    from gongkai.engine.search.reactions import documents_of_releases

    text = "<p>救助对象姓名：欧阳建国，身份证号******19581107****。</p>"
    public = document_at(city, Status.DRAFT, title="关于救助对象的公示", html=text)
    edition = public.item.editions.select_related("item__agency").get()
    for hit in queries.undecided(edition):
        actions.decide(edition=edition, fingerprint=hit.fingerprint, choice="accepted", reason="依法公示", by=city.shen)
    while public.status != Status.PUBLISHED:
        step(city, public, number="云川住建发〔2026〕3号")
    search.index(documents=documents_of_releases())
    draft = document_at(city, Status.DRAFT, title="关于发放救助金的通知", html=f"<p>{HERE}</p>")
    return public, draft.item.editions.select_related("item__agency").get()


@pytest.mark.requirement("R011")
def test_the_reviewer_sees_what_is_public_and_records_an_opinion(city: City, two: object) -> None:
    public, edition = two
    combination = queries.related_for_edition(edition)
    (related,) = combination.items
    assert related.key == public.item.key
    assert "人员“欧阳建国”" in related.shared
    assert "合起来就是完整号码" in related.reveals[0]
    client = Client()
    client.force_login(city.people["he"])
    form = {"harmless": "no", "text": "合起来能补全号码，请改用统一的遮盖方式。", "next": "/desk/screening/"}
    assert client.post(f"/desk/screening/{edition.item_id}/state/", form).status_code == 302
    statement = queries.statement_of(edition)
    assert (statement.harmless, statement.person_name, statement.shown) == (False, "何静言", [public.item.key])


def test_an_opinion_holds_for_the_wording_it_was_given_on(city: City, two: object) -> None:
    _, edition = two
    actions.state_combination(edition=edition, harmless=True, text="看过，无妨。", shown=[], by=city.he)
    assert queries.statement_of(edition) is not None
    edition.html = "<p>改过的正文</p>"
    assert queries.statement_of(edition) is None


def test_an_opinion_without_a_reason_is_refused(city: City, two: object) -> None:
    from gongkai.base.events.models import Event

    _, edition = two
    with pytest.raises(actions.Refused, match="理由"):
        actions.state_combination(edition=edition, harmless=True, text=" ", shown=[], by=city.he)
    assert not Statement.objects.exists()
    assert not Event.objects.filter(tag=STATE).exists()
