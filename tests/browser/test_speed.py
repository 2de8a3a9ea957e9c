"""The budget of the public pages on a slow line: bytes, shifting, long tasks, and what shows before any script has come."""

from __future__ import annotations

import gzip
import logging
import re
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from .conftest import Platform, Street

logger = logging.getLogger(__name__)
MOST_BYTES = 60_000  # without images
MOST_SHIFT = 0.05
LONGEST_TASK_MS = 100
TRIES = 3
# What browsers call «fast 3G».
SLOW_LINE = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_000}
OBSERVE = """
window.seen = {shift: 0, long: 0};
new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value; })
    .observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => { for (const e of list.getEntries()) seen.long = Math.max(seen.long, e.duration); })
    .observe({type: 'longtask', buffered: true});
"""
NAMES = ("home", "document", "search", "column", "topic", "agency")


def fetched(url: str) -> bytes:
    """Return the packed answer: what travels."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        body: bytes = answer.read()
        return body if answer.headers.get("Content-Encoding") == "gzip" else gzip.compress(body)


def links(url: str, pattern: str) -> list[str]:
    return list(dict.fromkeys(re.findall(pattern, gzip.decompress(fetched(url)).decode())))


@pytest.fixture(scope="module")
def addresses(platform: Platform) -> dict[str, str]:
    """The pages of each kind; of documents the one that weighs most."""
    home = platform.url
    library = [
        one
        for page in (1, 2, 3)
        for one in links(f"{home}/documents/?page={page}", r'href="(/documents/[^"?#]+/\d{4}-\d+)"')
    ]
    heaviest = max(dict.fromkeys(library), key=lambda address: len(fetched(home + address)))
    return {
        "home": "/",
        "document": heaviest,
        "search": "/search?q=%E8%A1%A5%E8%B4%B4",
        "column": links(f"{home}/", r'href="(/columns/[^"?#]+/)"')[0],
        "topic": links(f"{home}/topics/", r'href="(/topics/[^"?#]+/)"')[0],
        "agency": max(links(f"{home}/agencies/", r'href="(/agencies/[^"?#]+/)"'), key=lambda one: len(fetched(home + one))),
    }  # fmt: skip


class Journey:
    """One page opened in a browser that has nothing yet, with what came over the line."""

    def __init__(self, page: Page, *, slow: bool) -> None:
        self.page = page
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.responseReceived", self._heard)
        wire.on("Network.loadingFinished", self._finished)
        if slow:
            wire.send("Network.emulateNetworkConditions", SLOW_LINE)
        page.add_init_script(OBSERVE)

    def _heard(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    def open(self, address: str) -> Journey:
        self.page.goto(address, timeout=60_000)
        self.page.wait_for_load_state("networkidle")
        # To the end and back: what is loaded late must have had its place before.
        self.page.evaluate(
            "async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) { scrollTo(0, y); await new Promise(requestAnimationFrame); } }"
        )
        self.page.wait_for_timeout(300)
        return self

    def transferred(self) -> float:
        return sum(size for name, size in self.bytes.items() if self.kinds.get(name) != "Image")

    def seen(self, what: str) -> float:
        return float(self.page.evaluate(f"seen.{what}"))


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_stays_within_sixty_kilobytes_and_stands_still(
    street: Street, addresses: dict[str, str], name: str, width: int
) -> None:
    journey = Journey(street.somebody(width=width), slow=True).open(addresses[name])
    logger.info("%s %s: %.0f bytes, shift %.4f", name, width, journey.transferred(), journey.seen("shift"))
    assert len(journey.bytes) >= 3, "nothing was measured"
    assert 5_000 < journey.transferred() <= MOST_BYTES
    assert journey.seen("shift") <= MOST_SHIFT


def test_the_document_page_never_keeps_the_reader_waiting(street: Street, addresses: dict[str, str]) -> None:
    """Long tasks are measured by the clock, and this machine has other work: one quiet try in three is the page's own."""
    longest = [
        Journey(street.somebody(), slow=False).open(addresses["document"]).seen("long") for _ in range(TRIES)
    ]  # fmt: skip
    logger.info("longest tasks, ms: %s", longest)
    assert min(longest) <= LONGEST_TASK_MS


@pytest.mark.parametrize("name", NAMES)
def test_it_paints_while_no_script_has_come(
    street: Street, addresses: dict[str, str], eventually: Callable[[Callable[[], bool], float], float], name: str
) -> None:
    page = street.somebody()
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    street.tolerate("ERR_FAILED")  # what is let go of in the end
    page.route("**/*.js*", hold)  # never answered
    page.goto(addresses[name], wait_until="commit")
    eventually(lambda: bool(page.evaluate("performance.getEntriesByName('first-contentful-paint').length")), 60)
    assert page.locator("h1").first.is_visible()
    assert len(page.locator("main").inner_text()) > 200
    assert waiting, "the page has scripts, and they did not come"
    for route in waiting:
        route.abort()


@pytest.mark.parametrize("name", NAMES)
def test_without_javascript_nothing_of_the_text_is_missing(
    street: Street, addresses: dict[str, str], name: str
) -> None:
    with_script, without = street.somebody(), street.somebody(java_script_enabled=False)
    words = []
    for page in (with_script, without):
        page.goto(addresses[name])
        words.append(len(re.sub(r"\s", "", page.locator("main").inner_text())))
    assert words[1] >= 0.95 * words[0] > 100


def test_a_second_visit_brings_the_page_and_no_file(street: Street, addresses: dict[str, str]) -> None:
    page = street.somebody()
    page.goto(addresses["document"])
    page.wait_for_load_state("networkidle")
    page.goto(addresses["home"])
    page.goto(addresses["document"])
    page.wait_for_load_state("networkidle")
    came = page.evaluate("performance.getEntriesByType('resource').filter(e => e.transferSize > 0).map(e => e.name)")
    assert [name for name in came if "/static/" in name] == []
