"""The link by mail: what really goes out, once, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from gongkai.base.jobs.actions import run_worker
from gongkai.base.notify.models import Message
from gongkai.proactive.targeted import actions, queries
from gongkai.proactive.targeted.models import Delivery, Mailing, Recipient
from gongkai.proactive.targeted.rules import Channel, Line, MailState, mail_address
from gongkai.proactive.targeted.tests.test_disclose_to_some import TITLE, WORDS, prepared, reviewed
from gongkai.project.tests.cast import City

ADDRESS = "jia@zhuhu.example"
LINES = [
    Line(Channel.LINK, "住户甲", "明德里", ADDRESS),
    Line(Channel.LINK, "住户乙", "明德里", "000-0000"),
    Line(Channel.PLACE, "明德社区公告栏"),
]
GONE = smtplib.SMTPServerDisconnected("gone")


def sent_off(city: City, days: int = 30) -> Delivery:
    return actions.deliver(delivery=reviewed(city, prepared(city, LINES, days)), by=city.shen)


def mailed(city: City, days: int = 30) -> Delivery:
    delivery = sent_off(city, days)
    actions.send_links(delivery=delivery, by=city.shen)
    run_worker(once=True)
    return delivery


def first(delivery: Delivery) -> Recipient:
    return delivery.recipients.get(name="住户甲")


def refuse(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def send(self: Any, messages: Any) -> int:
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", send)


@pytest.mark.requirement("R015")
def test_the_mail_names_agency_link_and_end_and_nothing_else(city: City, client: Client) -> None:
    delivery = mailed(city)
    (letter,) = mail.outbox
    assert letter.to == [ADDRESS]
    said = letter.message().as_bytes().decode() + letter.subject + letter.body
    for secret in (TITLE, WORDS, queries.pin_of(first(delivery)), "住户甲", "明德里", "七号楼"):
        assert secret not in said
    end = timezone.localtime(delivery.expires_at)
    for wanted in (city.housing.name, f"{end.year}年{end.month}月{end.day}日", "提取码由经办人用电话", "/targeted/"):
        assert wanted in letter.body
    (address,) = re.findall(r"http://open\.yunchuan\.example(/targeted/\S+)", letter.body)
    opened = client.post(address, {"pin": queries.pin_of(first(delivery)), "name": "甲"})
    assert WORDS in opened.content.decode()


def test_asking_twice_sends_once_and_leaves_who_has_no_address(city: City) -> None:
    delivery = sent_off(city)
    assert actions.send_links(delivery=delivery, by=city.shen) == 1
    assert actions.send_links(delivery=delivery, by=city.shen) == 0
    run_worker(once=True)
    assert actions.send_links(delivery=delivery, by=city.shen) == 0
    run_worker(once=True)
    assert len(mail.outbox) == 1


def test_nothing_is_sent_when_the_officers_transaction_fails(city: City) -> None:
    from django.db import transaction

    delivery = sent_off(city)
    with transaction.atomic():
        actions.send_links(delivery=delivery, by=city.shen)
        transaction.set_rollback(True)
    run_worker(once=True)
    assert not mail.outbox
    assert not Mailing.objects.exists()


def test_what_the_server_refuses_for_now_is_tried_again(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = sent_off(city)
    actions.send_links(delivery=delivery, by=city.shen)
    row = Mailing.objects.get()
    with monkeypatch.context() as patched:
        refuse(patched, GONE)
        with pytest.raises(smtplib.SMTPServerDisconnected):
            actions.send_mail(row.pk)
    row.refresh_from_db()
    assert (row.state, row.tries) == (MailState.QUEUED, 1)
    assert "自动再试" in row.reason
    actions.send_mail(row.pk)
    assert len(mail.outbox) == 1


def test_an_address_that_does_not_exist_fails_with_the_reason_and_the_officer_hears(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = sent_off(city)
    actions.send_links(delivery=delivery, by=city.shen)
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}))
    actions.send_mail(Mailing.objects.get().pk)
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    assert "邮件未能发出" in page
    assert "对方邮箱拒收（550），请核对邮箱地址" in page
    assert Message.objects.filter(title__contains="未能发出").exists()


def test_killed_while_sending_it_is_not_sent_again_and_the_page_says_so(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send_and_die(self: Any, messages: Any) -> int:
        mail.outbox.extend(messages)
        raise KeyboardInterrupt

    delivery = sent_off(city)
    actions.send_links(delivery=delivery, by=city.shen)
    row = Mailing.objects.get()
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", send_and_die)
        with pytest.raises(KeyboardInterrupt):
            actions.send_mail(row.pk)
    actions.send_mail(row.pk)
    assert len(mail.outbox) == 1
    assert "是否送到不明" in queries.standing_of(first(delivery)).label
    actions.send_again(recipient=first(delivery), by=city.shen)  # a person decides to send once more


def test_a_link_closed_meanwhile_is_not_sent(city: City) -> None:
    delivery = sent_off(city)
    actions.send_links(delivery=delivery, by=city.shen)
    actions.withdraw(delivery=delivery, reason="重新测算", by=city.shen)
    run_worker(once=True)
    assert not mail.outbox
    assert "重新测算" in Mailing.objects.get().reason


def test_sending_again_waits_for_the_mail_under_way(city: City) -> None:
    delivery = sent_off(city)
    recipient = first(delivery)
    actions.send_again(recipient=recipient, by=city.shen)
    with pytest.raises(actions.Refused, match="正在发送"):
        actions.send_again(recipient=recipient, by=city.shen)
    run_worker(once=True)
    actions.send_again(recipient=recipient, by=city.shen)
    run_worker(once=True)
    assert len(mail.outbox) == 2
    assert mail.outbox[0].extra_headers["Message-ID"] != mail.outbox[1].extra_headers["Message-ID"]


@pytest.mark.requirement("R015")
def test_the_page_shows_how_far_each_recipient_is(city: City, client: Client) -> None:
    delivery = sent_off(city)
    recipient = first(delivery)
    said = [queries.standing_of(recipient).label]
    actions.send_links(delivery=delivery, by=city.shen)
    said.append(queries.standing_of(recipient).label)
    run_worker(once=True)
    said.append(queries.standing_of(recipient).label)
    client.get(f"/targeted/{queries.token_of(recipient)}")
    recipient.refresh_from_db()
    said.append(queries.standing_of(recipient).label)
    client.post(f"/targeted/{queries.token_of(recipient)}", {"pin": queries.pin_of(recipient), "name": "甲"})
    recipient.refresh_from_db()
    said.append(queries.standing_of(recipient).label)
    assert said == ["未发送", "等待发送", "邮件已发出，未签收", "已点开链接，未签收", "已签收"]


def test_who_has_not_signed_is_reminded_once_before_the_end(city: City) -> None:
    delivery = mailed(city, days=10)
    assert actions.last_call() == 0
    late = delivery.expires_at - dt.timedelta(days=2)
    assert actions.last_call(now=late) == 1
    assert actions.last_call(now=late) == 0
    run_worker(once=True)
    assert "还没有签收" in mail.outbox[-1].body
    assert actions.last_call(now=late) == 0
    assert len(mail.outbox) == 2


def test_nobody_is_reminded_who_was_never_written_to_or_has_signed(city: City, client: Client) -> None:
    late = sent_off(city, days=2).expires_at - dt.timedelta(days=1)
    assert actions.last_call(now=late) == 0
    other = mailed(city, days=2)
    recipient = first(other)
    client.post(f"/targeted/{queries.token_of(recipient)}", {"pin": queries.pin_of(recipient), "name": "甲"})
    assert actions.last_call(now=late) == 0


@pytest.mark.requirement("R015")
def test_the_letter_has_link_and_code_to_scan_but_no_content(city: City, client: Client) -> None:
    delivery = sent_off(city)
    row = delivery.recipients.get(name="住户乙")
    client.force_login(city.people["shen"])
    page = client.get(f"/desk/targeted/{delivery.pk}/letter/{row.pk}/").content.decode()
    assert queries.link_of(row) in page
    assert "<svg" in page
    assert TITLE not in page
    assert queries.pin_of(row) not in page
    client.post(f"/desk/targeted/{delivery.pk}/recipients/{row.pk}/post/")
    row.refresh_from_db()
    assert queries.standing_of(row).label == "信函已送出，未签收"
    client.force_login(city.people["zheng"])
    assert client.get(f"/desk/targeted/{delivery.pk}/letter/{row.pk}/").status_code == 403


@pytest.mark.requirement("R015")
def test_the_list_of_receipts_is_a_table_without_codes_and_links(city: City, client: Client) -> None:
    delivery = mailed(city)
    client.force_login(city.people["shen"])
    answer = client.get(f"/desk/targeted/{delivery.pk}/receipts.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "住户甲" in lines[1]
    assert "邮件已发出，未签收" in lines[1]
    assert queries.pin_of(first(delivery)) not in answer.content.decode()
    assert "/targeted/" not in answer.content.decode()
    client.force_login(city.people["mo"])
    assert client.get(f"/desk/targeted/{delivery.pk}/receipts.csv").status_code == 404


def test_the_button_sends_by_the_desk(city: City, client: Client) -> None:
    delivery = sent_off(city)
    client.force_login(city.people["shen"])
    assert "用邮件发送链接（1封）" in client.get(f"/desk/targeted/{delivery.pk}/").content.decode()
    assert client.post(f"/desk/targeted/{delivery.pk}/do/send/").status_code == 302
    row = first(delivery)
    assert client.post(f"/desk/targeted/{delivery.pk}/recipients/{row.pk}/mail/").status_code == 409
    run_worker(once=True)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        ("a.b@c.example", "a.b@c.example"),
        ("邮箱：a@c.example 电话000", "a@c.example"),
        ("000-0000", ""),
        ("a@b.example b@c.example", ""),
        ("a@b", ""),
        ("a@b.example\nBcc: x@y.example", ""),
    ],
)
def test_only_one_clear_address_is_written_to(contact: str, found: str) -> None:
    assert mail_address(contact) == found
