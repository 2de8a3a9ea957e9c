"""What becomes public tells whom it concerns, across packages: a gazette its readers, a policy with all beside it a partner."""

from __future__ import annotations

import json
import re

import pytest
from django.core import mail
from django.test import Client

from gongkai.doors.subscriptions import actions as subscriptions
from gongkai.doors.subscriptions.models import Request, Subscriber
from gongkai.doors.subscriptions.portal import signing_up
from gongkai.doors.subscriptions.tests.test_partners import Receiver, hand_over, partner, receiver
from gongkai.doors.subscriptions.tests.world import link
from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.faq import actions as faq
from gongkai.proactive.gazette.tests import world as press
from gongkai.proactive.gazette.tests.world import gazette, town
from gongkai.project.tests.cast import NOTHING_FOUND, City, Status, document_at

__all__ = ["gazette", "receiver", "town"]  # fixtures
ROWS = [{"question": "合租的能不能各自申请？", "answer": "可以，每户分别申请。", "basis": "p1"}]


@pytest.mark.requirement("R291")
def test_who_subscribes_to_the_gazette_hears_of_each_issue_until_he_leaves(town, gazette, monkeypatch):
    monkeypatch.setattr(signing_up.guard, "check", lambda request, purpose: None)
    reader = Client(HTTP_HOST="open.yunchuan.example")
    press.released(press.filled(gazette, town, press.public(town)), town)
    shelf = reader.get("/gazette/").content.decode()
    address = re.search(r'href="(/subscriptions/[?]kind=gazette-issue)"', shelf)
    assert address is not None
    form = reader.get(address[1]).content.decode()
    assert re.search(r'value="gazette-issue"[^>]* checked', form)
    typed = {"kind": ["gazette-issue"], "address": "qian@example.com", "frequency": "now", "agree": "1"}
    assert reader.post("/subscriptions/", typed).status_code == 302
    subscriptions.send_confirmation(pk=Request.objects.get().pk)
    assert reader.post("/subscriptions/confirm/" + link(mail.outbox[-1].body, "confirm")).status_code == 302
    assert Subscriber.objects.count() == 1
    press.released(press.filled(gazette, town, number=2, total=2), town)
    subscriptions.send_due()
    [told] = _mails("2026年第2号")
    assert told.to == ["qian@example.com"]
    assert _mails("2026年第1号") == []  # what was out before is no news
    left = re.search(r"/subscriptions/unsubscribe/\S+", str(told.extra_headers["List-Unsubscribe"]))
    assert left is not None
    assert reader.post(left[0].rstrip(">"), {"List-Unsubscribe": "One-Click"}).status_code == 200
    press.released(press.filled(gazette, town, number=3, total=3), town)
    subscriptions.send_due()
    assert _mails("2026年第3号") == []


def _mails(words: str) -> list:
    return [one for one in mail.outbox if words in one.subject + one.body]


@pytest.mark.requirement("R188")
def test_a_partner_gets_a_policy_with_its_interpretation_and_its_questions(city: City, receiver: str) -> None:
    partner(city, url=f"{receiver}/ok")
    policy = document_at(
        city, Status.PUBLISHED, title="云川市新市民住房租赁补贴实施办法", html="<p>每户每月三百元。</p>",
        number="云川住建规〔2026〕1号", category="行政规范性文件",
    )  # fmt: skip
    publishing.deliver()
    hand_over()
    alone = _told_of(policy.item.key)
    assert alone["faq"] == []
    assert len(alone["interpretations"]) == 1  # it went out with the policy, under one timestamp
    assert alone["interpretations"][0]["published_at"] == alone["document"]["published_at"]
    questions = faq.begin(policy=policy.item, by=city.lin)
    faq.save(one=questions, version=2, rows=ROWS, by=city.lin)
    faq.submit(one=questions, by=city.lin)
    faq.approve(one=questions, by=city.zhou)
    faq.approve(one=questions, by=city.he, checks=NOTHING_FOUND)
    faq.publish(one=questions, by=city.shen)
    publishing.deliver()
    hand_over()
    assert _told_of(questions.item.key)["document"]["kind"] == "常见问题"


def _told_of(key: str) -> dict:
    told = [json.loads(body) for _, _, body in Receiver.got]
    return next(one for one in reversed(told) if one["document"]["index_number"] == key)
