"""The wording of a document as the gazette prints it: with addressees and signature where the body lacks them. No Django."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from html import escape
from typing import Any

_TAG = re.compile(r"<[^>]+>")
_FIRST_ANNEX = '<h2 class="annex"'


def _cn_date(day: str) -> str:
    one = dt.date.fromisoformat(day)
    return f"{one.year}年{one.month}月{one.day}日"


def framed(facts: Mapping[str, Any]) -> str:
    """Return the HTML of a public snapshot with what the layout of an official document repeats from its particulars."""
    html = str(facts.get("html") or "")
    lines = [line.strip() for line in _TAG.sub("\n", html).splitlines() if line.strip()]
    to = str(facts.get("addressees") or "").strip().rstrip("：:")
    if to and to not in "".join(lines[:2]):
        html = f"<p>{escape(to)}：</p>{html}"
    formed = facts.get("formed_on")
    date = _cn_date(str(formed)) if formed else ""
    if not date or date in lines:
        return html
    issuers = [str(name) for name in facts.get("issuers") or [facts["agency"]["name"]]]
    sign = f'<p class="sign">{"<br>".join(escape(line) for line in (*issuers, date))}</p>'
    place = html.find(_FIRST_ANNEX)
    return f"{html}{sign}" if place < 0 else f"{html[:place]}{sign}{html[place:]}"


def paragraphs(text: str) -> str:
    """Return plain text as HTML, one paragraph a line."""
    return "".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
