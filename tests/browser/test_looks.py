"""Large type, high contrast, traditional characters, paper."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Street

RULES = "云川市新市民住房租赁补贴实施办法"


def reading(street: Street, **options) -> Page:
    page = street.somebody(**options)
    page.goto(f"/search?q={RULES}")
    page.locator(".doc-item h2 a[href^='/documents/']").first.click()
    page.wait_for_selector("article.official")
    return page


def size_of(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.querySelector('article.official p')).fontSize)"))


def test_the_elder_version_is_a_third_larger_and_is_remembered(street: Street):
    page = reading(street)
    before = size_of(page)
    page.get_by_role("link", name="长者版").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "elder")
    assert size_of(page) > before * 1.3
    page.goto("/documents/")
    expect(page.locator("html")).to_have_attribute("data-theme", "elder")
    page.goto("/")
    street.shoot(page, "elder")
    page.get_by_role("link", name="标准版").click()
    page.goto("/documents/")
    expect(page.locator("html")).to_have_attribute("data-theme", "default")


def test_high_contrast_turns_the_page_dark(street: Street):
    page = reading(street)
    page.get_by_role("link", name="高对比度").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "contrast")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(0, 0, 0)"
    street.shoot(page, "contrast")


def test_type_can_be_enlarged_on_the_page(street: Street):
    page = reading(street)
    before = size_of(page)
    page.get_by_role("button", name="特大").click()
    assert size_of(page) > before
    page.reload()
    assert size_of(page) > before


@pytest.mark.requirement("R272")
def test_the_whole_page_turns_traditional_and_back(street: Street):
    page = reading(street)
    page.get_by_role("link", name="繁體").click()
    expect(page.locator("h1")).to_contain_text("新市民住房租賃補貼實施辦法")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    street.shoot(page, "traditional")
    page.get_by_role("searchbox").first.fill("住房租賃補貼")
    page.get_by_role("button", name="搜尋").or_(page.get_by_role("button", name="搜索")).first.click()
    expect(page.locator(".doc-item").first).to_contain_text("補貼")
    page.get_by_role("link", name="简体").click()
    expect(page.locator(".doc-item").first).to_contain_text("补贴")


def test_on_paper_it_is_an_official_document(street: Street, tmp_path):
    page = reading(street)
    page.emulate_media(media="print")
    printed = page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(printed)
    pages = [document[place].get_textpage().get_text_range() for place in range(len(document))]
    assert "云川市人民政府办公室文件" in pages[0].replace(" ", "")
    assert "云川政办规〔2026〕5号" in pages[0].replace(" ", "")
    assert "— 1 —" in pages[0].replace("\u2014", "—")
    assert len(pages) > 1
    assert "搜索" not in pages[0]
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)


BROKEN_NUMBERS = """() => {
  const broken = [];
  for (const cell of document.querySelectorAll("article.official :is(th, td)")) {
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      for (const match of walk.currentNode.data.matchAll(/[0-9.]{3,}/g)) {
        const range = document.createRange();
        range.setStart(walk.currentNode, match.index);
        range.setEnd(walk.currentNode, match.index + match[0].length);
        if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(match[0]);
      }
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_table_scrolls_in_its_frame_and_breaks_no_number(street: Street, width: int):
    page = reading(street, width=width)
    frame = page.locator("article.official .table-scroll").first
    assert frame.evaluate("box => box.querySelectorAll('td').length") > 3
    assert page.evaluate(BROKEN_NUMBERS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame.focus()
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("aria-label", re.compile("^表格：家庭人口"))
