"""An old site on its way here: scanned, mapped, its copies judged side by side, taken over, its addresses still good."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from gongkai.doors.takeover.tests import old_site
from tests.browser.conftest import PHONE, Street, _environment

NOTICES = "通知公告"


def sheet(folder: Path) -> Path:
    """Return the spreadsheet of columns, with one column of the old site left out."""
    book = Workbook()
    book.active.append(["旧栏目", "栏目", "机关"])
    book.active.append(["部门文件", "部门文件", "云川市住房和城乡建设局"])
    path = folder / "columns.xlsx"
    book.save(path)
    return path


def scan(street: Street, folder: Path, site: old_site.OldSite) -> str:
    """Run the dry run on the server, as an administrator does; return what it told."""
    command = [
        sys.executable, "-m", "gongkai.project.cli", "takeover", str(site.root), "--columns", str(sheet(folder)),
        "--agency", "yc-zjj", "--dry-run",
    ]  # fmt: skip
    done = subprocess.run(
        command, env=_environment(street.platform.data), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1, done.stderr[-2000:]  # something waits for a person
    return done.stdout + done.stderr


def fits(page: Page) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.requirement("R271")
def test_an_old_site_is_taken_over_with_all_its_addresses(
    street: Street, tmp_path: Path, eventually: Callable[[Callable[[], bool], float], float]
) -> None:
    site = old_site.build(tmp_path / "old", articles=24)
    told = scan(street, tmp_path, site)
    assert "没有公开任何内容" in told

    page = street.officer("zjj.open")
    page.goto("/desk/takeover/")
    page.get_by_role("link", name=old_site.HOST).first.click()
    expect(page.locator("h1")).to_contain_text(old_site.HOST)
    street.shoot(page, "takeover-run")
    address = page.url

    # The mapping of columns.
    page.get_by_role("link", name="对应规则").click()
    street.shoot(page, "takeover-mapping")
    lines = page.locator("textarea")
    lines.fill(lines.input_value() + f"\n | {NOTICES} | 部门文件\n | {NOTICES} | 没有这个栏目")
    page.get_by_role("button", name="保存并重新判断").click()
    expect(page.get_by_text("没有地址名或名称为“没有这个栏目”的栏目").first).to_be_visible()
    lines.fill("\n".join(lines.input_value().splitlines()[:-1]))
    page.get_by_role("button", name="保存并重新判断").click()
    expect(page.get_by_text("已按新的规则重新判断").first).to_be_visible()

    # Near copies, side by side.
    near = page.get_by_role("link", name="疑似重复")
    near.first.click()
    rows = page.locator("tbody tr").count()
    assert rows >= 2
    street.shoot(page, "takeover-near")
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="与相似的那一页对照")).to_be_visible()
    expect(page.locator("ins, del").first).to_be_visible()
    street.shoot(page, "takeover-compare")
    page.locator("#why").fill("只改了一处笔误，是同一份文件。")
    page.get_by_role("button", name="不接管", exact=True).click()
    expect(page.get_by_text("已确定不接管。").first).to_be_visible()

    # Taking over.
    page.goto(address)
    page.get_by_role("button", name="接管", exact=False).first.click()
    page.get_by_role("dialog").get_by_role("button", name="接管").click()
    expect(page.locator("#work").or_(page.get_by_text("已完成")).first).to_be_visible()
    eventually(lambda: "已完成" in page.request.get(address).text(), 60)
    page.goto(address)
    street.shoot(page, "takeover-done")

    # Old addresses lead to the new pages, for everybody.
    citizen = street.somebody(width=PHONE)
    for one in (one for one in site.originals[:6] if not one.personal):
        answer = citizen.goto(one.address)
        assert answer is not None
        assert answer.status == 200
        assert "/documents/" in citizen.url
        expect(citizen.locator("h1").first).to_contain_text(one.title[:12])
    assert citizen.request.get("/attach/2015/plan.pdf").body()[:4] == b"%PDF"

    # The report.
    with page.expect_download() as coming:
        page.get_by_role("link", name="下载报告").click()
    report = load_workbook(BytesIO(Path(coming.value.path()).read_bytes()))
    lines_told = {row[0]: row[1] for row in report["逐页"].iter_rows(min_row=2, values_only=True)}
    assert set(lines_told) >= {one.address for one in site.articles}
    assert lines_told[site.originals[0].address] == "已接管"


def test_the_pages_of_a_run_fit_a_phone(street: Street, tmp_path: Path) -> None:
    site = old_site.build(tmp_path / "other", articles=12, seed=21)
    scan(street, tmp_path, site)
    page = street.officer("zjj.open", width=PHONE)
    page.goto("/desk/takeover/")
    assert fits(page)
    street.shoot(page, "takeover-runs")
    page.locator("tbody a").first.click()
    expect(page.locator("h1")).to_contain_text(old_site.HOST)  # arrived: a page on its way has no width
    run = page.url
    assert fits(page)
    page.get_by_role("link", name="对应规则").click()
    expect(page.locator("textarea")).to_be_visible()
    assert fits(page)
    page.goto(run)
    page.locator("tbody a").first.click()
    expect(page.get_by_role("heading", name="接管的正文")).to_be_visible()
    assert fits(page)
    street.shoot(page, "takeover-page-phone")
