"""The door of a targeted disclosure in a real browser, which sends an Origin with every form."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.tests.test_disclose_to_some import WORDS, delivered, link, person

if TYPE_CHECKING:
    from gongkai.project.tests.cast import City

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium"),
]


def test_a_recipient_signs_and_reads(city: City, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
    from playwright.sync_api import sync_playwright

    recipient = person(delivered(city))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = opened.new_page()
        page.goto(live_server.url + link(recipient))
        page.get_by_label("提取码").fill(queries.pin_of(recipient))
        page.get_by_label("签收人姓名").fill("住户甲")
        page.get_by_role("button", name="签收并查阅").click()
        assert WORDS in page.locator("main").inner_text()
        opened.close()
    recipient.refresh_from_db()
    assert recipient.receipt_name == "住户甲"
