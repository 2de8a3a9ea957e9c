"""Whole ways without a mouse: every stop is seen, in the order of the page, nothing keeps the reader in, Escape leads back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Street
from tests.browser.test_keyboard import focused

PAGES = (
    "/",
    "/?look=elder",
    "/documents/",
    "/search?q=住房",
    "/ask?q=租房补贴怎么申请",
    "/disclosure/",
    "/agencies/yc-zjj/",
    "/verify/",
)
DESK = ("/desk/", "/desk/documents/?tab=all", "/desk/duties/", "/desk/messages/", "/desk/stock/")
MOST_STOPS = 400
MOST_INNER = 5
# Where the focus is, whether one sees that it is there, and whether it lies in the window.
HERE = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  const drawn = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const seen = box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
  if (!node.dataset.stop) node.dataset.stop = String(document.querySelectorAll("[data-stop]").length + 1);
  const all = [...document.querySelectorAll("*")];
  return { stop: Number(node.dataset.stop), place: all.indexOf(node), drawn, seen,
    inner: node.matches("input[type=date], input[type=time], input[type=datetime-local]"),
    name: `${node.tagName} ${(node.textContent.trim() || node.getAttribute("aria-label") || node.name || node.id || "").slice(0, 30)}` };
}"""


def walked(page: Page) -> list[dict[str, object]]:
    """Press Tab from the top to the end of the page and return the stops."""
    stops: list[dict[str, object]] = []
    inner = 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or (stops and here["stop"] == 1):
            return stops
        if stops and here["stop"] == stops[-1]["stop"] and here["inner"]:
            inner += 1  # a date has stops of its own: year, month, day, calendar
            assert inner <= MOST_INNER, f"焦点停在 {here['name']}，出不去"
            continue
        inner = 0
        if stops and here["stop"] == stops[-1]["stop"]:
            raise AssertionError(f"焦点停在 {here['name']}，出不去")
        stops.append(here)
    raise AssertionError(f"按了{MOST_STOPS}次还没有走完")


def faults_in(stops: list[dict[str, object]]) -> list[str]:
    faults = [f"{one['name']}: 看不出焦点在这里" for one in stops if not one["drawn"]]
    faults += [f"{one['name']}: 焦点在窗口外面" for one in stops if not one["seen"]]
    places = [int(str(one["place"])) for one in stops]
    faults += [f"{stops[n + 1]['name']}: 焦点跳回前面" for n in range(len(places) - 1) if places[n + 1] < places[n]]
    return faults


@pytest.mark.requirement("R257")
@pytest.mark.parametrize("path", PAGES)
def test_every_stop_is_seen_in_the_order_of_the_page_and_the_last_leads_out(street: Street, path: str):
    page = street.somebody()
    page.goto(path)
    stops = walked(page)
    assert len(stops) > 10
    assert stops[0]["name"] == "A 跳到正文"
    assert faults_in(stops) == []
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(HERE) is not None


def test_the_same_at_the_desk(street: Street):
    page = street.officer("zjj.open")
    for path in DESK:
        page.goto(path)
        stops = walked(page)
        assert stops[0]["name"] == "A 跳到正文", path
        assert faults_in(stops) == [], path


@pytest.mark.requirement("R257")
def test_the_skip_link_leads_to_the_main_part_everywhere(street: Street):
    page = street.somebody(width=PHONE)
    for path in PAGES:
        page.goto(path)
        page.keyboard.press("Tab")
        assert focused(page) == "跳到正文", path
        expect(page.locator(".skip")).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main", path
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), path


@pytest.mark.requirement("R257")
def test_the_barrier_free_tools_open_in_the_flow_and_are_used_and_left_by_keyboard(street: Street):
    page = street.somebody()
    page.goto("/documents/")
    before = page.locator(".masthead").bounding_box()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "无障碍工具"
    page.keyboard.press("Enter")
    tools, masthead = page.locator(".access-tools").bounding_box(), page.locator(".masthead").bounding_box()
    assert before is not None
    assert tools is not None
    assert masthead is not None
    assert masthead["y"] >= tools["y"] + tools["height"], "工具栏盖住了内容"
    assert masthead["y"] > before["y"]
    page.keyboard.press("Tab")
    assert focused(page) == "中号字"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert focused(page) == "特大号字"
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-size", "larger")
    expect(page.get_by_role("link", name="特大号字")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Tab")
    assert focused(page) == "朗读本页"
    page.keyboard.press("Escape")
    assert focused(page) == "无障碍工具"
    expect(page.locator(".access-tools")).to_be_hidden()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-size", "larger")


def test_suggestions_are_walked_with_arrows_and_closed_with_escape(street: Street):
    page = street.somebody()
    page.goto("/documents/")
    page.keyboard.press("/")
    page.keyboard.insert_text("住房")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    box = page.locator(".masthead [role=combobox]")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')) !== null"
    )
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_be_focused()


def test_a_menu_closes_with_escape_and_the_focus_is_back_where_it_was(street: Street):
    page = street.officer("admin")
    page.goto("/desk/settings/agencies/")
    menu = page.locator("details[data-popover]", has_text="导出")
    menu.locator("summary").press("Enter")
    expect(menu.locator("a").first).to_be_visible()
    page.keyboard.press("Tab")
    assert "XLSX" in focused(page)
    page.keyboard.press("Escape")
    expect(menu.locator("a").first).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_a_question_keeps_the_focus_while_it_is_asked_and_gives_it_back(street: Street):
    page = street.officer("zjj.open")
    page.goto("/desk/documents/?tab=all")
    page.get_by_role("link", name="新市民住房租赁补贴操作规程").first.click()
    page.locator("summary", has_text="撤下").press("Enter")
    page.get_by_label("撤下类型").select_option(label="重复发布")
    page.get_by_label("撤下原因").fill("重复。")
    button = page.get_by_role("button", name="撤下")
    button.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.querySelector('dialog').contains(document.activeElement)"
        )
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


@pytest.mark.requirement("R257")
@pytest.mark.parametrize("look", ["default", "elder"])
def test_from_the_home_page_to_a_document_without_a_mouse(street: Street, look: str):
    page = street.somebody()
    page.goto(f"/?look={look}")
    page.keyboard.press("/")
    page.keyboard.insert_text("住房租赁补贴实施办法")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("""document.activeElement.matches('.doc-item h2 a[href^="/documents/"]')"""):
            break
    page.keyboard.press("Enter")
    expect(page.locator("article.official")).to_be_visible()
    expect(page.locator("h1")).to_contain_text("租赁补贴")
