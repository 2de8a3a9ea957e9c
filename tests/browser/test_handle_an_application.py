"""An application over the counter, from the form to the answer in the post, by hand of those who work on it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Street

TITLE = "明德路口行人过街设施改造方案"
NAME, PHONE_NUMBER = "赵启明", "000-62009999"


def entered(page: Page) -> tuple[str, str]:
    """Enter the form; return the address of the case and the secret on the slip."""
    page.goto("/desk/applications/")
    page.get_by_role("link", name="登记申请").click()
    page.get_by_label("提交渠道").select_option(label="当面递交")
    page.get_by_label("申请内容").fill(TITLE)
    page.get_by_label("申请人类别").select_option(label="自然人")
    page.get_by_label("姓名或者名称").fill(NAME)
    page.locator("[name$=phone]").first.fill("电话写错了")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("电话号码只写数字")
    expect(page.get_by_label("申请内容")).to_have_value(TITLE)
    page.locator("[name$=phone]").first.fill(PHONE_NUMBER)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("h1")).to_have_text("申请回执")
    secret = page.locator(".official dd strong").inner_text()
    expect(page.locator(".official")).not_to_contain_text(NAME)
    page.get_by_role("link", name="打开这件申请").click()
    return page.url, secret


def test_an_application_goes_from_the_counter_to_the_post(street: Street, tmp_path: Path):
    officer, leader = street.officer("zjj.apply"), street.officer("zjj.sign")
    address, secret = entered(officer)
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}", secret)
    expect(officer.locator("main")).not_to_contain_text(NAME)
    street.shoot(officer, "case")

    officer.locator("summary", has_text="查看完整信息和材料").click()
    officer.get_by_label("查看事由").fill("电话核实申请内容")
    officer.get_by_role("button", name="查看申请人信息").click()
    expect(officer.locator("main")).to_contain_text(PHONE_NUMBER)
    officer.goto(address)
    expect(officer.locator("main")).not_to_contain_text(PHONE_NUMBER)

    officer.get_by_role("button", name="材料齐全、内容明确，开始办理").click()
    expect(officer.get_by_text("已开始办理。")).to_be_visible()
    officer.locator("summary", has_text="登记检索").click()
    searching = officer.locator("details", has=officer.locator("#v-search"))
    searching.get_by_label("检索范围").fill("局档案室")
    searching.get_by_label("检索词").fill("过街设施")
    searching.get_by_label("没有检索到").check()
    searching.get_by_label("结果", exact=False).last.fill("没有相关文件")
    searching.get_by_label("检索人").fill("柳清词")
    searching.get_by_role("button", name="登记检索").click()
    expect(officer.get_by_text("已登记检索。")).to_be_visible()

    officer.get_by_role("link", name="选择答复种类").click()
    officer.get_by_role("link", name="经检索没有所申请的信息").click()
    officer.get_by_label("事实和理由").fill("本机关没有制作或者获取过该方案。")
    officer.get_by_role("button", name="送负责人批准").click()
    expect(officer.get_by_text("已送批。")).to_be_visible()

    leader.goto(address)
    leader.get_by_role("link", name="审批", exact=True).click()
    expect(leader.locator("article.official")).to_contain_text("本机关没有您申请公开的信息")
    street.shoot(leader, "approve")
    leader.get_by_label("意见").fill("同意。")
    leader.get_by_role("button", name="批准", exact=True).click()
    expect(leader.get_by_text("已批准，请经办人印发并寄送。")).to_be_visible()

    officer.goto(address)
    officer.get_by_role("button", name="印发答复书").click()
    expect(officer.get_by_text("答复书已印发")).to_be_visible()
    officer.locator("#letters ~ ul a", has_text="答复书").last.click()
    expect(officer.locator("article.official").first).to_contain_text("政府信息公开申请答复书")
    street.shoot(officer, "letter")
