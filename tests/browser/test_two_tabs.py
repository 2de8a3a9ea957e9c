"""The same document open twice: nobody's words are lost, nobody decides on what has changed meanwhile."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Street

TITLE = "关于开展房屋安全检查的通知"


def drafted(page: Page, title: str = TITLE, text: str = "各单位于月底前报送检查结果。") -> str:
    """Write a draft that lacks nothing, by hand; returns its desk address."""
    page.goto("/desk/documents/new/")
    page.get_by_label("标题").fill(title)
    page.get_by_label("起草科室").select_option(label="房产市场科")
    page.locator("[contenteditable=true]").click()
    page.keyboard.insert_text(text)
    page.get_by_label("解读方案").fill("不需要解读，内容是内部工作安排。")
    page.get_by_label("管理公开").check()
    page.locator("summary", has_text="文件要素").click()
    page.get_by_label("文种").select_option("通知")
    page.get_by_label("公开类别").select_option("其他文件")
    page.get_by_label("城乡建设").check()
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/edit/"))
    return page.url.removesuffix("edit/")


def test_a_stale_form_keeps_what_was_typed_and_shows_the_other_save(street: Street):
    first = street.officer("zjj.draft")
    address = drafted(first)
    first.goto(f"{address}edit/")
    second = first.context.new_page()
    second.goto(f"{address}edit/")
    second.get_by_label("标题").fill(f"{TITLE}（第二次修改）")
    second.get_by_role("button", name="保存", exact=True).click()
    expect(second.get_by_text("已保存。")).to_be_visible()

    first.get_by_label("标题").fill(f"{TITLE}（第一次修改）")
    first.locator("[contenteditable=true]").click()
    first.keyboard.press("Control+End")
    first.keyboard.insert_text("逾期不报的，按未检查处理。")
    first.get_by_role("button", name="保存", exact=True).click()
    expect(first.get_by_role("alert")).to_contain_text("保存期间有人修改过这份稿件。您填写的内容还在本页")
    expect(first.get_by_label("标题")).to_have_value(f"{TITLE}（第一次修改）")
    expect(first.locator("[contenteditable=true]")).to_contain_text("逾期不报的，按未检查处理。")
    expect(first.locator("main")).to_contain_text(f"对方已保存的标题：{TITLE}（第二次修改）")
    street.shoot(first, "stale")
    # Having seen both, she saves her own on purpose.
    first.get_by_role("button", name="保存", exact=True).click()
    expect(first.get_by_text("已保存。")).to_be_visible()
    expect(first.locator("h1")).to_have_text(f"{TITLE}（第一次修改）")


def test_a_decision_on_a_page_that_has_changed_is_refused_in_words(street: Street):
    lin, zhou = street.officer("zjj.draft"), street.officer("zjj.head")
    address = drafted(lin, "关于报送房屋安全检查台账的通知")
    lin.goto(f"{address}edit/")
    lin.get_by_role("button", name="保存并送审").click()
    zhou.goto(address)
    other = zhou.context.new_page()
    other.goto(address)
    other.get_by_role("button", name="审核同意").click()
    expect(other.get_by_text("已同意，转办公室核稿。")).to_be_visible()
    zhou.locator(".decide").get_by_label("意见").fill("同意。")
    zhou.get_by_role("button", name="审核同意").click()
    expect(zhou.get_by_role("alert")).to_be_visible()
    expect(zhou.get_by_role("alert")).to_contain_text(re.compile("现在是|已经|不能|办公室核稿"))
    expect(zhou.locator(".progress [aria-current=step]")).to_have_text("办公室核稿")
    street.shoot(zhou, "refused")


def test_a_decision_on_wording_that_was_changed_after_a_return_is_refused(street: Street):
    lin, zhou = street.officer("zjj.draft"), street.officer("zjj.head")
    address = drafted(lin, "关于整改房屋安全隐患的通知")
    lin.goto(f"{address}edit/")
    lin.get_by_role("button", name="保存并送审").click()
    zhou.goto(address)  # this page stays open while everything below happens
    other = zhou.context.new_page()
    other.goto(address)
    other.locator("summary", has_text="退回").click()
    other.get_by_label("退文原因").select_option("内容需要修改")
    other.get_by_label("具体说明").fill("整改期限请写明日期。")
    other.get_by_role("button", name="退回").click()
    lin.goto(f"{address}edit/")
    lin.locator("[contenteditable=true]").click()
    lin.keyboard.press("Control+End")
    lin.keyboard.insert_text("整改期限为三十日。")
    lin.get_by_role("button", name="保存并送审").click()
    expect(lin.get_by_text("已送科室负责人审核。")).to_be_visible()
    zhou.locator(".decide").get_by_label("意见").fill("同意。")
    zhou.get_by_role("button", name="审核同意").click()
    expect(zhou.get_by_role("alert")).to_contain_text("内容")
    expect(zhou.locator(".decide").get_by_label("意见")).to_have_value("同意。")
    expect(zhou.locator(".progress [aria-current=step]")).to_have_text("科室审核")
