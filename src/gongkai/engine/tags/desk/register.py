"""The catalogue as a register: list, search, export, and how each tag came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.base.organisations.officer import acting_of, shell
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers import Column, Register
from gongkai.engine.tags import queries
from gongkai.engine.tags.rules import KIND_NAMES, Kind

if TYPE_CHECKING:
    from django.http import HttpRequest

    from gongkai.engine.tags.models import Tag


def _may(request: HttpRequest, verb: str, _entry: Any) -> bool:
    """The catalogue is public knowledge in the house; it is changed by whole versions, never line by line."""
    return verb in {"view", "export"} and acting_of(request).may_anywhere(Permission.TAGS_MANAGE)


def history(tag: Tag) -> list[dict[str, Any]]:
    """Return the versions that changed this tag, the latest first."""
    found = []
    for version in queries.versions().filter(scheme=tag.scheme, adopted_at__isnull=False).order_by("-number"):
        for change in version.changes:
            if tag.name in {change["name"], *(one["name"] for one in change["to"])}:
                after = "、".join(one["name"] for one in change["to"]) or "无"
                found.append(
                    {
                        "at": version.adopted_at,
                        "who": version.proposed_by,
                        "what": f"{version}：{KIND_NAMES[Kind(change['kind'])]}",
                        "changes": [{"label": "标签", "old": change["name"], "new": after}],
                    }
                )
    return found


TAGS = Register(
    name="tags",
    title="标签目录",
    noun="标签",
    intro="公文只能选用目录里的标签。目录按版本整体更新，旧标签与新标签的对应关系随版本确定，已公开内容随之调整。",
    queryset=lambda _request: queries.tags(),
    columns=[
        Column("scheme", "类别", sortable=True),
        Column("code", "代码", sortable=True),
        Column("name", "名称", sortable=True),
        Column("parent", "上级代码"),
        Column("valid_from", "启用日期", sortable=True),
        Column("valid_to", "停用日期", sortable=True),
        Column("since.number", "始于版本", right=True),
    ],
    search=["code", "name"],
    filters=["scheme"],
    ordering=("scheme", "valid_to", "order", "code"),
    history=history,
    may=_may,
    context=lambda request: shell(request, "tags"),
    page_size=100,
)
