"""Spread, surveys, misreadings, channels, leaders, suppliers, guests: put down by pages, what is missing is flagged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gongkai.base.notify.models import Message
from gongkai.engine.publishing.models import Release
from gongkai.oversight.outreach import actions, queries
from gongkai.oversight.outreach.models import (
    Appearance,
    ChannelUse,
    Guest,
    Leader,
    Product,
    Spread,
    Supplier,
    Survey,
    Watch,
)
from gongkai.oversight.outreach.rules import period_of, watch_due
from gongkai.oversight.outreach.tests.conftest import NUMBER
from gongkai.proactive.interpretation.models import Plan
from gongkai.proactive.interpretation.rules.beside import supply_lacking

TODAY = timezone.localdate


def aged(policy, days):
    """Let the policy have been public for so many days."""
    at = timezone.now() - dt.timedelta(days=days)
    Release.objects.filter(item=policy.item_id).update(first_published_at=at)


def line_of(city, policy):
    return queries.find_policy(policy.item_id, city.shen, TODAY())


@pytest.mark.requirement("R173")
def test_an_important_policy_without_recorded_spread_is_flagged_until_there_is_one(city, client, policy):
    aged(policy, 40)
    client.force_login(city.people["shen"])
    listed = "/desk/outreach/policies/?flag=spread&since=2020-01-01"
    assert policy.item.release.title in client.get(listed).content.decode()
    assert "没有传播记录" in client.get("/desk/outreach/?since=2020-01-01").content.decode()
    answer = client.post(
        "/desk/outreach/spreads/add/",
        {"policy_number": NUMBER, "kind": "wechat", "outlet": "云川发布", "on": TODAY(), "reach": "12000",
         "url": "https://example.invalid/a"},
    )  # fmt: skip
    assert answer.status_code == 302
    spread = Spread.objects.get()
    assert (spread.agency, spread.reach, spread.recorded_by) == (city.housing, 12000, city.people["shen"])
    assert policy.item.release.title not in client.get(listed).content.decode()
    client.post(
        "/desk/outreach/surveys/add/",
        {"policy_number": NUMBER, "held_on": TODAY(), "method": "窗口问卷", "sample": 200, "reached": 150, "aware": 90},
    )
    page = client.get(f"/desk/outreach/policies/{policy.item_id}/").content.decode()
    assert "到达率75.0%" in page
    assert "知晓度45.0%" in page
    assert "云川发布" in b"".join(client.get("/desk/outreach/spreads/export.csv")).decode()


def test_a_survey_that_cannot_be_is_refused_with_what_was_typed(city, client, policy):
    client.force_login(city.people["shen"])
    answer = client.post(
        "/desk/outreach/surveys/add/",
        {"policy_number": NUMBER, "held_on": TODAY(), "method": "窗口问卷", "sample": 100, "reached": 150, "aware": 9},
    )
    assert answer.status_code == 422
    assert "不能多于有效样本" in answer.content.decode()
    assert "窗口问卷" in answer.content.decode()
    assert not Survey.objects.exists()


@pytest.mark.requirement("R174")
def test_what_is_easily_misread_is_looked_after_and_an_overdue_look_is_flagged(city, client, policy):
    Plan.objects.filter(policy=policy.item_id).update(misreading=True, media_plan="与日报沟通")
    aged(policy, 10)
    assert "watch" in line_of(city, policy).flags
    actions.remind(today=TODAY())
    assert Message.objects.filter(person=city.people["shen"], title__startswith="舆情跟踪逾期").count() == 1
    actions.remind(today=TODAY())
    assert Message.objects.filter(person=city.people["shen"], title__startswith="舆情跟踪逾期").count() == 1
    client.force_login(city.people["shen"])
    seen = {"policy_number": NUMBER, "looked_on": TODAY(), "place": "本地论坛", "misread": "以为全市户籍都能领"}
    client.post("/desk/outreach/watches/add/", seen)
    assert line_of(city, policy).flags == ["misread"]
    one = Watch.objects.get()
    answer = client.post(f"/desk/outreach/watches/{one.pk}/edit/", seen | {"response": "在评论区说明"})
    assert "请填写回应日期" in answer.content.decode()
    client.post(f"/desk/outreach/watches/{one.pk}/edit/", seen | {"response": "在评论区说明", "responded_on": TODAY()})
    assert line_of(city, policy).flags == []


def test_looking_ends_after_its_time():
    day = dt.date(2026, 1, 1)
    assert watch_due(day, None) == dt.date(2026, 1, 8)
    assert watch_due(day, dt.date(2026, 1, 20)) == dt.date(2026, 1, 27)
    assert watch_due(day, dt.date(2026, 2, 28)) is None


@pytest.mark.requirement("R175")
def test_each_planned_channel_is_used_or_says_why_not(city, client, policy):
    Plan.objects.filter(policy=policy.item_id).update(attention=True, unused={"radio": "没有对口栏目"})
    aged(policy, 20)
    assert line_of(city, policy).missing == ("portal", "press", "newspaper", "tv", "media")
    client.force_login(city.people["shen"])
    at = f"/desk/outreach/policies/{policy.item_id}/"
    answer = client.post(at, {"channel": "press", "used": "no"})
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()
    answer = client.post(at, {"channel": "newspaper", "used": "yes", "place": "云川日报二版"})
    assert "请填写使用的日期" in answer.content.decode()
    assert "云川日报二版" in answer.content.decode()
    for channel in ("portal", "press", "newspaper", "tv", "media"):
        client.post(at, {"channel": channel, "used": "yes", "on": TODAY(), "place": "首页"})
    assert "channels" not in line_of(city, policy).flags
    assert ChannelUse.objects.count() == 5


@pytest.mark.requirement("R176")
def test_the_ledger_says_who_is_short_and_reminds_before_the_period_ends(city, client, policy):
    client.force_login(city.people["shen"])
    post = {"agency": city.housing.pk, "name": "甲一", "title": "局长", "tier": "head", "starts_on": "2026-01-01"}
    client.post("/desk/outreach/posts/add/", post)
    client.post("/desk/outreach/posts/add/", post | {"name": "乙二", "title": "副局长", "tier": "deputy"})
    client.post("/desk/outreach/posts/add/", post | {"name": "丙三", "title": "区长", "tier": "district"})
    head, deputy, district = Leader.objects.order_by("pk")
    day = dt.date(2026, 11, 1)
    for one, kind, on in (
        (head, "article", "2026-03-01"),
        (deputy, "press", "2026-03-01"),
        (district, "visit", "2026-04-01"),
    ):
        typed = {"leader": one.pk, "on": on, "kind": kind, "event": "租赁补贴解读", "policy_number": NUMBER}
        assert client.post("/desk/outreach/appearances/add/", typed).status_code == 302
    short = {
        (one.leader.name, one.period.name): one.short
        for one in queries.duties_of(Leader.objects.all(), year=2026, today=day)
    }
    assert short == {
        ("甲一", "2026年"): 1, ("乙二", "2026年上半年"): 0, ("乙二", "2026年下半年"): 1, ("丙三", "2026年"): 1,
    }  # fmt: skip
    actions.remind(today=day)
    told = Message.objects.filter(person=city.people["shen"], kind="outreach", title__contains="还差")
    assert told.count() == 3
    actions.remind(today=day + dt.timedelta(days=1))
    assert told.count() == 3
    actions.remind(today=dt.date(2026, 12, 5))
    assert told.count() == 6
    page = client.get("/desk/outreach/leaders/?year=2026&short=yes").content.decode()
    assert "甲一" in page
    assert "2026年上半年" not in page
    assert "甲一" in client.get("/desk/outreach/leaders/export.csv?year=2026").content.decode()
    assert Appearance.objects.get(leader=head).policy == policy.item


def test_a_half_year_ends_in_june_and_december():
    assert period_of(dt.date(2026, 6, 30), "half").last == dt.date(2026, 6, 30)
    assert period_of(dt.date(2026, 7, 1), "half").first == dt.date(2026, 7, 1)
    assert period_of(dt.date(2026, 7, 1), "year").last == dt.date(2026, 12, 31)


@pytest.mark.requirement("R176")
def test_one_who_left_owes_nothing_afterwards(city):
    one = Leader(
        agency=city.housing, name="甲一", title="副局长", tier="deputy", starts_on=dt.date(2025, 1, 1),
        ends_on=dt.date(2026, 3, 1),
    )  # fmt: skip
    actions.keep(entry=one, by=city.shen)
    assert [duty.period.name for duty in queries.duties_of([one], year=2026, today=dt.date(2026, 9, 1))] == [
        "2026年上半年"
    ]


@pytest.mark.requirement("R177")
def test_each_product_needs_a_review_of_its_own_before_it_is_used(city, client, policy, interpretation):
    client.force_login(city.people["shen"])
    client.post(
        "/desk/outreach/suppliers/add/",
        {"agency": city.housing.pk, "name": "云川图文社", "scope": "图解设计", "starts_on": "2026-01-01"},
    )
    supplier = Supplier.objects.get()
    typed = {"supplier": supplier.pk, "name": "租赁补贴长图", "form": "graphic", "delivered_on": TODAY(),
             "policy_number": NUMBER, "interpretation_key": interpretation.item.key}  # fmt: skip
    assert client.post("/desk/outreach/products/add/", typed).status_code == 302
    one = Product.objects.get()
    assert "租赁补贴长图" in supply_lacking(interpretation.pk)
    at = f"/desk/outreach/product/{one.pk}/"
    answer = client.post(at, {"result": "approve", "opinion": "准确"})
    assert "登记人不能审核自己登记的产品" in answer.content.decode()
    client.force_login(city.people["zhou"])
    assert client.post(at, {"result": "approve", "opinion": "准确，没有差错"}).status_code == 302
    assert supply_lacking(interpretation.pk) == ""
    client.force_login(city.people["shen"])
    answer = client.post(f"/desk/outreach/products/{one.pk}/edit/", typed | {"name": "另一张图"})
    assert "另登记一件" in answer.content.decode()


@pytest.mark.requirement("R179")
def test_guests_of_an_event_are_on_record_with_day_and_policy(city, client, policy):
    client.force_login(city.people["shen"])
    client.post(
        "/desk/outreach/guests/add/",
        {"policy_number": NUMBER, "event": "租赁补贴解读会", "on": "2026-03-20", "name": "丁教授", "kind": "scholar",
         "unit": "云川大学", "part": "点评"},
    )  # fmt: skip
    guest = Guest.objects.get()
    assert (guest.policy, guest.on) == (policy.item, dt.date(2026, 3, 20))
    assert "丁教授" in client.get("/desk/outreach/guests/?q=丁教授").content.decode()


def test_what_has_not_happened_is_not_recorded(city, policy):
    entry = Spread(policy=policy.item, agency=city.housing, kind="news", outlet="云川日报", on=dt.date(2999, 1, 1))
    with pytest.raises(ValidationError, match="还没有到"):
        actions.keep(entry=entry, by=city.shen)


def test_others_read_and_strangers_do_not(city, client, policy):
    spread = Spread(policy=policy.item, agency=city.housing, kind="news", outlet="云川日报", on=TODAY())
    actions.keep(entry=spread, by=city.shen)
    client.force_login(city.people["lin"])
    assert client.get("/desk/outreach/").status_code == 200
    assert client.get("/desk/outreach/spreads/add/").status_code == 403
    assert (
        client.post(
            f"/desk/outreach/policies/{policy.item_id}/", {"channel": "portal", "used": "yes", "on": TODAY()}
        ).status_code
        == 422
    )
    client.force_login(city.people["mo"])
    assert client.get(f"/desk/outreach/policies/{policy.item_id}/").status_code == 404
    assert client.get(f"/desk/outreach/spreads/{spread.pk}/").status_code == 404
    answer = client.post(
        "/desk/outreach/spreads/add/", {"policy_number": NUMBER, "kind": "news", "outlet": "某报", "on": TODAY()}
    )
    assert "没有查到" in answer.content.decode()


def test_nonsense_in_addresses_is_no_error(city, client, policy):
    client.force_login(city.people["shen"])
    for path in (
        "?since=x&until=%00&agency=zz",
        "policies/?flag=zz&page=x",
        "leaders/?year=99999&tier=zz",
        "ratings/?since=2027-01-01",
    ):
        assert client.get(f"/desk/outreach/{path}").status_code == 200, path
    for path in ("export.csv", "policies/export.csv", "ratings/export.csv"):
        assert client.get(f"/desk/outreach/{path}").status_code == 200, path
