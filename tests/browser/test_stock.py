"""Existing documents, judged one after the other by keyboard; nothing anywhere approves several at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Street


def round_address(page: Page, words: str) -> str:
    page.goto("/desk/stock/")
    page.get_by_role("link", name=words).first.click()
    page.wait_for_url("**/desk/stock/rounds/*/")
    return page.url


def first_open(page: Page, words: str) -> None:
    """Go to the first entry of a round that waits for a judgement, by the pages alone."""
    round_address(page, words)
    page.locator(".strip a", has_text="待判断").first.click()
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/judge/")


@pytest.mark.requirement("R025")
def test_conclusions_are_given_one_after_another_by_keyboard(street: Street) -> None:
    page = street.officer("zjj.open")
    first_open(page, "行政规范性文件清理")
    street.shoot(page, "stock-entry")
    seen = []
    for _ in range(2):
        seen.append(page.url)
        page.keyboard.press("1")
        expect(page.get_by_label("继续有效")).to_be_checked()
        expect(page.get_by_label("理由（必填）")).to_be_focused()
        page.keyboard.insert_text("制定依据没有变化，仍在执行。")
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url: url not in seen)
        expect(page.get_by_text("判断已提出，等待其他同志批准。")).to_be_visible()
    assert len(set(seen)) == 2

    legal = street.officer("legal")
    found = round_address(legal, "行政规范性文件清理")
    expect(legal.get_by_text("有2件待您作合法性审核")).to_be_visible()
    street.shoot(legal, "stock-round-legal")
    legal.get_by_role("link", name="逐件审核").click()
    expect(legal.locator("tbody tr")).to_have_count(2)
    legal.locator("tbody th a").first.click()
    for _ in range(2):
        before = legal.url
        legal.wait_for_load_state()
        legal.keyboard.press("c")
        expect(legal.get_by_label("意见（选填）")).to_be_focused()
        legal.keyboard.insert_text("依据充分，同意。")
        legal.keyboard.press("Control+Enter")
        expect(legal.get_by_text("合法性审核通过，转批准。").first).to_be_visible()
        assert legal.url != before or "合法性审核通过" in legal.content()
    legal.goto(found)
    expect(legal.get_by_text("待您作合法性审核")).to_have_count(0)


def test_nothing_approves_several_at_once(street: Street) -> None:
    """Neither the list nor a round offers it, and a forged post of several changes nothing."""
    page = street.officer("authority")
    page.goto("/desk/stock/entries/")
    texts = page.locator("main button, main input[type=submit]").all_text_contents()
    assert not [text for text in texts if re.search("批准|审核通过|提出|同意", text)]
    address = round_address(page, "行政规范性文件清理")
    texts = page.locator("main button").all_text_contents()
    assert not [text for text in texts if re.search("批准|审核通过|同意", text)]
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    for verb in ("approve", "approve_all", "check"):
        answer = page.request.post(f"{address}do/{verb}/", form={"csrfmiddlewaretoken": token or ""})
        assert answer.status == 404


@pytest.mark.parametrize(
    "address", ["", "entries/", "results/", "interval/", "normative/", "plans/", "compilations/", "rounds/new/"]
)
def test_every_page_of_the_section_fits_a_phone(street: Street, address: str) -> None:
    page = street.officer("zjj.open", width=PHONE)
    page.goto(f"/desk/stock/{address}")
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    street.shoot(page, f"stock-{address.strip('/').replace('/', '-') or 'rounds'}")


def test_an_entry_is_judged_on_a_phone(street: Street) -> None:
    page = street.officer("zjj.open2", width=PHONE)
    first_open(page, "行政规范性文件清理")
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    page.get_by_role("link", name="去判断").click()
    expect(page.get_by_role("button", name="提出")).to_be_in_viewport()
    page.get_by_label("修改", exact=True).check()
    page.get_by_label("理由（必填）").fill("上位规定已经修改。")
    page.get_by_role("button", name="提出").click()
    expect(page.get_by_text("判断已提出，等待其他同志批准。")).to_be_visible()
    street.shoot(page, "stock-judged")
