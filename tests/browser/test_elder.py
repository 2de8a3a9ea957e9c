"""长者版: chosen by link with and without script, and then really simpler: large type, one column, few things, large targets."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Street
from tests.browser.test_every_page import barriers

# 《互联网网站适老化通用设计规范》: main type not below 18 dp/px, what is pressed at least 44 px (48 where it stands alone).
SMALLEST_TYPE, SMALLEST_TARGET = 18, 44
PAGES = (
    "/", "/documents/", "/search?q=住房", "/ask", "/ask?q=租房补贴怎么申请", "/columns/normative/", "/agencies/", "/agencies/yc-zjj/",
    "/disclosure/", "/topics/", "/verify/",
)  # fmt: skip
MEASURE = """() => {
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest(".sr, svg, [aria-hidden=true]");
  const small = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !shown(parent) || parent.closest("script, style, .skip, kbd, code")) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < %d) small.push(`${Math.round(size)}px ${parent.tagName}.${parent.className}: ${parent.textContent.trim().slice(0, 20)}`);
  }
  const inText = (node) => {
    const block = node.closest("p, li, dd, td, th, blockquote, small");
    return block && node.tagName === "A" && block.textContent.trim().length > node.textContent.trim().length + 4;
  };
  const narrow = [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden])")]
    .filter((node) => shown(node) && !node.classList.contains("skip") && !inText(node))
    .map((node) => {
      const label = node.matches("input[type=checkbox], input[type=radio]") ? node.closest("label") : null;
      return [node, (label || node).getBoundingClientRect()];
    })
    .filter(([, box]) => box.height && Math.round(box.height) < %d)
    .map(([node, box]) => `${Math.round(box.height)}px ${node.tagName}.${node.className}: ${(node.textContent || node.name || "").trim().slice(0, 20)}`);
  const main = document.querySelector("main");
  const columns = [...main.querySelectorAll(".with-rail, .with-facets, .reading, .single, .cols-2-1, .cols-2")]
    .filter((grid) => getComputedStyle(grid).gridTemplateColumns.split(" ").length > 1).map((grid) => grid.className);
  return { small: [...new Set(small)], narrow: [...new Set(narrow)], columns };
}"""  # fmt: skip


def elder(street: Street, **options: object) -> Page:
    page = street.somebody(**options)
    page.goto("/")
    page.get_by_role("link", name="长者版").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "elder")
    return page


def measured(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = page.evaluate(MEASURE % (SMALLEST_TYPE, SMALLEST_TARGET))
    return found


@pytest.mark.requirement("R257")
def test_the_home_page_offers_the_main_tasks_as_large_buttons_and_a_person_to_call(street: Street):
    page = elder(street)
    tasks = page.locator(".big-tasks a")
    assert tasks.count() >= 5
    for name in ("问一问", "查文件", "申请公开", "打电话问"):
        expect(tasks.filter(has_text=name)).to_have_count(1)
    assert str(tasks.filter(has_text="打电话问").get_attribute("href")).startswith("tel:")
    for box in (tasks.nth(place).bounding_box() for place in range(tasks.count())):
        assert box is not None
        assert box["height"] >= 96
    expect(page.get_by_role("searchbox")).to_be_visible()
    expect(page.get_by_role("button", name="朗读本页").first).to_be_visible()
    # What the standard home page has and this one leaves out
    assert page.locator("svg.chart, .river, .field-grid, .stat").count() == 0
    assert page.get_by_role("heading", level=2).count() <= 5
    assert page.locator(".mainnav a").count() <= 5
    street.shoot(page, "elder-home")


def test_the_tools_leave_the_first_screen_of_a_phone_to_the_page(street: Street):
    page = elder(street, width=PHONE)
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.goto("/")
    box = page.locator(".topbar").bounding_box()
    assert box is not None
    assert box["height"] < 844 / 4
    expect(page.get_by_role("searchbox").first).to_be_in_viewport()


@pytest.mark.requirement("R257")
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_type_is_large_targets_are_wide_and_there_is_one_column(street: Street, width: int):
    page = elder(street, width=width)
    faults = []
    for path in PAGES:
        page.goto(path)
        found = measured(page)
        faults += [f"{path} {what}: {one}" for what, many in found.items() for one in many]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{path}: 横向溢出")
    assert not faults, "\n".join(faults)


def test_a_document_is_read_in_one_column_with_large_type(street: Street):
    page = elder(street)
    page.goto("/documents/")
    page.locator(".doc-item h2 a").first.click()
    page.wait_for_selector("article.official")
    found = measured(page)
    assert (found["small"], found["columns"]) == ([], [])
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('article.official p')).fontSize)") >= 20
    expect(page.get_by_role("button", name="朗读本页")).to_be_visible()
    street.shoot(page, "elder-document")


def test_nothing_floats_pops_up_or_moves(street: Street):
    page = elder(street)
    for path in PAGES[:6]:
        page.goto(path)
        floating = page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter((node) => node.checkVisibility({ visibilityProperty: true })
              && ["fixed", "sticky"].includes(getComputedStyle(node).position) && node.getBoundingClientRect().height > 1)
              .map((node) => node.className)"""
        )
        assert floating == [], path
        assert page.evaluate("document.getAnimations().length") == 0, path
    page.goto("/")
    page.get_by_role("searchbox").press_sequentially("住房")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_lists_are_short_and_so_are_the_ways_to_narrow_them(street: Street):
    page = elder(street)
    page.goto("/documents/")
    assert 0 < page.locator(".doc-item").count() <= 8
    page.locator("summary", has_text="筛选").first.click()
    assert page.locator(".facets > details:visible").count() <= 3


@pytest.mark.requirement("R257")
def test_without_script_the_choice_is_kept_and_a_subject_in_the_address_does_not_undo_it(street: Street):
    page = elder(street, java_script_enabled=False)
    expect(page.locator(".big-tasks a").first).to_be_visible()
    page.goto("/documents/?theme=住房保障")
    expect(page.locator("html")).to_have_attribute("data-theme", "elder")
    expect(page.locator(".doc-item").first).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="特大号字").click()
    expect(page.locator("html")).to_have_attribute("data-size", "larger")
    page.get_by_role("link", name="退出长者版").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "default")
    expect(page.locator(".big-tasks")).to_have_count(0)


def test_an_address_may_ask_for_it_without_any_cookie(street: Street):
    page = street.somebody()
    page.goto("/?look=elder")
    expect(page.locator(".big-tasks a").first).to_be_visible()
    assert page.context.cookies() == []
    page.get_by_role("link", name="标准版", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "default")
    assert "look" not in page.url


def test_every_other_page_is_still_one_press_away(street: Street):
    page = elder(street)
    page.locator("summary", has_text="全部栏目").click()
    links = page.eval_on_selector_all("a[href]", "all => all.map((link) => new URL(link.href).pathname)")
    for path in ("/documents/", "/ask", "/disclosure/", "/agencies/", "/columns/normative/", "/topics/", "/verify/", "/reposts/", "/sitemap.xml"):  # fmt: skip
        assert path in links, path


@pytest.mark.requirement("R257")
def test_the_elder_home_page_has_no_barriers(street: Street):
    page = elder(street)
    assert list(barriers(page)) == []
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert list(barriers(page)) == []
