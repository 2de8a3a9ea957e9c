"""The trunk: one Word document on its way from a drafter's desk to a citizen's phone, and away again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import papers
from tests.browser.conftest import PHONE, Street

TITLE = "关于做好保障性租赁住房充电设施配建工作的通知"
WORDS = "充电设施配建"
CAUSE, DETAIL = "内容需要修改", "第二部分请补充报修电话由谁公布。"


def on_paper(tmp_path: Path) -> Path:
    path = tmp_path / "充电设施配建通知.docx"
    path.write_bytes(papers.notice(TITLE))
    return path


def take_in(page: Page, street: Street, tmp_path: Path) -> str:
    """林知远 uploads her Word document and fills in what the law asks for; returns the desk address of the document."""
    page.goto("/desk/documents/new/")
    page.get_by_label("上传已有稿件").set_input_files(on_paper(tmp_path))
    expect(page.locator("[data-upload-message]").first).to_have_text("充电设施配建通知.docx 已上传")
    page.get_by_label("标题").fill(TITLE)
    page.get_by_label("起草科室").select_option(label="房产市场科")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url(re.compile(r"/desk/documents/\d+/edit/"))
    editor = page.locator("[contenteditable=true]")
    for text in ("一、总体要求", "（一）明确配建比例", "公寓型", "竣工验收的项目"):
        expect(editor).to_contain_text(text)
    expect(editor).not_to_contain_text(TITLE)  # it stands above the text anyway
    expect(editor.locator("th[colspan='2'], td[colspan='2']")).to_have_text("配建比例")
    expect(editor.locator("[rowspan='2']")).to_have_text("项目类型")
    expect(page.get_by_text("送审还差")).to_be_visible()
    street.shoot(page, "edit")
    return page.url.removesuffix("edit/")


def fill_in(page: Page) -> None:
    page.get_by_label("解读方案").fill("同步发布图解，说明配建比例怎么算。")
    page.get_by_label("服务公开").check()
    page.get_by_label("文种").select_option("通知")
    page.get_by_label("公开类别").select_option("其他文件")
    page.get_by_label("住房保障").check()
    page.get_by_label("关键词").fill("保障性租赁住房、充电桩")
    page.get_by_label("摘要").fill("新建保障性租赁住房停车位要具备充电条件，配建比例见表。")
    page.get_by_label("主送单位").fill("各区住房和城乡建设局，各有关单位")
    page.get_by_label("部门文件").check()


def decide(page: Page, address: str, button: str, *, opinion: str = "") -> None:
    page.goto(address)
    expect(page.locator("h1")).to_have_text(TITLE)
    panel = page.locator(".decide")
    if opinion:
        panel.get_by_label("意见").fill(opinion)
    panel.get_by_role("button", name=button).click()


def check(page: Page, address: str) -> None:
    """沈若川 of the office: full text, and why."""
    page.goto(address)
    panel = page.locator(".decide")
    expect(panel.get_by_label("全文公开")).to_be_checked()
    panel.get_by_label("选择依据").fill("涉及公众切身利益，全文公开。")
    panel.get_by_role("button", name="核稿同意").click()
    # The drafter's name stands in the file's properties: nothing goes on before somebody has looked at that.
    expect(page.get_by_role("alert")).to_contain_text("还有1处检查提示没有处理")
    waiting = page.locator(".finding[data-waits]")
    expect(waiting).to_contain_text("文件属性")
    waiting.get_by_label("依据或理由").fill("拟稿人姓名，本人同意随文件公开。")
    waiting.get_by_role("button", name="保留").click()
    expect(page.locator(".finding[data-waits]")).to_have_count(0)
    page.goto(address)
    panel.get_by_label("选择依据").fill("涉及公众切身利益，全文公开。")
    panel.get_by_role("button", name="核稿同意").click()
    expect(page.get_by_text("核稿完成，转保密审查。")).to_be_visible()


def send_back(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("summary", has_text="退回").click()
    page.get_by_label("退文原因").select_option(CAUSE)
    page.get_by_label("具体说明").fill(DETAIL)
    page.get_by_role("button", name="退回").click()
    expect(page.get_by_text("已退回拟稿人。")).to_be_visible()


def clear(page: Page, street: Street, address: str) -> None:
    """何静言 must answer three questions; two answers are not enough."""
    page.goto(address)
    panel = page.locator(".decide")
    for name in ("国家秘密", "工作秘密"):
        panel.get_by_role("group", name=name).get_by_label("未发现").check()
    panel.get_by_role("button", name="保密审查通过").click()
    expect(page.get_by_text("请对敏感信息作出结论。").first).to_be_visible()
    expect(panel.get_by_role("group", name="国家秘密").get_by_label("未发现")).to_be_checked()
    street.shoot(page, "secrecy")
    panel.get_by_role("group", name="敏感信息").get_by_label("未发现").check()
    together = panel.get_by_role("group", name="与已公开的相关信息合并后")
    if together.count():
        together.get_by_label("不会泄露应当保护的信息").check()
        panel.get_by_label("对照了哪些信息、为什么").fill("已对照所列信息，没有可以拼合出来的个人信息。")
    panel.get_by_role("button", name="保密审查通过").click()
    expect(page.get_by_text("保密审查完成。")).to_be_visible()


def issue(page: Page, street: Street, address: str) -> str:
    """沈若川 issues it under the next number; the clock starts and can account for itself."""
    page.goto(address)
    number = page.get_by_label("发文字号").input_value()
    assert re.fullmatch(r"云川住建发〔\d{4}〕\d+号", number)
    page.locator(".decide").get_by_role("button", name="编号印发").click()
    expect(page.get_by_text("已编号印发，公开时限开始计算。")).to_be_visible()
    clock = page.locator(".title-row details")
    clock.locator("summary").click()
    expect(clock.locator(".ledger")).to_contain_text("10个工作日")
    expect(clock.locator(".ledger")).to_contain_text("印发")
    street.shoot(page, "clock")
    return number


def publish(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".decide").get_by_role("button", name="公开", exact=True).click()
    expect(page.get_by_text("已公开，公众现在可以查到。")).to_be_visible()


def listed(page: Page) -> bool:
    return TITLE in re.sub(r"</?mark>", "", page.request.get(f"/search?q={WORDS}").text())


def find(page: Page) -> None:
    """A citizen types what she remembers."""
    page.goto("/")
    page.get_by_role("searchbox").fill(WORDS)
    page.get_by_role("button", name="搜索").click()
    page.wait_for_url("**/search?**")
    expect(page.locator(".doc-item h2").first).to_have_text(TITLE)


def read(page: Page, street: Street, number: str) -> None:
    page.locator(".doc-item h2 a").first.click()
    expect(page.locator("h1")).to_have_text(TITLE)
    article = page.locator("article.official")
    for text in (
        "云川市住房和城乡建设局文件",
        number,
        "一、总体要求",
        "（一）明确配建比例",
        "竣工验收的项目",
        "此件公开发布",
    ):
        expect(article).to_contain_text(text)
    expect(article.locator("[rowspan='2']")).to_have_text("项目类型")
    page.locator("summary", has_text="文件信息与效力沿革").click()
    for text in ("索引号", "全文公开", "部门文件", "住房保障"):
        expect(page.locator("main")).to_contain_text(text)
    street.shoot(page, "reading")


def prove(page: Page, street: Street, tmp_path: Path) -> None:
    """Download the attachment, hand it in at /verify/: the platform says that it was public, and since when."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile("下载.*充电设施配建通知")).click()
    taken = tmp_path / "downloaded.docx"
    coming.value.save_as(taken)
    assert taken.read_bytes() == (tmp_path / "充电设施配建通知.docx").read_bytes()
    page.get_by_role("link", name="公开经过").click()
    expect(page.locator("main")).to_contain_text("第1版")
    page.goto("/verify/")
    page.get_by_label("选择文件").set_input_files(taken)
    page.locator("form[data-verify]").get_by_role("button", name="核验").click()
    page.wait_for_url("**/verify/?q=*")
    expect(page.get_by_text("这一信息已经公开，现在可以查看")).to_be_visible()
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    expect(page.get_by_role("table", name="公开日志中的记录")).to_be_visible()
    street.shoot(page, "verify")


def withdraw(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("summary", has_text="撤下").click()
    page.get_by_label("撤下类型").select_option(label="内容有误，正在核实")
    page.get_by_label("撤下原因").fill("附表中宿舍型项目的比例有误，更正后重新公开。")
    page.get_by_role("button", name="撤下").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="撤下").click()
    expect(page.get_by_text("已撤下，原地址保留说明。")).to_be_visible()


@pytest.mark.requirement("R001", "R002", "R004", "R009", "R010", "R012", "R022", "R030", "R034", "R038", "R254")
def test_a_word_document_goes_from_the_desk_to_a_citizens_phone_and_away_again(street, tmp_path, eventually):
    lin, zhou, shen = street.officer("zjj.draft"), street.officer("zjj.head"), street.officer("zjj.open")
    address = take_in(lin, street, tmp_path)
    fill_in(lin)
    lin.get_by_role("button", name="保存并送审").click()
    expect(lin.get_by_text("已送科室负责人审核。")).to_be_visible()

    zhou.goto("/desk/")
    zhou.get_by_role("link", name=TITLE, exact=True).click()
    assert zhou.url == address
    decide(zhou, address, "审核同意", opinion="同意，请办公室核稿。")
    expect(zhou.get_by_text("已同意，转办公室核稿。")).to_be_visible()

    send_back(shen, address)
    lin.goto(f"{address}edit/")
    expect(lin.locator("main")).to_contain_text(DETAIL)
    lin.locator("[contenteditable=true] p", has_text="报修电话").click()
    lin.keyboard.press("End")
    lin.keyboard.type("报修电话在项目出入口公布。")
    lin.get_by_role("button", name="保存并送审").click()
    expect(lin.get_by_text("已送科室负责人审核。")).to_be_visible()
    decide(zhou, address, "审核同意")
    check(shen, address)
    clear(street.officer("secrecy.1"), street, address)
    decide(street.officer("zjj.sign"), address, "签发")

    number = issue(shen, street, address)
    publish(shen, address)
    citizen = street.somebody(width=PHONE, accept_downloads=True)
    # In half a second on a quiet machine (docs/performance.md); this one also runs the rest of the suite.
    eventually(lambda: listed(citizen), 60)
    find(citizen)
    street.shoot(citizen, "search")
    read(citizen, street, number)
    public = citizen.url
    expect(citizen.locator("article.official")).to_contain_text("报修电话在项目出入口公布。")
    prove(citizen, street, tmp_path)

    withdraw(shen, address)
    gone = citizen.goto(public)
    assert gone is not None
    assert gone.status == 410
    expect(citizen.locator("main")).to_contain_text("内容有误，正在核实：附表中宿舍型项目的比例有误，更正后重新公开。")
    expect(citizen.locator("main")).not_to_contain_text("总体要求")
    street.shoot(citizen, "withdrawn")
    eventually(lambda: not listed(citizen), 60)
