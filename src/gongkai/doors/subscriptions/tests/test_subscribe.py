"""Signing up, the space behind the link, and the way out: with pages, without script."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from gongkai.base.guard.models import Visits
from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.models import Consent, Request, Subscriber, Subscription
from gongkai.doors.subscriptions.portal import signing_up
from gongkai.doors.subscriptions.queries import manage_path, stop_path
from gongkai.doors.subscriptions.rules import Criteria
from gongkai.doors.subscriptions.tests.world import confirmed, hear, link, public, sent_to

FORM = {"words": "租赁 补贴", "theme": ["住房保障"], "address": "Qian@Example.com", "frequency": "now", "agree": "1"}


@pytest.fixture(autouse=True)
def _answered(monkeypatch):
    """The question is answered; what the guard does is proven in its own package."""
    monkeypatch.setattr(signing_up.guard, "check", lambda request, purpose: None)


def send_confirmations():
    for request in Request.objects.filter(used_at=None):
        actions.send_confirmation(pk=request.pk)


def asks(client, **changes):
    return client.post("/subscriptions/", FORM | changes)


@pytest.mark.requirement("R185")
def test_nothing_is_sent_before_the_address_itself_agreed(city, client):
    assert asks(client).status_code == 302
    public(city.housing)
    hear()
    actions.send_due()
    assert not Subscriber.objects.exists()
    send_confirmations()
    assert [one.to for one in mail.outbox] == [["qian@example.com"]]
    address = "/subscriptions/confirm/" + link(mail.outbox[0].body, "confirm")
    assert "租赁" in client.get(address).content.decode()
    assert not Subscriber.objects.exists()  # a program that follows links agreed to nothing
    assert client.post(address).status_code == 302
    consent = Consent.objects.get()
    assert "一键退订" in consent.text
    assert consent.shown_at < consent.confirmed_at
    public(city.housing, title="第二份租赁补贴通知")
    hear()
    actions.send_due()
    assert len(sent_to(Subscriber.objects.get())) == 1


def test_a_confirmation_that_the_server_did_not_take_is_tried_again_and_then_no_more(city, client, monkeypatch):
    asks(client)
    request = Request.objects.get()
    real = EmailMessage.send

    def away(_self, *_args):
        raise OSError("no route")

    monkeypatch.setattr(EmailMessage, "send", away)
    with pytest.raises(OSError, match="no route"):
        actions.send_confirmation(pk=request.pk)
    monkeypatch.setattr(EmailMessage, "send", real)
    assert actions.send_confirmation(pk=request.pk)
    assert not actions.send_confirmation(pk=request.pk)
    (one,) = mail.outbox
    assert one.extra_headers["Message-ID"]


def test_a_worker_cut_off_after_sending_offers_the_same_mail_again(city, client, monkeypatch):
    asks(client)
    request = Request.objects.get()
    real = EmailMessage.send

    class Killed(BaseException):
        """As a signal ends a worker."""

    def sent_then_killed(self, *args):
        real(self, *args)
        raise Killed

    monkeypatch.setattr(EmailMessage, "send", sent_then_killed)
    with pytest.raises(Killed):
        actions.send_confirmation(pk=request.pk)
    monkeypatch.setattr(EmailMessage, "send", real)
    actions.send_confirmation(pk=request.pk)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]  # a mailbox drops the second


def test_an_address_gets_one_confirmation_mail_a_day_whoever_asks(city, client):
    for n in range(5):
        assert asks(client, words=f"词{n}").status_code == 302
    send_confirmations()
    assert len(mail.outbox) == 1


@pytest.mark.requirement("R185")
def test_what_is_chosen_later_on_a_day_waits_for_whoever_answers_the_one_mail(city, client):
    asks(client)
    asks(client, words="养老 助餐", theme=["养老服务"])
    asks(client, words="点击领奖", theme=["教育"])
    send_confirmations()
    (letter,) = mail.outbox
    space = client.post("/subscriptions/confirm/" + link(letter.body, "confirm"))["Location"].partition("?")[0]
    shown = client.get(space).content.decode()
    assert "等待您确认的订阅" in shown
    assert "养老服务" in shown
    assert "点击领奖" not in shown, "nobody's words are put before somebody else under our name"
    first, second = Request.objects.filter(used_at=None).order_by("pk")
    assert (first.address, second.address) == ("", "")
    stranger = confirmed("other@example.com")
    refused = client.post(f"{manage_path(stranger)}/accept", {"request": first.pk})
    assert refused.status_code == 422
    assert client.post(f"{space}/accept", {"request": first.pk}).status_code == 302
    assert client.post(f"{space}/decline", {"request": second.pk}).status_code == 302
    mine = Subscriber.objects.exclude(pk=stranger.pk).get()
    chosen = [one.criteria for one in mine.subscriptions.order_by("pk")]
    assert ["养老服务" in json.dumps(one, ensure_ascii=False) for one in chosen] == [False, True]
    assert mine.consents.count() == 2
    assert "等待您确认的订阅" not in client.get(space).content.decode()
    assert client.post(f"{space}/accept", {"request": first.pk}).status_code == 422


def test_no_more_than_a_few_wait(city, client):
    for n in range(9):
        assert asks(client, words=f"词{n}").status_code == 302
    assert Request.objects.count() == 5


def test_the_answer_does_not_tell_who_is_subscribed(city, client):
    confirmed("known@example.com")
    known, unknown = (asks(client, address=f"{name}@example.com") for name in ("known", "stranger"))
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_many_sign_ups_from_one_place_are_refused(city, client, settings):
    answers = [asks(client, address=f"a{n}@example.com").status_code for n in range(12)]
    assert answers.count(429) == 2
    assert Visits.objects.exists()


def test_a_form_without_consent_or_content_comes_back_with_what_was_typed(city, client):
    page = asks(client, agree="", words="", theme=[], address="没有@")
    text = page.content.decode()
    assert page.status_code == 422
    assert all(word in text for word in ("请勾选同意", "请至少选一项", "邮箱写法不对", "没有@"))


def test_a_saved_search_is_taken_over_from_its_address(city, client):
    narrowed = client.get(
        "/subscriptions/?q=租赁&exact=住房补贴&without=公告&validity=valid&year=2026"
    ).content.decode()
    assert "检索时选的有效性、年份不能作为订阅条件" in narrowed
    assert 'value="租赁 住房补贴 -公告"' in narrowed or ">租赁 住房补贴 -公告<" in narrowed
    text = client.get("/subscriptions/?q=租赁+-公告&agency=yc-zjj").content.decode()
    assert "不能作为订阅条件" not in text
    assert 'value="租赁 -公告"' in text
    assert 'value="yc-zjj" checked' in text


def test_an_old_or_altered_link_says_so(city, client):
    asks(client)
    send_confirmations()
    token = link(mail.outbox[0].body, "confirm")
    assert client.get(f"/subscriptions/confirm/{token}x").status_code == 410
    Request.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert client.post(f"/subscriptions/confirm/{token}").status_code == 410
    assert not Subscriber.objects.exists()


def test_the_space_lists_adds_changes_exports_and_deletes(city, client):
    mine = confirmed()
    space = manage_path(mine)
    assert "住房" in client.get(space).content.decode()
    assert client.post(f"{space}/add", {"words": "防汛", "name": "防汛"}).status_code == 302
    assert client.post(f"{space}/drop", {"subscription": mine.subscriptions.get(name="住房").pk}).status_code == 302
    rhythm = {"frequency": "week", "quiet_from": "21", "quiet_until": "7", "paused_until": "2030-01-01"}
    assert client.post(f"{space}/rhythm", rhythm).status_code == 302
    told = json.loads(client.get(f"{space}/export.json").content)
    assert told["address"] == "qian@example.com"
    assert [one["name"] for one in told["subscriptions"]] == ["防汛"]
    assert told["quiet"] == [21, 7]
    assert client.post(f"{space}/delete").status_code == 422  # not sure
    assert client.post(f"{space}/delete", {"sure": "1"}).status_code == 302
    assert not Subscriber.objects.exists()
    assert not Subscription.objects.exists()
    assert client.get(space).status_code == 410


def test_an_enterprise_tells_of_itself_and_may_forget_it_again(city, client):
    mine = confirmed(kind="enterprise")
    space = manage_path(mine)
    assert "企业空间" in client.get(space).content.decode()
    assert client.post(f"{space}/profile", {"staff": "很多"}).status_code == 422
    refused = client.post(f"{space}/profile", {"staff": "30"})
    assert refused.status_code == 422
    assert "请勾选同意" in refused.content.decode()
    assert 'value="30"' in refused.content.decode()
    assert client.post(f"{space}/profile", {"staff": "30", "agree": "1"}).status_code == 302
    assert mine.consents.filter(way="profile").count() == 1
    mine.refresh_from_db()
    assert json.loads(mine.profile) == {"staff": ["30"]}
    client.post(f"{space}/profile", {})
    mine.refresh_from_db()
    assert mine.profile == ""


def test_one_click_unsubscribes_without_cookie_and_stops_what_waits(city, client):
    from django.test import Client

    mine = confirmed()
    public(city.housing)
    hear()
    mail_program = Client(enforce_csrf_checks=True)
    answer = mail_program.post(stop_path(mine), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    actions.send_due()
    assert not sent_to(mine)
    mine.refresh_from_db()
    assert mine.stop_reason == "own"


def test_reading_the_unsubscribe_page_stops_nothing(city, client):
    mine = confirmed()
    assert "退订全部通知" in client.get(stop_path(mine)).content.decode()
    mine.refresh_from_db()
    assert mine.state == "confirmed"


def test_each_mail_carries_the_headers_of_one_click(city):
    mine = confirmed()
    public(city.housing)
    hear()
    actions.send_due()
    headers = mail.outbox[-1].extra_headers
    assert stop_path(mine) in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_address_stands_sealed_in_the_database(city):
    from django.db import connection

    confirmed("qian@example.com")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, address_print FROM subscriptions_subscriber")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT address FROM subscriptions_request")
        stored += str(cursor.fetchall())
    assert "qian" not in stored


def test_after_a_complaint_nobody_signs_the_address_up_again(city, client):
    mine = confirmed()
    actions.stop(subscriber=mine, reason="complaint")
    actions.delete_all(subscriber=mine)
    Visits.objects.all().delete()
    assert not actions.ask(address="qian@example.com", name="x", criteria=Criteria.of(["税"]), frequency="now")
    assert Subscriber.objects.get().address == ""


@pytest.mark.requirement("R185")
def test_the_question_to_an_address_holds_no_word_that_somebody_typed(city, client):
    lure = "恭喜中奖请打开 http://evil.example/win"
    assert asks(client, name=lure, words="加微信 evil.example").status_code == 302
    send_confirmations()
    (one,) = mail.outbox
    assert "evil" not in f"{one.subject}{one.body}".replace(link(one.body, "confirm"), "")
    assert "恭喜" not in f"{one.subject}{one.body}"
    assert "主题：住房保障" in one.body
    assert "填写的词语" in one.body


def test_a_choice_that_nobody_offers_is_refused(city, client):
    page = asks(client, theme=["没这个主题"])
    assert page.status_code == 422
    assert "没有“没这个主题”这个选项" in page.content.decode()
    assert not Request.objects.exists()


def test_a_rhythm_that_means_nothing_is_refused(city, client):
    space = manage_path(confirmed())
    page = client.post(f"{space}/rhythm", {"frequency": "day", "quiet_from": "8", "quiet_until": "8"})
    assert "开始和结束是同一时间" in page.content.decode()
    page = client.post(f"{space}/rhythm", {"frequency": "day", "paused_until": "2020-01-01"})
    assert "要在今天以后" in page.content.decode()
