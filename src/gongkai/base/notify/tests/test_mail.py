import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from gongkai.base.jobs.actions import run_worker
from gongkai.base.jobs.queries import pending
from gongkai.base.notify import actions
from gongkai.base.notify.models import Message
from gongkai.base.notify.rules import MAIL_JOB

KEY = "duty:1:due-0"
pytestmark = pytest.mark.usefixtures("mailed")


def test_the_mail_has_title_and_address_and_nothing_else(tell):
    tell(mail=True, body="正文里的内部意见")
    assert actions.send_mail_of(key=KEY) == 1
    (letter,) = mail.outbox
    assert letter.subject == "今日到期：关于租赁补贴的通知"
    assert "http://open.yunchuan.example/desk/duties/1/" in letter.body
    assert "内部意见" not in letter.body
    assert letter.to == ["shen@yunchuan.example"]


def test_it_is_sent_once(tell):
    tell(mail=True)
    actions.send_mail_of(key=KEY)
    assert actions.send_mail_of(key=KEY) == 0
    assert len(mail.outbox) == 1


def test_killed_right_after_sending_it_is_not_sent_again(tell, monkeypatch):
    def send_and_die(self, messages):
        mail.outbox.extend(messages)
        raise KeyboardInterrupt

    tell(mail=True)
    monkeypatch.setattr(EmailBackend, "send_messages", send_and_die)
    with pytest.raises(KeyboardInterrupt):
        actions.send_mail_of(key=KEY)
    monkeypatch.undo()
    assert actions.send_mail_of(key=KEY) == 0
    assert len(mail.outbox) == 1


def test_what_the_server_refuses_is_tried_again_and_the_others_are_not_sent_twice(tell, monkeypatch):
    real = EmailBackend.send_messages

    def refuse_shen(self, messages):
        if messages[0].to == ["shen@yunchuan.example"]:
            raise smtplib.SMTPServerDisconnected("gone")
        return real(self, messages)

    tell("shen", "zheng", mail=True)
    monkeypatch.setattr(EmailBackend, "send_messages", refuse_shen)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        actions.send_mail_of(key=KEY)
    monkeypatch.undo()
    assert actions.send_mail_of(key=KEY) == 1
    assert [letter.to[0].split("@")[0] for letter in mail.outbox] == ["zheng", "shen"]


def test_a_second_copy_would_bear_the_same_id(tell):
    tell(mail=True)
    actions.send_mail_of(key=KEY)
    Message.objects.update(mailed_at=None)
    actions.send_mail_of(key=KEY)
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1


def test_a_title_adds_no_header(tell):
    tell(mail=True, title="标题\r\nBcc: all@yunchuan.example")
    actions.send_mail_of(key=KEY)
    assert mail.outbox[0].subject == "标题 Bcc: all@yunchuan.example"


def test_who_has_no_address_or_has_left_gets_no_mail(tell, city):
    tell("lin", "shen", mail=True)
    city.people["shen"].is_active = False
    city.people["shen"].save()
    assert actions.send_mail_of(key=KEY) == 0


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_it(tell):
    tell(mail=True)
    run_worker(once=True)
    assert len(mail.outbox) == 1
    assert not pending(MAIL_JOB)
