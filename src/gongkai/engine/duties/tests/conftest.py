from __future__ import annotations

import datetime as dt

import pytest

from gongkai.base.events.models import Event
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions
from gongkai.engine.duties.models import Duty
from gongkai.engine.duties.rules import DutyRule, register

PUBLISH = "publish-after-issue"
REPLY = register(
    DutyRule("test-reply", "答复申请", "C3", Permission.DOCUMENTS_READ, (3, 0), "测试配置", escalate=None)
).key
# 2027 as the law of 2024 has it, invented for tests: 13 days gained, no notice of this number exists.
NOTICE_2027 = {
    "year": 2027,
    "number": "国办发明电〔2026〕99号",
    "issued": "2026-11-20",
    "source": "https://www.gov.cn/zhengce/test-2027.htm",
    "off": [
        {"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"},
        {"name": "春节", "from": "2027-02-05", "to": "2027-02-12"},
        {"name": "清明节", "from": "2027-04-03", "to": "2027-04-05"},
        {"name": "劳动节", "from": "2027-05-01", "to": "2027-05-05"},
        {"name": "端午节", "from": "2027-06-09", "to": "2027-06-09"},
        {"name": "中秋节", "from": "2027-09-15", "to": "2027-09-15"},
        {"name": "国庆节", "from": "2027-10-01", "to": "2027-10-07"},
    ],
    "worked": [
        {"name": "春节", "date": "2027-02-14"},
        {"name": "劳动节", "date": "2027-04-25"},
        {"name": "劳动节", "date": "2027-05-08"},
        {"name": "国庆节", "date": "2027-09-26"},
        {"name": "国庆节", "date": "2027-10-09"},
    ],
}


def day(text: str) -> dt.date:
    """`day("2-14")` is 14 February 2026; a year may be given."""
    parts = [int(part) for part in text.split("-")]
    return dt.date(*parts) if len(parts) == 3 else dt.date(2026, *parts)


def tags(tag: str) -> list[Event]:
    return list(Event.objects.filter(tag=tag).order_by("seq"))


@pytest.fixture
def on(monkeypatch):
    """`on("3-9")` makes that day today."""

    def call(text: str) -> dt.date:
        today = day(text)
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args, **kwargs: today)
        return today

    return call


@pytest.fixture
def start(city):
    """Open a duty of the housing bureau; every call about a subject of its own."""

    def call(opened: str, rule: str = PUBLISH, **changes) -> Duty:
        number = changes.pop("number", Duty.objects.count() + 1)
        facts = {
            "rule": rule,
            "subject": Subject("document", f"YC-{number}"),
            "agency": city.housing,
            "title": f"关于第{number}件事的通知",
            "reference": f"云川住建发〔2026〕{number}号",
            "opened_on": day(opened),
            "by": city.shen,
        }
        return actions.open_duty(**facts | changes)

    return call


def subject_of(duty: Duty) -> Subject:
    return Subject(duty.subject_type, duty.subject_id)


@pytest.fixture
def desk(client, city):
    """`desk("shen")` is a browser in which 沈 is signed in."""

    def call(name: str):
        client.force_login(city.people[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return call
