"""The cast's city under a host name of its own: what a test before kept of pages and sites is not this one's."""

from __future__ import annotations

import itertools

import pytest
from django.core.cache import cache

from gongkai.project.tests.cast import City, build_city

HOSTS = itertools.count(1)


@pytest.fixture
def city(db: None) -> City:
    cache.clear()
    found = build_city()
    found.site.host = f"watch{next(HOSTS)}.yunchuan.example"
    found.site.save(update_fields=["host"])
    return found
