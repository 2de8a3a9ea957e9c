"""An applicant who has no number at hand: a link by mail, a button, all of one's own applications."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Street
from tests.browser.test_every_page import barriers

MAILBOX = "reader01@example.com"  # of several applications of the demo city
LINK = re.compile(r"https?://[^/]+(/apply/account/open/\S+)")


def links(street: Street) -> list[str]:
    """Return the paths of the links that left for the mailbox."""
    found = []
    for path in sorted((street.platform.data / "mail").glob("*")):
        for part in path.read_bytes().split(b"-" * 79):
            message = email.message_from_bytes(part.strip(), policy=email.policy.default)
            if message["To"] == MAILBOX and (link := LINK.search(message.get_content())):
                found.append(link[1])
    return found


@pytest.mark.requirement("R227")
def test_all_of_one_s_applications_are_found_by_a_link_in_a_mail(
    street: Street, eventually: Callable[[Callable[[], bool], float], float]
) -> None:
    page = street.somebody(width=PHONE, java_script_enabled=False)
    page.goto("/apply/track")
    page.get_by_role("link", name="用邮箱登录").click()
    page.get_by_label("电子邮箱").fill(MAILBOX)
    page.get_by_role("button", name="发送登录链接").click()
    expect(page.get_by_role("status").filter(has_text="如果这个邮箱")).to_be_visible()
    street.shoot(page, "account-asked")
    eventually(lambda: bool(links(street)), 90)
    reader = street.somebody(width=PHONE)
    reader.goto(links(street)[-1])
    street.shoot(reader, "account-open")
    assert list(barriers(reader)) == []
    reader.get_by_role("button", name="登录").click()
    expect(reader.get_by_role("heading", name="我的申请")).to_be_visible()
    assert reader.locator("section.own-form").count() > 1
    street.shoot(reader, "account")
    assert list(barriers(reader)) == []
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.get_by_role("button", name="查看进度、文书和材料").last.click()
    expect(reader.get_by_role("heading", name="办理进度")).to_be_visible()
    reader.get_by_role("link", name="我的全部申请").click()
    reader.get_by_role("button", name="退出登录").click()
    expect(reader.get_by_text("已退出登录")).to_be_visible()
    reader.goto(links(street)[-1])
    expect(reader.get_by_role("alert")).to_contain_text("已经用过")
