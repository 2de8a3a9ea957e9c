"""An administrator lets a partner system in by a token, sees what it did, and shuts it out again."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.base.organisations import actions as organisations
from gongkai.project.tests.cast import City

BASE = "/desk/settings/systems/"
SENT: dict[str, Any] = {
    "external_id": "CITY/2026/0001", "agency": "yc-zjj", "arrived_at": "2026-03-02T22:15:00+08:00",
    "form": "electronic", "method": "online",
    "applicants": [{"kind": "natural", "name": "钱一鸣", "identity": "id-card", "identity_number": "110101199003070038", "phone": "13800000000"}],
    "matters": [{"title": "2025年住房租赁补贴发放明细", "description": "各区户数"}],
}  # fmt: skip


@pytest.fixture
def guan(city: City) -> Client:
    client = Client()
    client.force_login(city.people["guan"])
    return client


@pytest.fixture
def page(city: City, guan: Client) -> str:
    form = {"username": "city-platform", "name": "市政务服务平台", "agencies": [city.housing.pk]}
    answer = guan.post(f"{BASE}add/", form)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def issue(guan: Client, page: str, **more: Any) -> str:
    answer = guan.post(page, {"name": "正式环境", "scopes": ["intake:applications"]} | more)
    assert answer.status_code == 200, answer.content.decode()
    secret = str(answer.context["secret"])
    assert secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    return secret


def hand_over(secret: str, url: str = "/api/v1/intake/applications", body: Any = SENT, key: str = "1") -> Any:
    return Client().post(
        url, json.dumps(body), content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {secret}",
        HTTP_IDEMPOTENCY_KEY=key,
    )  # fmt: skip


@pytest.mark.requirement("R227")
def test_a_city_platform_is_let_in_calls_and_is_shut_out(guan: Client, page: str) -> None:
    secret = issue(guan, page)
    taken = hand_over(secret)
    assert taken.status_code == 201, taken.content.decode()
    shown = guan.get(page).content.decode()
    assert secret not in shown
    assert "接口转来申请" in shown
    assert taken.json()["receipt"] in shown
    assert "钱一鸣" not in shown
    assert "市政务服务平台" in guan.get(BASE).content.decode()

    (row,) = guan.get(page).context["tokens"]
    ending = f"{page}tokens/{row['token'].pk}/revoke/"
    guan.post(ending, {"reason": ""})
    assert hand_over(secret).status_code == 201
    guan.post(ending, {"reason": "对方人员变动"})
    assert hand_over(secret).status_code == 401
    assert "对方人员变动" in guan.get(page).content.decode()
    guan.post(ending, {"reason": "又一次"})
    assert events.events(tag="organisations:token:revoke").count() == 1


@pytest.mark.requirement("R227")
def test_a_token_is_good_for_what_it_says_and_for_its_agencies_alone(city: City, guan: Client, page: str) -> None:
    secret = issue(guan, page)
    document = {"external_id": "OA-1", "agency": "yc-zjj", "title": "通知", "genre": "通知"}
    refused = hand_over(secret, "/api/v1/intake/documents", document)
    assert (refused.status_code, "intake:documents" in refused.json()["detail"]) == (403, True)
    other = hand_over(secret, body=SENT | {"agency": city.schools.code})
    assert (other.status_code, "无权向它转来申请" in other.content.decode()) == (422, True)


def test_a_token_ends_with_its_last_day(guan: Client, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    secret = issue(guan, page, expires_on=today.isoformat())
    assert hand_over(secret).status_code == 201
    midnight = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time()))
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    assert hand_over(secret, key="2").status_code == 401


def test_what_is_wrong_is_told_and_what_was_typed_stays(city: City, guan: Client, page: str) -> None:
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    answer = guan.post(page, {"name": "测试环境", "scopes": ["intake:applications"], "expires_on": yesterday})
    assert (answer.status_code, answer.context["secret"]) == (422, "")
    assert "失效日期已经过去" in answer.content.decode()
    assert "测试环境" in answer.content.decode()
    assert guan.post(page, {"name": "甲", "scopes": ["everything"]}).status_code == 422
    assert guan.post(page, {"name": "甲"}).status_code == 422
    assert guan.get(page).context["tokens"] == []
    twice = guan.post(f"{BASE}add/", {"username": "city-platform", "name": "又一个平台", "agencies": [city.housing.pk]})
    assert twice.status_code == 422
    assert "又一个平台" in twice.content.decode()
    assert guan.post(f"{BASE}add/", {"username": "none", "name": "没有机关"}).status_code == 422


def test_a_switched_off_account_is_refused_with_all_its_tokens(city: City, guan: Client, page: str) -> None:
    secret = issue(guan, page)
    person = f"/desk/settings/people/{page.rstrip('/').rpartition('/')[2]}/posts/"
    assert guan.post(person, {"do": "deactivate"}).status_code == 302
    assert hand_over(secret).status_code == 401
    assert "账户已停用" in guan.get(page).content.decode()


def test_officers_without_the_right_and_other_trees_see_no_system(city: City, guan: Client, page: str) -> None:
    client = Client()
    client.force_login(city.people["lin"])
    for address in (BASE, f"{BASE}add/", page):
        assert client.get(address).status_code in {403, 404}
    issue(guan, page)
    (row,) = guan.get(page).context["tokens"]
    other = guan.post(f"{BASE}add/", {"username": "other", "name": "另一个", "agencies": [city.schools.pk]})["Location"]
    assert guan.post(f"{other}tokens/{row['token'].pk}/revoke/", {"reason": "错了"}).status_code == 404


@pytest.mark.requirement("R230")
def test_a_system_stands_in_for_nobody_and_is_given_no_work(city: City, guan: Client, page: str) -> None:
    lin = Client()
    lin.force_login(city.people["lin"])
    offered = lin.get("/desk/account/stand-in/").content.decode()
    assert city.people["mo"].name in offered or city.people["shen"].name in offered
    assert "市政务服务平台" not in offered


def test_who_administers_some_of_its_agencies_alone_may_stop_a_token_and_issue_none(city: City, guan: Client) -> None:
    both = {"username": "both", "name": "两家的系统", "agencies": [city.housing.pk, city.schools.pk]}
    page = str(guan.post(f"{BASE}add/", both)["Location"])
    organisations.appoint(
        person=city.people["lin"], agency=city.housing, role="administrator", starts_on=timezone.localdate(),
        by=city.guan,
    )  # fmt: skip
    part = Client()
    part.force_login(city.people["lin"])
    assert "请由管理全部这些机关的管理员签发" in part.get(page).content.decode()
    assert part.post(page, {"name": "偷开的", "scopes": ["intake:applications"]}).status_code == 404
    assert guan.get(page).context["tokens"] == []

    secret = issue(guan, page)
    assert "请由管理全部这些机关的管理员签发" not in guan.get(page).content.decode()
    (row,) = guan.get(page).context["tokens"]
    assert part.post(f"{page}tokens/{row['token'].pk}/revoke/", {"reason": "本机关不再接收"}).status_code == 302
    assert hand_over(secret).status_code == 401
