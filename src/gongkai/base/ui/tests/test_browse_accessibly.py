from __future__ import annotations

import os

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("gongkai.base.ui.tests.urls"),
    pytest.mark.django_db(transaction=True),
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM = os.environ.get("GONGKAI_CHROMIUM", "/usr/bin/chromium")


@pytest.fixture
def page(live_server, desk, monkeypatch):
    sync_api = pytest.importorskip("playwright.sync_api")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    if not os.path.exists(CHROMIUM):  # noqa: PTH110 one question
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        cookie = desk.cookies["gongkai_session"].value
        context.add_cookies([{"name": "gongkai_session", "value": cookie, "url": live_server.url}])
        yield context.new_page()
        browser.close()


@pytest.mark.parametrize("theme", ["default", "elder", "contrast"])
def test_the_gallery_has_no_barriers(page, theme):
    from axe_playwright_python.sync_playwright import Axe

    page.goto(f"/desk/ui/?theme={theme}")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["passes"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found.response["violations"]] == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(page, books, width):
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/desk/ui/", "/desk/shelf/", f"/desk/shelf/{books[0].pk}/", "/desk/shelf/import/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address


def test_keys_walk_the_list_and_slash_finds_the_search(page, books):
    page.goto("/desk/shelf/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".is-here th").inner_text() == "书01"
    page.keyboard.press("x")
    assert page.locator("[data-selected]").inner_text() == "已选1项"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_a_dangerous_deed_asks_first(page, books):
    page.goto("/desk/shelf/")
    page.get_by_label("选择：书00").check()
    page.get_by_role("button", name="删除", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="取消").click()
    assert page.locator("tbody tr").count() == 10
    page.get_by_role("button", name="删除", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="删除").click()
    page.get_by_text("已删除1条").wait_for()


def test_a_theme_is_chosen_in_place_and_kept(page):
    page.goto("/desk/ui/")
    page.locator("button[data-size-set=large]").click()
    # Not wait_for_function: it polls by eval, which our content security policy refuses from the second look on.
    page.locator("html[data-size=large]").wait_for(state="attached")
    page.reload()
    page.locator("html[data-size=large]").wait_for(state="attached")
