"""Without JavaScript everything can still be done: search, read, sign in, draft, decide."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import papers
from tests.browser.conftest import PHONE, Street

TITLE = "关于做好房屋征收补偿公示工作的通知"


def test_a_citizen_searches_and_reads(street: Street):
    page = street.somebody(width=PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("searchbox").fill("既有住宅加装电梯")
    page.get_by_role("button", name="搜索").click()
    page.locator(".doc-item h2 a[href^='/documents/']").first.click()
    expect(page.locator("article.official")).to_contain_text("电梯")
    page.locator("summary", has_text="文件信息与效力沿革").click()
    expect(page.get_by_text("索引号", exact=True)).to_be_visible()
    page.get_by_role("link", name="长者版").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "elder")
    page.goto("/documents/")
    page.locator("summary", has_text="筛选").first.click()
    page.get_by_label(re.compile("现行有效")).first.check()
    page.get_by_role("button", name="应用筛选").click()
    expect(page.locator(".doc-item").first).to_contain_text("现行有效")


@pytest.mark.requirement("R005")
def test_an_officer_drafts_and_another_decides(street: Street, tmp_path):
    lin = street.officer("zjj.draft", java_script_enabled=False)
    lin.goto("/desk/documents/new/")
    expect(lin.get_by_role("radio", name="主动公开", exact=True)).to_be_checked()
    lin.get_by_label("标题").fill(TITLE)
    lin.get_by_label("起草科室").select_option(label="房产市场科")
    lin.get_by_label("正文").fill("<p>各街道应当在七日内公示补偿结果。</p>")
    lin.get_by_label("解读方案").fill("不需要解读，内容是内部工作安排。")
    lin.get_by_label("结果公开").check()
    lin.locator("summary", has_text="文件要素").click()
    lin.get_by_label("文种").select_option("通知")
    lin.get_by_label("公开类别").select_option("其他文件")
    lin.get_by_label("住房保障").check()
    lin.get_by_role("button", name="保存", exact=True).click()
    address = lin.url.removesuffix("edit/")

    table = tmp_path / "公示表.docx"
    table.write_bytes(papers.notice("公示表"))
    lin.get_by_label("添加附件").set_input_files(table)
    lin.get_by_role("button", name="添加", exact=True).click()
    expect(lin.get_by_role("link", name="公示表.docx")).to_be_visible()
    lin.get_by_role("button", name="保存并送审").click()
    expect(lin.get_by_text("已送科室负责人审核。")).to_be_visible()

    zhou = street.officer("zjj.head", java_script_enabled=False)
    decide(zhou, address)


def decide(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("article.official")).to_contain_text("七日内公示补偿结果")
    page.locator(".decide").get_by_label("意见").fill("同意。")
    page.get_by_role("button", name="审核同意").click()
    expect(page.locator(".progress [aria-current=step]")).to_have_text("办公室核稿")
