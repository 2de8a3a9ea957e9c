"""本站健康 in the browser: the editor's and the supervisor's way through it, no barrier, nothing sticks out, prints."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Street
from tests.browser.test_every_page import faults

TABS = ("本站健康", "问题和修复", "栏目更新", "值班读网", "渠道和板块", "监测设置")


def opened(street: Street, username: str, **options: object) -> tuple[Page, str]:
    page = street.officer(username, **options)
    page.goto("/desk/sitewatch/")
    page.locator("tbody a, .tabs a, h1").first.wait_for()
    first = page.locator("tbody a").first
    if first.count() and "/desk/sitewatch/" in page.url and page.url.rstrip("/").endswith("sitewatch"):
        first.click()
    return page, page.url.removeprefix(street.url)


@pytest.mark.requirement("R257")
@pytest.mark.requirement("R258")
def test_every_page_of_the_watch_is_open_to_everyone(street: Street):
    page, here = opened(street, "editor")
    found = faults(street, page, "sitewatch-health", here)
    for part in ("findings/", "columns/", "log/", "log/write/", "reach/", "settings/"):
        found += faults(street, page, f"sitewatch-{part.strip('/').replace('/', '-')}", f"{here}{part}")
    assert found == []


@pytest.mark.requirement("R258")
@pytest.mark.requirement("R260")
def test_the_supervisor_reads_from_the_veto_down_to_the_page_that_caused_it(street: Street):
    page, here = opened(street, "supervisor")
    for tab in TABS:
        page.get_by_role("link", name=tab, exact=True).first.wait_for()
    assert page.get_by_role("heading", name="单项否决").is_visible()
    assert page.locator("svg.chart").count() >= 1
    page.get_by_role("link", name="全部问题").click()
    page.locator("tbody a").first.click()
    assert page.get_by_role("heading", name="经过").is_visible()
    assert page.get_by_role("button", name="报告已修复").count() == 0
    assert page.request.get(f"{here}export.csv").headers["content-type"].startswith("text/csv")


@pytest.mark.requirement("R258")
def test_an_editor_on_a_phone_reports_a_repair_and_hears_that_the_link_is_still_broken(street: Street):
    page, here = opened(street, "editor", width=PHONE)
    page.goto(f"{here}findings/?kind=link")
    page.locator("tbody a").first.click()
    page.get_by_label("说明").first.fill("已改为新地址")
    page.get_by_role("button", name="报告已修复").click()
    page.get_by_text("复查发现问题仍在").first.wait_for()
    assert page.get_by_text("核查记录").first.is_visible()


def test_the_health_page_prints_without_the_desk_around_it(street: Street):
    page, _ = opened(street, "supervisor")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="单项否决").is_visible()
    assert not page.get_by_role("button", name="打印").is_visible()
