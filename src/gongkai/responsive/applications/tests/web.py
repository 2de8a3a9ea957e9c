"""How a browser would apply and look: forms as they are posted, the guard solved."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from gongkai.base.guard import queries as guard_queries
from gongkai.base.guard import rules as guard_rules

TOKEN = "a-form-of-a-test-0123456789"
QIAN: dict[str, Any] = {
    "token": TOKEN,
    "agency": "yc-zjj",
    "matters": "1",
    "parties": "1",
    "m1-title": "2025年住房租赁补贴发放明细",
    "m1-text": "各区发放户数和金额",
    "p1-kind": "natural",
    "p1-name": "钱一鸣",
    "p1-identity": "id-card",
    "p1-identity_number": "110101199003070038",
    "p1-phone": "13800000000",
    "p1-email": "qian@example.com",
    "p1-address": "云川市临江区明德路18号",
    "form": "electronic",
    "method": "online",
}


def proof() -> dict[str, str]:
    made = guard_queries.challenge("apply")
    work = guard_rules.Challenge(made["salt"], made["challenge"], made["signature"], made["most"], 0)
    return {"guard_proof": guard_rules.solve(work)}


def post(browser: Client, verb: str, **changes: Any) -> Any:
    values = QIAN | changes | {"verb": verb}
    return browser.post("/apply/", {name: value for name, value in values.items() if value is not None})


def send(browser: Client, **changes: Any) -> Any:
    return post(browser, "send", **changes, **proof())


def text_of(response: Any) -> str:
    return str(response.content.decode())


def receipt_of(response: Any) -> tuple[str, str]:
    """Return number and secret as the page of receipt shows them."""
    html = text_of(response)
    number = re.search(r"data-receipt>([^<]+)<", html)
    secret = re.search(r"data-secret>([^<]+)<", html)
    assert number is not None, html[:2000]
    return number[1], secret[1] if secret else ""


def entered(browser: Client, number: str, secret: str) -> Client:
    response = browser.post("/apply/track", {"number": number, "secret": secret})
    assert response.status_code == 302, text_of(response)[:2000]
    return browser
