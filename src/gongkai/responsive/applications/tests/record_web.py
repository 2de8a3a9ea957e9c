"""How a browser would ask for a record to be put right: the form, its review, sending with the guard solved."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongkai.base.guard import queries as guard_queries
from gongkai.base.guard import rules as guard_rules
from gongkai.responsive.applications.tests.web import QIAN, receipt_of, text_of

ADDRESS = "/apply/records/"
TOKEN = "a-correction-of-a-test-0123456789"
PLACE, WRONG, RIGHT, WHY = "房改购房登记表的家庭人口一栏", "貳人", "叁人", "户口簿载明家庭人口三人"
FORM: dict[str, Any] = {
    **{name: value for name, value in QIAN.items() if name.startswith("p1-")},
    "token": TOKEN, "agency": "yc-zjj", "place": PLACE, "wrong": WRONG, "right": RIGHT, "evidence": WHY,
    "method": "online",
}  # fmt: skip
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def picture(name: str) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def papers() -> dict[str, Any]:
    return {"p1-upload": picture("身份证.png"), "upload": picture("户口簿.png")}


def proof() -> dict[str, str]:
    made = guard_queries.challenge("apply-record")
    work = guard_rules.Challenge(made["salt"], made["challenge"], made["signature"], made["most"], 0)
    return {"guard_proof": guard_rules.solve(work)}


def post(browser: Client, verb: str, **changes: Any) -> Any:
    values = FORM | changes | {"verb": verb}
    return browser.post(ADDRESS, {name: value for name, value in values.items() if value is not None})


def hidden_of(response: Any) -> dict[str, Any]:
    """Return what the page carries along, so that the next sending needs no file again."""
    found: dict[str, Any] = {}
    for name, value in HIDDEN.findall(text_of(response)):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(unescape(value))
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def send(browser: Client, **changes: Any) -> Any:
    """Fill in, review, send: the files go along once."""
    reviewed = post(browser, "check", **papers() | changes)
    return browser.post(ADDRESS, hidden_of(reviewed) | {"verb": "send"} | proof())


def sent(browser: Client, **changes: Any) -> tuple[str, str]:
    return receipt_of(send(browser, **changes))
