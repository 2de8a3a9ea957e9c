from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.doors.site import cache
from gongkai.doors.site.actions import flush_views
from gongkai.doors.site.models import ViewCount
from gongkai.doors.site.queries import view_count, view_counts
from gongkai.doors.site.rules import RELOAD_SECONDS, Tally, is_robot

from .conftest import BROWSER, HOST, page


def shown(html: str) -> str:
    found = re.search(r"<dt>浏览次数</dt><dd>([^<]*)</dd>", html)
    assert found is not None
    return found[1]


@pytest.mark.requirement("R266")
def test_a_page_nobody_read_says_nought_and_then_counts(reader: Client, published) -> None:
    key = published.item.key
    assert shown(page(reader, f"/documents/{key}")) == "0"
    cache.clear()
    assert shown(page(reader, f"/documents/{key}")) == "1"


@pytest.mark.requirement("R266")
def test_reloads_and_robots_do_not_count_but_kept_pages_do(published) -> None:
    key = published.item.key
    for address, agent in (
        ("10.0.0.1", BROWSER),
        ("10.0.0.1", BROWSER),
        ("10.0.0.2", BROWSER),
        ("10.0.0.3", "Mozilla/5.0 (compatible; Baiduspider/2.0)"),
        ("10.0.0.4", "curl/8.0"),
        ("10.0.0.5", ""),
    ):
        Client(HTTP_HOST=HOST, HTTP_USER_AGENT=agent, REMOTE_ADDR=address).get(f"/documents/{key}")
    assert view_count(key) == 2


def test_nothing_about_readers_is_written_down(reader: Client, published) -> None:
    response = reader.get(f"/documents/{published.item.key}")
    assert not response.cookies
    flush_views()
    assert {field.name for field in ViewCount._meta.get_fields()} == {"key", "count"}
    assert ViewCount.objects.get().count == 1


def test_writing_down_adds_to_what_stands(reader: Client, published) -> None:
    key = published.item.key
    ViewCount.objects.create(key=key, count=18_402)
    reader.get(f"/documents/{key}")
    flush_views()
    assert view_counts([key, "none"]) == {key: 18_403, "none": 0}


def test_the_same_reader_counts_again_after_half_an_hour() -> None:
    now = [0.0]
    tally = Tally(clock=lambda: now[0])
    assert tally.add("k", "mark")
    now[0] = RELOAD_SECONDS - 1
    assert not tally.add("k", "mark")
    now[0] = RELOAD_SECONDS + 1
    assert tally.add("k", "mark")
    assert tally.pending("k") == 2


@pytest.mark.parametrize(
    "agent", ["Googlebot/2.1", "python-requests/2", "", "HeadlessChrome/120", "Sogou web spider/4.0"]
)
def test_programs_are_not_readers(agent: str) -> None:
    assert is_robot(agent)
    assert not is_robot(BROWSER)
