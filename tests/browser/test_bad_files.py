"""Files that break, and a network that breaks: a sentence says what to do, and nothing typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser import papers
from tests.browser.conftest import Street

TITLE = "关于开展城镇燃气安全检查的通知"


def drafting(street: Street) -> Page:
    page = street.officer("zjj.draft")
    page.goto("/desk/documents/new/")
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("解读方案").fill("同步发布问答。")
    return page


def said(page: Page):
    return page.locator("[data-upload-message]").first


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("通知.docx", lambda: b"", "空文件"),
        ("通知.docx", lambda: b"MZ\x90\0" + b"\0" * 400, "可执行程序"),
        ("通知.pdf", lambda: papers.notice(TITLE), "内容却是Word"),
        ("通知.docx", papers.locked, "取消密码"),
        ("通知.docx", papers.bomb, "压缩比.*已拒绝"),
    ],
    ids=["empty", "program", "wrong-name", "locked-word", "bomb"],
)
def test_a_bad_file_is_refused_in_words_and_the_form_stays(street: Street, tmp_path, name, content, sentence):
    page = drafting(street)
    path = tmp_path / name
    path.write_bytes(content())
    page.get_by_label("上传已有稿件").set_input_files(path)
    expect(said(page)).to_contain_text(re.compile(sentence))
    expect(page.get_by_label("标题")).to_have_value(TITLE)
    expect(page.get_by_label("解读方案")).to_have_value("同步发布问答。")
    # The draft can be saved all the same, without the file.
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/edit/"))
    expect(page.get_by_label("标题")).to_have_value(TITLE)


def test_a_file_that_cannot_be_read_leaves_no_half_draft(street: Street, tmp_path):
    page = drafting(street)
    page.get_by_label("标题").fill("关于加密文件的通知")
    path = tmp_path / "通知.pdf"
    path.write_bytes(papers.locked_pdf())
    page.get_by_label("上传已有稿件").set_input_files(path)
    expect(said(page)).to_contain_text("已上传")  # whether it can be read shows only when it is read
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("密码")
    expect(page.get_by_label("标题")).to_have_value("关于加密文件的通知")
    expect(page.get_by_label("解读方案")).to_have_value("同步发布问答。")
    listing = page.context.new_page()
    listing.goto("/desk/documents/?tab=all")
    expect(listing.locator("tbody")).not_to_contain_text("关于加密文件的通知")


def test_an_upload_that_is_cut_goes_on_where_it_stopped(street: Street, tmp_path):
    street.tolerate("ERR_CONNECTION_RESET|ERR_FAILED")
    page = drafting(street)
    path = tmp_path / "检查方案.docx"
    path.write_bytes(papers.long_notice(9))
    offsets: list[int] = []

    def cut_once(route: Route) -> None:
        found = re.search(r"offset=(\d+)", route.request.url)
        assert found is not None
        offsets.append(int(found.group(1)))
        if len(offsets) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/uploads/*/?offset=*", cut_once)
    page.get_by_label("上传已有稿件").set_input_files(path)
    expect(said(page)).to_contain_text("秒后自动继续")
    expect(said(page)).to_have_text("检查方案.docx 已上传", timeout=30_000)
    assert offsets[1] == offsets[2] > 0
    assert offsets.count(0) == 1
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/edit/"))
    expect(page.locator("[contenteditable=true]")).to_contain_text("关于开展房屋安全检查的通知")
    expect(page.get_by_role("link", name="检查方案.docx")).to_be_visible()


def test_a_file_alone_makes_a_draft_with_the_files_own_title(street: Street, tmp_path):
    page = street.officer("zjj.draft")
    page.goto("/desk/documents/new/")
    path = tmp_path / "扫描件01.docx"
    path.write_bytes(papers.notice("关于规范物业服务收费的通知"))
    page.get_by_label("上传已有稿件").set_input_files(path)
    expect(said(page)).to_contain_text("已上传")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/edit/"))
    expect(page.get_by_label("标题")).to_have_value("关于规范物业服务收费的通知")
