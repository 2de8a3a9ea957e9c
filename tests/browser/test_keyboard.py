"""Hands on the keyboard only."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Street


def focused(page: Page) -> str:
    return str(
        page.evaluate(
            "document.activeElement.textContent.trim() || document.activeElement.getAttribute('aria-label') || document.activeElement.name"
        )
    )


def test_the_skip_link_leads_past_the_navigation(street: Street):
    page = street.somebody()
    page.goto("/documents/")
    page.keyboard.press("Tab")
    assert focused(page) == "跳到正文"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_slash_goes_to_the_search_box_and_enter_searches(street: Street):
    page = street.somebody()
    page.goto("/agencies/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.insert_text("住房租赁补贴")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    expect(page.locator(".doc-item").first).to_be_visible()


def test_the_tab_order_of_a_document_follows_what_one_sees(street: Street):
    page = street.somebody()
    page.goto("/documents/")
    page.locator(".doc-item h2 a").first.click()
    page.wait_for_selector("article.official")
    places = page.evaluate(
        """() => {
          const all = [...document.querySelectorAll("a[href], button, input, summary, textarea, select, [tabindex]")];
          const stops = all.filter((node) => node.tabIndex >= 0 && node.checkVisibility());
          return {
            positive: stops.filter((node) => node.tabIndex > 0).length,
            inert: stops.filter((node) => !node.textContent.trim() && !node.getAttribute("aria-label") && !node.labels?.length).length,
            count: stops.length,
          };
        }"""
    )
    assert places["positive"] == 0, "tabindex 大于 0 会打乱顺序"
    assert places["inert"] == 0, "可聚焦的元素必须有名字"
    seen = []
    for _ in range(places["count"] + 2):
        page.keyboard.press("Tab")
        inside = page.evaluate(
            "['.topbar', 'header.masthead', '.mainnav', '.page-head', 'main', 'footer'].findIndex((part) =>"
            " document.activeElement.closest(part))"
        )
        # The head of the page lies within main.
        if inside >= 0 and (not seen or seen[-1] != inside):
            seen.append(inside)
        if inside == 5:
            break
    assert seen == sorted(seen), f"焦点来回跳：{seen}"


def test_j_and_k_walk_through_the_work_and_enter_opens_it(street: Street):
    page = street.officer("zjj.open")
    rows = page.locator("[data-keys] > li")
    assert rows.count() > 2
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class("task is-here")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_class("task is-here")
    title = focused(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(title)


def test_escape_closes_the_question_and_the_clock(street: Street):
    page = street.officer("zjj.open")
    page.goto("/desk/documents/?tab=all")
    page.get_by_role("link", name="新市民住房租赁补贴操作规程").first.click()
    page.locator("summary", has_text="撤下").press("Enter")
    page.get_by_label("撤下类型").select_option(label="重复发布")
    page.get_by_label("撤下原因").fill("重复。")
    page.get_by_role("button", name="撤下").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    expect(page.locator(".progress")).to_contain_text("公开")
    expect(page.locator("summary", has_text="撤下")).to_be_visible()

    page.goto("/desk/documents/?tab=all&q=信用评价")
    page.get_by_role("link", name="物业服务企业信用评价结果").first.click()
    clock = page.locator(".title-row details")
    clock.locator("summary").press("Enter")
    expect(clock.locator(".ledger")).to_be_visible()
    page.keyboard.press("Escape")
    expect(clock.locator(".ledger")).to_be_hidden()
    expect(clock.locator("summary")).to_be_focused()
