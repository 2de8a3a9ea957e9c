"""Every kind of page in three themes and at two widths: no barrier that axe finds, nothing sticks out, nothing is blocked."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, HEIGHT, PHONE, Street

THEMES = ("default", "contrast", "elder")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PORTAL = {
    "home": "/",
    "library": "/documents/",
    "catalogue": "/documents/?way=catalogue",
    "by-number": "/documents/?way=number",
    "advanced": "/documents/?way=advanced",
    "topics": "/topics/",
    "topic": "/topics/rental-subsidy/",
    "reposts": "/reposts/",
    "ask": "/ask",
    "answer": "/ask?q=租房补贴怎么申请",
    "results": "/search?q=住房",
    "nothing": "/search?q=銅鑼灣蓮藕",
    "column": "/columns/normative/",
    "agencies": "/agencies/",
    "agency": "/agencies/yc-zjj/",
    "disclosure": "/disclosure/",
    "verify-empty": "/verify/",
    "lost": "/nowhere",
}
# What stands in the main part of each, so that there is something to look at.
SHOWS = {
    "home": "最新公开",
    "library": "云川市新市民住房租赁补贴实施办法",
    "catalogue": "住房保障",
    "by-number": "文号",
    "advanced": "包含这一原词",
    "topics": "新市民住房租赁补贴",
    "topic": "租赁补贴",
    "reposts": "原文发布",
    "ask": "可以这样问",
    "answer": "看原文这一段",
    "results": "住房",
    "nothing": "没有",
    "column": "负责机关",
    "agencies": "市住房和城乡建设局",
    "agency": "机关职能",
    "disclosure": "依申请公开",
    "verify-empty": "核验",
    "lost": "没有",
}
DESK = {
    "zjj.draft": {"drafts": "/desk/documents/?tab=all", "new": "/desk/documents/new/", "account": "/desk/account/", "messages": "/desk/messages/"},
    "zjj.open": {"work": "/desk/", "duties": "/desk/duties/", "holidays": "/desk/duties/holidays/", "returns": "/desk/documents/returns/"},
    "admin": {"settings": "/desk/settings/", "agency-register": "/desk/settings/agencies/", "people": "/desk/settings/people/", "codes": "/desk/settings/codes/", "roles": "/desk/settings/roles/", "column-register": "/desk/settings/columns/", "sites": "/desk/settings/sites/"},
    "auditor": {"events": "/desk/events/"},
}  # fmt: skip


def barriers(page: Page, rules: list[str] | None = None) -> Iterable[str]:
    """Yield what axe finds by the whole standard, or by these rules alone."""
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": STANDARD}
    found = Axe().run(page, options={"runOnly": only, "resultTypes": ["violations"]})
    for violation in found.response["violations"]:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']} {node['target']}: {node['html'][:160]}"


def faults(street: Street, page: Page, name: str, path: str) -> list[str]:
    page.goto(path)
    found = []
    for theme in THEMES:
        if theme == "elder" and not path.startswith("/desk"):
            page.goto(f"{path}{'&' if '?' in path else '?'}look=elder")  # another page, with fewer things on it
        # The other themes change tokens, never markup: setting the attribute is what the server does.
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{name} {theme}: {width}像素宽时横向溢出到{wide}")
        found += [f"{name} {theme}: {barrier}" for barrier in barriers(page)]
        page.set_viewport_size({"width": DESKTOP, "height": HEIGHT[DESKTOP]})
    page.goto(path)
    street.shoot(page, name)
    return found


@pytest.mark.requirement("R257")
@pytest.mark.parametrize("name", PORTAL)
def test_a_page_of_the_portal_is_open_to_everyone(street: Street, name: str):
    page = street.somebody()
    page.goto(PORTAL[name])
    # An empty page has no barriers either.
    expect(page.locator("main")).to_contain_text(SHOWS[name])
    assert faults(street, page, name, PORTAL[name]) == []


@pytest.mark.requirement("R257")
def test_the_pages_of_one_document_are_open_to_everyone(street: Street):
    page = street.somebody()
    page.goto("/search?q=国有土地上房屋征收与补偿实施办法")
    address = page.locator(".doc-item h2 a").first.get_attribute("href")
    assert address is not None
    key = address.removeprefix("/documents/").partition("?")[0]
    pages = {
        "document": address,
        "history": f"/documents/{key}/history",
        "citations": f"/documents/{key}/citations",
        "comparison": f"/documents/{key}/compare",
        "beside": f"/documents/{key}/compare?view=sides",
        "verify-found": f"/verify/?q={key}",
    }
    assert [fault for name, path in pages.items() for fault in faults(street, page, name, path)] == []


@pytest.mark.parametrize("username", DESK)
def test_the_pages_of_the_desk_are_open_to_everyone(street: Street, username: str):
    page = street.officer(username)
    assert [fault for name, path in DESK[username].items() for fault in faults(street, page, name, path)] == []


def test_the_pages_of_one_document_on_the_desk_are_open_to_everyone(street: Street):
    page = street.officer("zjj.open")
    page.goto("/desk/documents/?tab=all&q=随机抽查结果的通报")
    address = page.locator("tbody a").first.get_attribute("href")
    pages = {"review": f"{address}", "slip": f"{address}slip/", "course": f"{address}history/"}
    assert [fault for name, path in pages.items() for fault in faults(street, page, name, path)] == []


def test_the_sign_in_page_is_open_to_everyone(street: Street):
    assert faults(street, street.somebody(), "sign-in", "/desk/sign-in/") == []


def test_every_answer_carries_a_strict_content_security_policy(street: Street):
    page = street.somebody()
    for path in ("/", "/documents/", "/search?q=住房", "/desk/sign-in/", "/nowhere"):
        answer = page.request.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy, path
        assert "unsafe-eval" not in policy, path
        assert "script-src 'self'" in policy and "script-src 'self' 'unsafe-inline'" not in policy, path  # noqa: PT018 one policy
        if not path.startswith("/desk/"):
            assert "unsafe-inline" not in policy, path
