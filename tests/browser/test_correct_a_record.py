"""Somebody has a record about himself put right (条例第四十一条): by keyboard, and without script on a phone."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import PHONE, Street
from tests.browser.test_apply import PERSON, answer, press, slip, type_in
from tests.browser.test_every_page import barriers

ENTRY = {
    "哪一份记录": "公租房轮候登记表的家庭人口一栏",
    "现在记录的是什么": "2人",
    "应当是什么": "3人",
    "证据说明了什么": "户口簿载明家庭人口为3人",
}


def picture(name: str) -> FilePayload:
    held = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(held, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": held.getvalue()}


def with_files(page: Page) -> None:
    page.locator("#upload").set_input_files(picture("户口簿.png"))
    page.locator("#p1-upload").set_input_files(picture("身份证.png"))


@pytest.mark.requirement("R227", "R257")
def test_a_record_is_put_right_by_keyboard_and_axe_finds_nothing(street: Street):
    page = street.somebody()
    page.goto("/apply/records/guide")
    assert list(barriers(page)) == []
    page.goto("/apply/records/")
    street.shoot(page, "record-form")
    assert list(barriers(page)) == []
    page.goto("/apply/records/")
    type_in(page, "按名称查找机关", "住房和城乡建设局")
    for label, text in (ENTRY | PERSON).items():
        type_in(page, label, text)
    press(page, "下一步：核对")
    expect(page.get_by_role("alert")).to_contain_text("证据")  # none yet, and no proof of identity
    expect(page.get_by_label("应当是什么")).to_have_value("3人")
    assert list(barriers(page)) == []
    with_files(page)
    page.get_by_label("电话").focus()
    press(page, "下一步：核对")
    expect(page.get_by_text("已通过自动验证")).to_be_visible(timeout=20_000)
    assert list(barriers(page)) == []
    press(page, "提交更正申请")
    expect(page.get_by_role("heading", name="更正申请已提交")).to_be_visible()
    number, secret = slip(page)
    street.shoot(page, "record-receipt")
    press(page, "去查询页")
    expect(page.get_by_label("回执编号")).to_have_value(number)
    type_in(page, "查询密码", secret)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="更正申请的办理进度")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("公租房轮候登记表")  # the page shows no record and no person
    assert list(barriers(page)) == []


def test_without_script_on_a_phone_it_goes_all_the_way(street: Street):
    page = street.somebody(width=PHONE, java_script_enabled=False)
    page.goto("/apply/")
    page.get_by_role("link", name="要求更正", exact=True).click()
    page.locator("#agency_words").fill("住房")
    page.get_by_role("button", name="查找").click()
    page.locator("#agency").select_option(label="云川市住房和城乡建设局")
    for label, text in (ENTRY | PERSON).items():
        page.get_by_label(label).first.fill(text)
    with_files(page)
    page.get_by_role("button", name="下一步：核对").click()
    question = page.locator("label[for=guard_answer]").text_content()
    page.get_by_label("验证问题").fill(answer(str(question)))
    page.get_by_role("button", name="提交更正申请").click()
    expect(page.get_by_role("heading", name="更正申请已提交")).to_be_visible()
