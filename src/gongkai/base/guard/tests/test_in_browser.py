"""guard.js in a real browser, under the real content security policy."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from gongkai.base.guard import queries, rules

from .test_rules import answer_of

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("gongkai.base.guard.tests.urls"),
    pytest.mark.skipif(not BROWSER, reason="no Chromium"),
]


@pytest.fixture
def browser(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, live_server: Any) -> Iterator[Any]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in this thread
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield opened
        opened.close()


def form(browser: Any, live_server: Any, **context: Any) -> tuple[Any, list[str]]:
    said: list[str] = []
    page = browser.new_context(locale="zh-CN", **context).new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{live_server.url}/form/")
    return page, said


def test_the_script_does_the_work_and_the_question_goes(browser: Any, live_server: Any) -> None:
    page, said = form(browser, live_server)
    page.wait_for_selector("text=已通过自动验证")
    assert not page.locator("#guard_answer").is_visible()
    assert said == []
    page.fill("#what", "公路规划")
    page.click("button")
    page.wait_for_selector("text=passed by work: 公路规划 send")


def test_whoever_is_quicker_than_the_work_waits_and_goes_by_itself(
    browser: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST", 400_000)
    page, _ = form(browser, live_server)
    page.fill("#what", "公路规划")
    page.click("button")
    page.wait_for_url("**/form/")
    page.wait_for_selector("text=passed by work: 公路规划 send")


def test_where_workers_are_forbidden_it_works_in_slices(browser: Any, live_server: Any) -> None:
    page = browser.new_context().new_page()
    page.add_init_script("delete window.Worker")
    page.goto(f"{live_server.url}/form/")
    page.wait_for_selector("text=已通过自动验证")
    page.click("button")
    page.wait_for_selector("text=passed by work")


def test_back_in_the_form_a_fresh_one_is_solved(browser: Any, live_server: Any) -> None:
    page, _ = form(browser, live_server)
    page.wait_for_selector("text=已通过自动验证")
    page.click("button")
    page.wait_for_selector("text=passed by work")
    page.go_back()
    page.wait_for_selector("text=已通过自动验证")
    page.fill("#what", "再来")
    page.click("button")
    page.wait_for_selector("text=passed by work: 再来 send")


def test_without_script_the_question_is_answered_by_keyboard(browser: Any, live_server: Any) -> None:
    page, _ = form(browser, live_server, java_script_enabled=False)
    page.locator("#what").press_sequentially("公路规划")
    page.keyboard.press("Tab")
    page.keyboard.type("不知道")
    page.keyboard.press("Enter")
    page.wait_for_selector(".error >> text=答得不对")
    assert page.input_value("#what") == "公路规划"
    asked = page.inner_text("label[for=guard_answer]").removeprefix("验证问题：").removesuffix("（必填）")
    page.fill("#guard_answer", answer_of(rules.Question(asked, "", "")))
    page.keyboard.press("Enter")
    page.wait_for_selector("text=passed by question: 公路规划")


def test_the_hash_is_sha_256_for_every_length(browser: Any, live_server: Any) -> None:
    page, _ = form(browser, live_server)
    texts = ["x" * n for n in (*range(130), 1000)] + ["abc", "0?expires=1&"]
    script = "async ([url, texts]) => { const { sha256 } = await import(url); return texts.map(sha256); }"
    url = page.locator("script[src*=guard]").get_attribute("src")
    assert page.evaluate(script, [url, texts]) == [hashlib.sha256(text.encode()).hexdigest() for text in texts]


def test_nobody_is_shut_out_by_accessibility(browser: Any, live_server: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _ = form(browser, live_server)
    page.wait_for_selector("text=已通过自动验证")
    assert Axe().run(page, context="form").violations_count == 0
    page.evaluate("document.querySelector('[data-proof-question]').hidden = false")
    assert Axe().run(page, context="form").violations_count == 0
