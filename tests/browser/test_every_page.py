"""Every kind of page in three themes and at two widths: no barrier that axe finds, nothing sticks out, nothing is blocked."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, HEIGHT, PHONE, Street

THEMES = ("default", "elder", "contrast")
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
DESK = {
    "zjj.draft": {"drafts": "/desk/documents/?tab=all", "new": "/desk/documents/new/", "account": "/desk/account/", "messages": "/desk/messages/"},
    "zjj.open": {"work": "/desk/", "duties": "/desk/duties/", "holidays": "/desk/duties/holidays/", "returns": "/desk/documents/returns/"},
    "admin": {"settings": "/desk/settings/", "agency-register": "/desk/settings/agencies/", "people": "/desk/settings/people/", "codes": "/desk/settings/codes/", "roles": "/desk/settings/roles/", "column-register": "/desk/settings/columns/", "sites": "/desk/settings/sites/"},
    "auditor": {"events": "/desk/events/"},
}  # fmt: skip


def barriers(page: Page) -> Iterable[str]:
    found = Axe().run(page, options={"runOnly": STANDARD, "resultTypes": ["violations"]})
    for violation in found.response["violations"]:
        for node in violation["nodes"][:3]:
            yield f"{violation['id']} {node['target']}: {node['html'][:160]}"


def faults(street: Street, page: Page, name: str, path: str) -> list[str]:
    page.goto(path)
    found = []
    for theme in THEMES:
        # Themes change tokens, never markup: setting the attribute is what the server does.
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": HEIGHT[width]})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{name} {theme}: {width}像素宽时横向溢出到{wide}")
        found += [f"{name} {theme}: {barrier}" for barrier in barriers(page)]
        page.set_viewport_size({"width": DESKTOP, "height": HEIGHT[DESKTOP]})
    page.evaluate("document.documentElement.dataset.theme = 'default'")
    street.shoot(page, name)
    return found


@pytest.mark.requirement("R257")
@pytest.mark.parametrize("name", PORTAL)
def test_a_page_of_the_portal_is_open_to_everyone(street: Street, name: str):
    assert faults(street, street.somebody(), name, PORTAL[name]) == []


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
