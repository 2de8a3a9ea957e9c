"""What an application must contain (条例第二十九条)."""

from __future__ import annotations

from collections.abc import Mapping

REQUIRED: dict[str, str] = {
    "name": "申请人的姓名或者名称",
    "identity": "身份证明",
    "contact": "联系方式",
    "description": "申请公开的政府信息的名称、文号或者便于查询的其他特征性描述",
    "form": "申请公开的政府信息的形式要求，包括获取信息的方式、途径",
}


def missing_parts(application: Mapping[str, str]) -> tuple[str, ...]:
    """What must be asked for in the one correction notice. A purpose is never required: the 2019 text dropped it."""
    return tuple(label for key, label in REQUIRED.items() if not application.get(key, "").strip())
