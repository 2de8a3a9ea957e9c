"""Bounced and complaint mails stop the address."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command

from gongkai.doors.subscriptions import actions
from gongkai.doors.subscriptions.actions import asking
from gongkai.doors.subscriptions.models import Letter
from gongkai.doors.subscriptions.rules import Criteria
from gongkai.doors.subscriptions.tests.world import confirmed, hear, public

DSN = """From: mailer-daemon@example.com
Content-Type: multipart/report; report-type=delivery-status; boundary=b
MIME-Version: 1.0

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; qian@example.com
Action: {action}
Status: {status}

--b
Content-Type: message/rfc822

Message-ID: <{message_id}>
Subject: x

x
--b--
"""
ARF = DSN.replace("report-type=delivery-status", "report-type=feedback-report").replace(
    "message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n",
    "message/feedback-report\n\nFeedback-Type: abuse\n",
)


def sent(city):
    mine = confirmed()
    public(city.housing)
    hear()
    actions.send_due()
    return mine, Letter.objects.get().message_id


@pytest.mark.parametrize(
    ("template", "action", "status", "reason"),
    [
        (DSN, "failed", "5.1.1", "bounced"),
        (ARF, "failed", "5.1.1", "complaint"),
        (DSN, "delayed", "4.2.2", ""),
        (DSN, "delivered", "2.0.0", ""),
    ],
)
def test_a_report_stops_the_address_when_it_must(city, monkeypatch, template, action, status, reason):
    mine, message_id = sent(city)
    data = template.format(action=action, status=status, message_id=message_id).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    call_command("returned_mail", stdout=io.StringIO())
    mine.refresh_from_db()
    assert mine.stop_reason == reason


def test_a_mailbox_that_stays_full_stops_in_the_end(city):
    mine, message_id = sent(city)
    data = DSN.format(action="delayed", status="4.2.2", message_id=message_id).encode()
    assert [actions.take_returned(data=data) for _ in range(3)] == ["soft"] * 3
    mine.refresh_from_db()
    assert mine.stop_reason == "bounced"


def test_a_report_about_a_strange_mail_or_rubbish_changes_nothing(city):
    mine, _ = sent(city)
    strange = DSN.format(action="failed", status="5.1.1", message_id="other@example.com").encode()
    assert actions.take_returned(data=strange) == "other"
    assert actions.take_returned(data=b"\xff\x00" * 1000) == "other"
    mine.refresh_from_db()
    assert mine.state == "confirmed"


@pytest.mark.requirement("R185")
def test_whoever_calls_the_question_unwanted_is_not_asked_again(city, monkeypatch):
    wanted = {"name": "住房", "criteria": Criteria.of(["租赁"]), "frequency": "day"}
    request = actions.ask(address="qian@example.com", **wanted)
    actions.send_confirmation(pk=request.pk)
    (one,) = mail.outbox
    data = ARF.format(action="", status="", message_id=one.extra_headers["Message-ID"].strip("<>")).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    said = io.StringIO()
    call_command("returned_mail", stdout=said)
    assert "收件人投诉" in said.getvalue()
    monkeypatch.setattr(asking, "CONFIRMATIONS_A_DAY", 99)
    assert actions.ask(address="qian@example.com", **wanted) is None
    assert actions.ask(address="zhou@example.com", **wanted) is not None


def test_a_complaint_about_a_strange_mail_is_not_called_a_delay(city, monkeypatch):
    data = ARF.format(action="", status="", message_id="other@example.com").encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    said = io.StringIO()
    call_command("returned_mail", stdout=said)
    assert "投诉" in said.getvalue()
    assert "延迟" not in said.getvalue()
