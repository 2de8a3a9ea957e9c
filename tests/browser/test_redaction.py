"""A passage is withheld with the mouse, and a citizen on a phone reads what is left of the text and why."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Street

TITLE = "云川市住房和城乡建设局关于公布违规中介处理情况的通告"
NAME = "祁连山"
TEXT = f"经查，从业人员{NAME}在代理租赁业务中违规收取费用，责令退还。当事机构已经完成整改，现予以通告。"


def half_open_draft(page: Page) -> str:
    page.goto("/desk/documents/new/")
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("起草科室").select_option(label="房产市场科")
    page.locator("[contenteditable=true]").click()
    page.keyboard.insert_text(TEXT)
    page.get_by_label("公开方式").select_option(label="删减后公开")
    page.get_by_label("理由种类").select_option("X4")
    page.locator("textarea[name=reason]").fill("含当事人个人信息")
    day = dt.datetime.now(tz=dt.timezone(dt.timedelta(hours=8))).date() + dt.timedelta(days=180)
    page.get_by_label("下次复核日期").fill(day.isoformat())
    page.get_by_label("解读方案").fill("不需要解读，处理情况公布。")
    page.get_by_label("结果公开").check()
    page.locator("summary", has_text="文件要素").click()
    page.get_by_label("文种").select_option("通告")
    page.get_by_label("公开类别").select_option("通知公告")
    page.get_by_label("住房保障").check()
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/edit/"))
    return page.url.removesuffix("edit/")


def select(page: Page, words: str) -> None:
    """Select words in the whole text as a mouse would."""
    page.evaluate(
        """words => {
            const sheet = document.querySelector('.whole');
            const walker = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                const selection = getSelection();
                selection.removeAllRanges();
                selection.addRange(range);
                return;
            }
        }""",
        words,
    )


def decide(page: Page, address: str, button: str, done: str) -> None:
    page.goto(address)
    page.locator(".panel").get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(done)).to_be_visible()


def test_what_is_marked_is_gone_from_the_public_page(street: Street):
    lin = street.officer("zjj.draft")
    address = half_open_draft(lin)
    lin.goto(f"{address}redaction/")
    expect(lin.get_by_text("还没有标注要删减的内容").first).to_be_visible()
    select(lin, NAME)
    expect(lin.locator("[data-selected]")).to_contain_text(f"已选第1段：{NAME}")
    lin.get_by_label("理由种类").select_option("X4")
    lin.locator("textarea[name=reason]").fill("属于个人隐私")
    lin.get_by_role("button", name="标注删减").click()
    expect(lin.locator("mark.withheld")).to_have_text(NAME)
    expect(lin.locator(".public")).not_to_contain_text(NAME)
    expect(lin.locator(".public")).to_contain_text("此处删减：商业秘密、个人隐私，依据条例第十五条")
    street.shoot(lin, "redaction")

    decide(lin, address + "edit/", "保存并送审", "已送科室负责人审核。")
    decide(street.officer("zjj.head"), address, "审核同意", "已同意，转办公室核稿。")
    shen = street.officer("zjj.open")
    shen.goto(address)
    shen.get_by_label("选择依据").fill("含个人隐私，删减后公开")
    shen.get_by_role("button", name="核稿同意").click()
    expect(shen.get_by_text("核稿完成，转保密审查。")).to_be_visible()
    clear(street.officer("secrecy.1"), address)
    decide(street.officer("authority"), address, "审查同意", "已同意，转签发。")
    decide(street.officer("zjj.sign"), address, "签发", "已签发。")
    shen.goto(address)
    shen.get_by_role("button", name="编号印发").click()
    decide(shen, address, "公开", "已公开，公众现在可以查到。")
    shen.goto(address)
    public = shen.get_by_role("link", name="看公开页").get_attribute("href") or ""
    citizen = street.somebody(width=PHONE)
    citizen.goto(public)
    expect(citizen.locator("#text")).to_contain_text("此处删减：商业秘密、个人隐私，依据条例第十五条")
    assert NAME not in citizen.content()
    street.shoot(citizen, "redacted-public")


def clear(page: Page, address: str) -> None:
    page.goto(address)
    panel = page.locator(".decide")
    for name in ("国家秘密", "工作秘密", "敏感信息"):
        panel.get_by_role("group", name=name).get_by_label("未发现").check()
    together = panel.get_by_role("group", name="与已公开的相关信息合并后")
    if together.count():
        together.get_by_label("不会泄露应当保护的信息").check()
        panel.get_by_label("对照了哪些信息、为什么").fill("已对照所列信息，没有可以拼合出来的个人信息。")
    panel.get_by_role("button", name="保密审查通过").click()
    expect(page.get_by_text("保密审查完成。")).to_be_visible()
