"""The real thing in a real browser: the demo city, `gongkai serve` and `gongkai worker`, Chromium; nothing is faked.

Every page that a test opens is watched: an error in its console (what the content security policy blocks is one) or a
request that leaves this machine fails the test. Screenshots of both widths go to a folder of the run; with
GONGKAI_WRITE_SCREENSHOTS=1 the chosen ones are written to docs/screenshots/.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from gongkai.project.demo.people import PASSWORD
from gongkai.project.tests.prepared import small_city_folder

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
# Debian's chromium may print a warning of its start script: that is none of ours.
SWITCHES = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--lang=zh-CN",
]  # fmt: skip
DESKTOP, PHONE = 1280, 390
HEIGHT = {DESKTOP: 900, PHONE: 844}
START_SECONDS = 180
expect.set_options(timeout=20_000)  # one waits for what is there in the end, not for how fast this machine is
NO_PICTURE = "Unable to capture screenshot"
# The last one asks for the window only, not for the whole page.
PICTURE_ATTEMPTS = 4
# What the documentation shows, each at one width.
IN_DOCS = frozenset(
    "home-1280 home-390 library-1280 search-390 document-1280 document-390 verify-1280 withdrawn-390 "
    "work-1280 work-390 edit-1280 review-1280 clock-1280 events-1280".split()
)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the browser and shares one city, so one worker of a parallel run takes it all."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if BROWSER is None:
                item.add_marker(pytest.mark.skip(reason="没有 Chromium：apt-get install chromium 之后再运行"))


@dataclass(frozen=True)
class Platform:
    """The running city: its address and the folder of its data."""

    url: str
    data: Path


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(data: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "PYTEST_", "DJANGO_"))
    }
    return kept | {"GONGKAI_DATA_DIR": str(data), "GONGKAI_LOG_LEVEL": "WARNING"}


def _gongkai(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "gongkai.project.cli", *arguments]


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"网站没有启动：\n{log.read_text(encoding='utf-8')[-3000:]}")


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """The small demo city, served by the two processes that a body would run.

    GONGKAI_E2E_URL names a demo city that runs already: for writing tests, when building one each time is too slow.
    """
    if running := os.environ.get("GONGKAI_E2E_URL"):
        yield Platform(running.rstrip("/"), tmp_path_factory.mktemp("city"))
        return
    data = tmp_path_factory.mktemp("city") / "data"
    shutil.copytree(small_city_folder(), data)
    environment = _environment(data)
    url = f"http://127.0.0.1:{_free_port()}"
    log = data / "server.log"
    with log.open("wb") as out:
        port = url.rpartition(":")[2]
        serve = subprocess.Popen(
            _gongkai("serve", "--port", port, "--workers", "1"), env=environment, stdout=out, stderr=out
        )
        worker = subprocess.Popen(_gongkai("worker"), env=environment, stdout=out, stderr=out)
        try:
            _wait_until_ready(url, serve, log)
            yield Platform(url, data)
        finally:
            for process in (serve, worker):
                process.terminate()
            for process in (serve, worker):
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    # For one module only: it keeps an event loop in this thread, which Django's ORM in other tests would refuse.
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=BROWSER, args=SWITCHES)
    yield browser
    browser.close()


@dataclass
class Street:
    """Where people open their browsers; remembers what went wrong on any of their pages."""

    browser: Browser
    platform: Platform
    shots: Path
    problems: list[str] = field(default_factory=list)
    tolerated: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.platform.url

    def tolerate(self, pattern: str) -> None:
        """Let console errors that match pass: a test that cuts the network has to hear of it."""
        self.tolerated.append(pattern)

    def _heard(self, message: ConsoleMessage) -> None:
        place = str(message.location.get("url", ""))
        # The browser itself reports refused pages; tests assert the status where it matters.
        refused = re.search(r"status of (403|404|409|410|422)", message.text) and "/static/" not in place
        if message.type == "error" and not refused and not any(re.search(p, message.text) for p in self.tolerated):
            self.problems.append(f"{place}: {message.text}")

    def _asked(self, address: str) -> None:
        if not address.startswith((self.url + "/", "data:", "blob:")):
            self.problems.append(f"请求离开了本机：{address}")

    def watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.set_default_timeout(20_000)

    def somebody(self, *, width: int = DESKTOP, **options: Any) -> Page:
        """Open a browser window of its own: other cookies, other storage."""
        context = self.browser.new_context(
            base_url=self.url, viewport={"width": width, "height": HEIGHT.get(width, 900)}, locale="zh-CN",
            timezone_id="Asia/Shanghai", has_touch=width == PHONE, **options,
        )  # fmt: skip
        self.contexts.append(context)
        context.on("page", self.watch)
        return context.new_page()

    def officer(self, username: str, **options: Any) -> Page:
        """Open a window in which this officer has signed in."""
        page = self.somebody(**options)
        page.goto("/desk/sign-in/")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/")
        return page

    def shoot(self, page: Page, name: str) -> None:
        """Take the page at both widths, whole for the eye and as the window shows it for the documentation."""
        before = page.viewport_size
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            self._picture(page, self.shots / f"{name}-{width}.png")
            if os.environ.get("GONGKAI_WRITE_SCREENSHOTS") == "1" and f"{name}-{width}" in IN_DOCS:
                self._write(page, f"{name}-{width}")
        if before is not None:
            page.set_viewport_size(before)

    @staticmethod
    def _picture(page: Page, path: Path) -> None:
        """Take the whole page for the eye; a busy machine's Chromium now and then hands out none at the first asking.

        No test judges by these pictures, so one that cannot be had at all leaves a note in its place.
        """
        for attempt in range(PICTURE_ATTEMPTS):
            try:
                page.screenshot(path=path, full_page=attempt < PICTURE_ATTEMPTS - 1)
                return
            except BrowserError as error:
                if NO_PICTURE not in error.message:
                    raise
                page.wait_for_timeout(500)
        path.with_suffix(".txt").write_text(f"{page.url}: {NO_PICTURE}\n", encoding="utf-8")

    def _write(self, page: Page, name: str) -> None:
        DOCS.mkdir(parents=True, exist_ok=True)
        raw = self.shots / f"{name}-window.png"
        page.evaluate("document.querySelector('[data-toasts]')?.replaceChildren(); scrollTo(0, 0);")
        page.screenshot(path=raw)
        with Image.open(raw) as image:
            image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(DOCS / f"{name}.png", optimize=True)

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chosen = os.environ.get("GONGKAI_SCREENSHOTS")
    folder = Path(chosen) if chosen else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def street(chromium: Browser, platform: Platform, shots: Path) -> Iterator[Street]:
    opened = Street(chromium, platform, shots)
    yield opened
    opened.close()
    assert not opened.problems, "\n".join(opened.problems)


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool], float], float]:
    """Return a function that waits until something is so and says how many seconds that took."""

    def wait(is_so: Callable[[], bool], seconds: float) -> float:
        began = time.monotonic()
        while not is_so():
            assert time.monotonic() - began < seconds, f"{seconds}秒后仍未如此"
            time.sleep(0.1)
        return time.monotonic() - began

    return wait
