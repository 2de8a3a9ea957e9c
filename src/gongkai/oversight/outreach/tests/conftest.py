"""A public normative document with its interpretation, and a reader's browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from gongkai.engine.publishing import actions as publishing
from gongkai.proactive.interpretation import queries as interpreted
from gongkai.project.tests.cast import City, Status, document_at

HOST = "open.yunchuan.example"
NORM = {"category": "行政规范性文件", "genre": "办法", "title": "云川市新市民住房租赁补贴办法"}
NUMBER = "云川住建规〔2026〕1号"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def reader() -> Client:
    return Client(HTTP_HOST=HOST, HTTP_USER_AGENT="Mozilla/5.0 Chrome/128.0")


@pytest.fixture
def policy(city: City) -> Any:
    document = document_at(city, Status.PUBLISHED, number=NUMBER, **NORM)
    publishing.deliver()
    return document


@pytest.fixture
def interpretation(policy: Any) -> Any:
    (one,) = interpreted.interpretations_of(policy.item)
    return one
