"""What the desk pages of policies share."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.base.organisations.officer import OfficerRequest
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.proactive.policy import actions, queries
from gongkai.proactive.policy.models import Worked
from gongkai.proactive.policy.permissions import READERS
from gongkai.proactive.policy.rules.trees import ConditionRefused

NAV = "policy"
REFUSALS = (actions.Refused, actions.NotReady, ConditionRefused)
CRUMBS = [{"label": "政策事项", "url": "/desk/policy/"}]


def check_reader(request: OfficerRequest) -> None:
    if not any(request.acting.may_anywhere(one) for one in READERS):
        raise NotAllowed("这一页供拟稿人、科室负责人、政务公开专员和监督员使用，您目前没有这些岗位。")


def tabs(current: str) -> list[dict[str, Any]]:
    names = {
        "overview": ("待办", "policy:list"), "items": ("事项", "policy:items:list"), "documents": ("应拆文件", "policy:documents"),
        "packages": ("服务包", "policy:packages"), "figures": ("统计", "policy:figures"),
    }  # fmt: skip
    return [{"label": label, "url": reverse(url), "current": key == current} for key, (label, url) in names.items()]


def state_of(row: Worked) -> dict[str, str]:
    """Return the pill of an item or package: what is in preparation comes before what is public."""
    edition, public = queries.working_edition(row), queries.public_edition(row)
    if row.submitted:
        return {"label": "待核对发布", "kind": "warn"}
    if public is not None:
        changing = edition.number != public.number
        return {"label": "已发布，正在修改" if changing else "已发布", "kind": "info" if changing else "ok"}
    return {"label": "已结束", "kind": "pause"} if row.item.withdrawn_at else {"label": "编辑中", "kind": "info"}


__all__ = ["CRUMBS", "NAV", "READERS", "REFUSALS", "OutOfSight", "check_reader", "state_of", "tabs"]
