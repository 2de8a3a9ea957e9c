from __future__ import annotations

import pytest

from gongkai.base.notify import actions


@pytest.fixture
def tell(city):
    """Tell 沈 something; every argument may be changed."""

    def call(*names: str, **changes):
        facts = {"title": "今日到期：关于租赁补贴的通知", "key": "duty:1:due-0", "url": "/desk/duties/1/"} | changes
        return actions.tell(people=[city.people[name] for name in names or ("shen",)], **facts)

    return call


@pytest.fixture
def mailed(city):
    """沈 and 郑 have mail addresses."""
    for name in ("shen", "zheng"):
        person = city.people[name]
        person.email = f"{name}@yunchuan.example"
        person.save()


@pytest.fixture
def desk(client, city):
    def call(name: str):
        client.force_login(city.people[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return call
