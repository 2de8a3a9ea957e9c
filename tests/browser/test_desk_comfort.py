"""The desk that people like: what was typed stays, the keys work, a kept view comes back."""

from __future__ import annotations

import re
import uuid

from playwright.sync_api import Page, expect

from tests.browser.conftest import Street

TYPED = "这一句话还没有人按过保存。"


def draft(street: Street, title: str) -> Page:
    """Return the edit page of a new draft of the drafter."""
    page = street.officer("zjj.draft")
    page.goto("/desk/documents/new/")
    page.get_by_label("标题").fill(title)
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/edit/"))
    return page


def test_what_was_typed_is_still_there_after_the_tab_was_closed(street: Street):
    page = draft(street, "关于自动保存的通知")
    address = page.url
    page.get_by_label("解读方案").fill(TYPED)
    expect(page.locator("#autosaved")).to_contain_text("已自动保存")
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_label("解读方案")).not_to_have_value(TYPED)
    again.get_by_role("link", name="接着改").click()
    expect(again.get_by_label("解读方案")).to_have_value(TYPED)
    again.get_by_role("button", name="保存", exact=True).click()
    expect(again.get_by_text("有上次没有保存的内容")).to_have_count(0)
    expect(again.get_by_label("解读方案")).to_have_value(TYPED)


def test_what_was_typed_without_a_connection_is_kept_here_and_sent_later(street: Street):
    street.tolerate("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    page = draft(street, "关于断网的通知")
    page.context.set_offline(True)
    page.get_by_label("解读方案").fill(TYPED)
    expect(page.locator("#autosaved")).to_contain_text("已留在本机")
    page.context.set_offline(False)
    expect(page.locator("#autosaved")).to_contain_text("已自动保存")


def test_other_people_do_not_get_what_was_typed(street: Street):
    page = draft(street, "关于他人的通知")
    page.get_by_label("解读方案").fill(TYPED)
    expect(page.locator("#autosaved")).to_contain_text("已自动保存")
    colleague = street.officer("zjj.head")
    colleague.goto(page.url.replace("edit/", ""))
    expect(colleague.locator("main")).not_to_contain_text(TYPED)


def test_control_s_saves_the_draft(street: Street):
    page = draft(street, "关于快捷保存的通知")
    page.get_by_label("解读方案").fill("同步发布图解。")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("已保存。")).to_be_visible()
    page.reload()
    expect(page.get_by_label("解读方案")).to_have_value("同步发布图解。")


def test_the_list_is_walked_and_a_line_opened_by_keys(street: Street):
    page = street.officer("zjj.draft")
    page.goto("/desk/documents/?tab=all")
    lines = page.locator("[data-keys] a[href*='/desk/documents/']")
    expect(lines.first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    wanted = lines.first.get_attribute("href")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(re.escape(str(wanted))))


def test_the_help_names_the_keys_and_closes(street: Street):
    page = street.officer("zjj.open")
    page.goto("/desk/documents/?tab=all")
    page.locator("[data-keys] a[href*='/desk/documents/']").first.click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/"))
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘操作")
    expect(dialog).to_contain_text("到审查决定")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_goes_to_the_decision(street: Street):
    page = street.officer("zjj.open")
    page.goto("/desk/documents/?tab=mine")
    page.locator("[data-keys] a[href*='/desk/documents/']").first.click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/"))
    page.keyboard.press("a")
    assert page.evaluate("document.querySelector('#decision').contains(document.activeElement)")


def test_letters_typed_into_a_field_are_no_commands(street: Street):
    page = draft(street, "关于输入的通知")
    field = page.get_by_label("解读方案")
    field.fill("")
    field.press_sequentially("jar?")
    expect(field).to_have_value("jar?")


def test_a_saved_view_comes_back_in_another_window_and_only_for_me(street: Street):
    name = f"已公开的 {uuid.uuid4().hex[:6]}"
    page = street.officer("zjj.open")
    page.goto("/desk/documents/?tab=all&status=published")
    page.locator("summary", has_text="保存为视图").click()
    page.get_by_label("名称", exact=True).fill(name)
    page.locator("details.menu[open]").get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name=name)).to_be_visible()
    other = street.officer("zjj.open")
    other.goto("/desk/documents/")
    other.get_by_role("link", name=name).click()
    other.wait_for_url(re.compile(r"tab=all.*status=published"))
    expect(other.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
    stranger = street.officer("zjj.draft")
    stranger.goto("/desk/documents/")
    expect(stranger.get_by_role("link", name=name)).to_have_count(0)
