"""Entry into the public library: every defect of an entry made here, named at once (R031). No Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from gongkai.proactive.documents.rules import library_defects


def entry_defects(facts: Mapping[str, Any]) -> list[str]:
    """Return everything that an entry made here lacks or has wrong (R031), the whole list at once."""
    defects = library_defects(facts)
    wanted = {"five": "“五公开”类别", "issued_on": "印发日期", "text": "正文"}
    defects += [f"缺少{name}" for key, name in wanted.items() if not facts.get(key)]
    defects += facts.get("tag_problems") or ()
    title = str(facts.get("title") or "")
    if title != title.strip() or "\n" in title or title.endswith(("。", "；", "，")):
        defects.append("标题首尾有空格、换行或多余标点")
    effective, expires = facts.get("effective_on"), facts.get("expires_on")
    if isinstance(effective, dt.date) and isinstance(expires, dt.date) and expires < effective:
        defects.append("有效期至早于施行日期")
    return defects
