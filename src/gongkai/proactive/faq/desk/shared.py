"""What the desk pages of question lists share."""

from __future__ import annotations

from typing import Any

from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.faq.rules import SECRECY, STATUS_NAMES, Status

NAV = "faq"
REFUSALS = (Refused, NotAllowed, OutOfSight, ValueError)
CRUMB = {"label": "常见问题", "url": "/desk/faq/"}
CHECK_WORDS = dict(zip(SECRECY.checks, ("国家秘密", "工作秘密", "敏感信息"), strict=True))
LOOKS = {
    Status.DRAFT: "info",
    Status.CHECK: "warn",
    Status.SECRECY: "warn",
    Status.READY: "warn",
    Status.PUBLISHED: "ok",
    Status.WITHDRAWN: "bad",
}


def pill(status: str) -> dict[str, Any]:
    return {"label": STATUS_NAMES[status], "kind": LOOKS[Status(status)]}
