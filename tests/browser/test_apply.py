"""A citizen applies and follows it: with hands on the keyboard only, without script on a phone, with help while typing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from gongkai.base.guard.rules.question import numeral
from tests.browser.conftest import PHONE, Street
from tests.browser.test_elder import elder, measured
from tests.browser.test_every_page import barriers, faults

TITLE = "2025年既有住宅加装电梯审批结果"
PERSON = {"姓名或者名称": "钱一鸣", "证件号码": "110101199003070038", "电话": "13800000000"}


def type_in(page: Page, label: str, text: str) -> None:
    """Go to a field by Tab from where the focus is, as somebody does who has no mouse, and type."""
    for _ in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.labels?.[0]?.textContent ?? ''")
        if str(name).startswith(label):
            page.keyboard.type(text)
            return
    raise AssertionError(f"用 Tab 走不到“{label}”")


def press(page: Page, label: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == label:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"用 Tab 走不到按钮“{label}”")


def answer(question: str) -> str:
    """Answer what the guard asks those without script."""
    if found := re.search(r"“(.+)”的第(.)个字", question):
        return found[1]["一二三四".index(found[2])]
    found = re.search(r"：(.+)(加|减)(.+)等于", question)
    assert found is not None, question
    numbers = {numeral(n): n for n in range(100)}
    left, right = numbers[found[1]], numbers[found[3]]
    return str(left + right if found[2] == "加" else left - right)


def slip(page: Page) -> tuple[str, str]:
    number = page.locator("[data-receipt]").text_content()
    secret = page.locator("[data-secret]").text_content()
    assert number
    assert secret
    return number, secret


@pytest.mark.requirement("R227", "R257")
def test_somebody_applies_and_confirms_by_keyboard_alone_and_axe_finds_nothing(street: Street):
    page = street.somebody()
    page.goto("/apply/")
    street.shoot(page, "apply-form")
    assert list(barriers(page)) == []
    page.goto("/apply/")
    type_in(page, "信息的名称", TITLE)
    type_in(page, "按名称查找机关", "住房和城乡建设局")
    for label, text in PERSON.items():
        type_in(page, label, text)
    press(page, "下一步：核对")
    expect(page.get_by_role("heading", name="核对并提交")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("姓名或者名称")).to_have_value("钱一鸣")  # who goes back finds what was typed
    page.get_by_label("证件类型").focus()
    type_in(page, "证件号码", PERSON["证件号码"])  # but for the number: no browser shall remember it
    press(page, "下一步：核对")
    expect(page.get_by_text("已通过自动验证")).to_be_visible()
    street.shoot(page, "apply-review")
    assert list(barriers(page)) == []
    press(page, "提交申请")
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    number, secret = slip(page)
    street.shoot(page, "apply-receipt")
    assert list(barriers(page)) == []
    press(page, "去查询页")
    expect(page.get_by_label("回执编号")).to_have_value(number)
    street.shoot(page, "track-door")
    assert list(barriers(page)) == []
    type_in(page, "查询密码", secret)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="办理进度")).to_be_visible()
    press(page, "确认已提交")
    expect(page.locator(".callout[role=status]")).to_contain_text("已确认收到")
    expect(page.get_by_text("前答复您")).to_be_visible()
    page.locator(".clock-details summary").click()
    street.shoot(page, "track")
    assert list(barriers(page)) == []
    stored = page.evaluate("[Object.keys(localStorage).length, Object.keys(sessionStorage).length]")
    assert stored == [0, 0]


def test_without_script_on_a_phone_it_goes_all_the_way(street: Street):
    page = street.somebody(width=PHONE, java_script_enabled=False)
    page.goto("/apply/")
    page.get_by_label("信息的名称").fill("2023年、2024年部门预算")
    page.get_by_label("按名称查找机关").fill("住房")
    page.get_by_role("button", name="查找").click()
    page.get_by_label("受理机关").select_option(label="云川市住房和城乡建设局")
    page.get_by_label("姓名或者名称").fill("钱一鸣")
    page.get_by_label("证件号码").fill("110101199003070039")
    page.get_by_label("电话（").fill("13800000000")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("alert")).to_contain_text("校验码")
    page.get_by_label("证件号码").fill("110101199003070038")
    page.get_by_role("button", name="拆成2项").first.click()
    expect(page.get_by_label("第2项：信息的名称")).to_have_value("2024年部门预算")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_text("共2项")).to_be_visible()
    question = page.locator("label[for=guard_answer]").text_content()
    page.get_by_label("验证问题").fill(answer(str(question)))
    page.get_by_role("button", name="提交申请").click()
    number, secret = slip(page)
    page.goto("/apply/track")
    page.get_by_label("回执编号").fill(number)
    page.get_by_label("查询密码").fill(secret)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.locator("[data-state]")).to_have_count(2)
    page.get_by_role("button", name="确认已提交").click()
    expect(page.get_by_text("登记编号")).to_have_count(2)
    page.get_by_role("link", name="撤回这件申请").first.click()
    page.get_by_role("button", name="确认撤回").click()
    expect(page.locator("[data-state]").first).to_have_text("已办结")
    page.get_by_role("button", name="退出查询").click()
    expect(page.get_by_text("已退出查询")).to_be_visible()


@pytest.mark.requirement("R227")
def test_while_typing_what_is_public_is_offered_and_who_issued_it(street: Street):
    page = street.somebody()
    page.goto("/apply/")
    page.get_by_label("信息的名称").press_sequentially("新市民住房租赁补贴实施办法")
    offered = page.locator("[data-offered]")
    expect(offered).to_contain_text("是不是这些？")
    expect(offered.get_by_role("link", name=re.compile("住房租赁补贴")).first).to_be_visible()
    offered.get_by_role("button", name="选这个机关").first.click()
    expect(page.get_by_label("受理机关")).not_to_have_value("")
    page.get_by_label("证件号码").fill("110101199003070039")
    page.get_by_label("电话（").click()
    expect(page.locator("#p1-identity_number_error")).to_contain_text("校验码")
    street.shoot(page, "apply-helped")
    assert list(barriers(page)) == []


@pytest.mark.requirement("R257")
@pytest.mark.parametrize("path", ["/apply/", "/apply/track", "/apply/account"])
def test_in_every_theme_and_width_nothing_is_in_the_way_and_elders_read_it(street: Street, path: str):
    name = {"/apply/": "apply", "/apply/track": "track-door", "/apply/account": "account-door"}[path]
    assert faults(street, street.somebody(), name, path) == []
    page = elder(street)
    page.goto(path)
    assert measured(page) == {"small": [], "narrow": [], "columns": []}
