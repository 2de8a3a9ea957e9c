"""The editor of a visual reading: sections named by what the policy does, a first fill, and a card that follows the typing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils.html import strip_tags

from gongkai.proactive.interpretation import actions, queries
from gongkai.proactive.interpretation.tests.test_work_at_the_desk import DESK, NORM, as_, page, written
from gongkai.project.tests.cast import EXPLAINED, drafted

BAN = NORM | {"title": "云川市人民政府关于禁止和限制燃放烟花爆竹的通告"}


def begun(city: Any, **changes: Any) -> Any:
    document = drafted(city, **NORM | changes)
    return actions.draft(policy=document.item, title="看图就懂", form="graphic", html=EXPLAINED, by=city.lin)


def plain(text: str) -> str:
    return "".join(strip_tags(text).split())


@pytest.mark.requirement("R172")
@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("云川市人民政府关于禁止和限制燃放烟花爆竹的通告", "不能做的事"),
        ("云川市新市民住房租赁补贴办法", "能得多少"),
        ("云川市城市更新三年行动方案", "重点任务"),
        ("云川市机动车停放服务收费办法", "收多少"),
        ("云川市电梯使用安全管理办法", "千万不要做"),
    ],
)
def test_sections_are_named_by_what_the_policy_does(client, city, title, heading):
    one = begun(city, title=title)
    assert heading in page(as_(client, city, "lin"), f"{DESK}{one.pk}/points/")


@pytest.mark.requirement("R172")
def test_the_card_begins_with_what_is_written_already(client, city):
    one = begun(city, effective_on=dt.date(2026, 5, 1))
    form = as_(client, city, "lin").get(f"{DESK}{one.pk}/points/").context["form"]
    assert "正在租房" in form["who"].value()
    assert "300元" in form["amounts"].value()
    assert "2026年5月1日起施行" in form["when"].value()
    assert "逾期会停发" in form["warnings"].value()
    one.refresh_from_db()
    assert one.points == {}


@pytest.mark.requirement("R172")
def test_the_author_renames_a_section_and_the_card_says_so(client, city):
    one = begun(city, **BAN)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/points/"
    sent = written(client, address) | {"warnings": "禁放区内不得销售", "heading_warnings": "哪些地方绝对不行"}
    live = client.post(address, sent | {"live": "1"})
    assert "哪些地方绝对不行" in plain(live.content.decode())
    assert "<form" not in live.content.decode()
    assert queries.interpretations_of(one.policy).get().points == {}
    client.post(address, sent | {"save": "1"})
    one.refresh_from_db()
    assert (one.points["kind"], one.points["headings"]) == ("rule", {"warnings": "哪些地方绝对不行"})
    picture = client.get(f"{DESK}{one.pk}/card.svg").content.decode()
    assert "谁能享受" not in picture
    assert "哪些地方绝对不行" in plain(page(client, f"{DESK}{one.pk}/"))


def test_what_cannot_be_drawn_yet_is_said_beside_the_card_and_nothing_is_lost(client, city):
    one = begun(city)
    as_(client, city, "lin")
    address = f"{DESK}{one.pk}/points/"
    live = client.post(address, written(client, address) | {"amounts": "｜300元", "live": "1"})
    assert live.status_code == 200
    assert "还缺项目" in live.content.decode()
    assert client.post(f"{DESK}{one.pk}/points/", {"live": "1"}).status_code == 200
    as_(client, city, "mo")
    assert client.post(address, {"live": "1"}).status_code == 404


def test_an_older_card_keeps_its_headings(client, city):
    one = begun(city, **BAN)
    edition = queries.edition_of(one)
    old = {"title": "烟花爆竹燃放提示", "who": ["绕城高速以内全年禁放"], "theme": "ochre"}
    actions.save(interpretation=one, version=edition.version, by=city.lin, title="看图就懂", html=EXPLAINED, points=old)
    assert "谁能享受" in plain(page(as_(client, city, "lin"), f"{DESK}{one.pk}/"))
