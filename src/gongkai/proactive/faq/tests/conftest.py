"""A public policy with a list of questions, and a reader's browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.faq import actions
from gongkai.proactive.faq.models import QuestionList
from gongkai.project.tests.cast import NOTHING_FOUND, City, Status, document_at

HOST = "open.yunchuan.example"
TEXT = """<p>符合条件的新市民可以申请住房租赁补贴。</p><p>补贴标准为每户每月三百元，最长领取二十四个月。</p>
<p>申请人向租住地街道办事处提出申请。</p>"""
ROWS = [
    {"question": "合租的能不能各自申请租房补贴？", "answer": "可以。合租的每一户分别申请。", "basis": "p1"},
    {"question": "租房补贴一个月多少钱？", "answer": "每户每月三百元。\n最长领取二十四个月。", "basis": "p2"},
]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_HOST=HOST, HTTP_USER_AGENT="Mozilla/5.0 Chrome/128.0")


@pytest.fixture
def policy(city: City) -> Any:
    found = document_at(
        city, Status.PUBLISHED, title="关于发放新市民住房租赁补贴的通知", html=TEXT, number="云川住建发〔2026〕31号"
    )
    publishing.deliver()
    return found


@pytest.fixture
def written(city: City, policy: Any) -> QuestionList:
    one = actions.begin(policy=policy.item, by=city.lin)
    actions.save(one=one, version=2, rows=ROWS, by=city.lin)
    return one


@pytest.fixture
def release(city: City) -> Callable[[QuestionList], QuestionList]:
    """Take a list from the writer's desk to the public."""

    def go(one: QuestionList) -> QuestionList:
        actions.submit(one=one, by=city.lin)
        actions.approve(one=one, by=city.zhou)
        actions.approve(one=one, by=city.he, checks=NOTHING_FOUND)
        actions.publish(one=one, by=city.shen)
        publishing.deliver()
        one.refresh_from_db()
        return one

    return go
