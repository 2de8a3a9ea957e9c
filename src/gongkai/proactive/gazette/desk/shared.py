"""What the desk pages of the gazette share: tabs, the gazette at hand, refusing readers without a post for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from gongkai.base.organisations.officer import OfficerRequest, desk_page
from gongkai.base.organisations.queries import NotAllowed, OutOfSight
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.gazette import queries
from gongkai.proactive.gazette.models import Entry, Gazette, Issue
from gongkai.proactive.gazette.permissions import APPROVE, EDIT, READS
from gongkai.proactive.gazette.rules import State

TABS = (
    ("list", "期次", "gazette:list"), ("window", "全量核对", "gazette:window"), ("standard", "标准文本", "gazette:standard"),
    ("paper", "纸质发行", "gazette:paper"), ("history", "历史库", "gazette:history"),
)  # fmt: skip
PILLS = {
    State.PLANNED: "info", State.SELECTED: "info", State.PROOFED: "warn", State.APPROVED: "warn", State.RELEASED: "ok",
}  # fmt: skip


def check_reads(request: OfficerRequest) -> None:
    if not any(request.acting.may_anywhere(one) for one in READS):
        raise NotAllowed("这一页供公报编辑、政务公开专员和签发领导使用，您目前没有这些岗位。")


def gazettes(request: OfficerRequest) -> list[Gazette]:
    check_reads(request)
    return list(queries.gazettes(request.acting))


def chosen(request: OfficerRequest) -> Gazette | None:
    """Return the gazette asked for by `?gazette=`, else the first one this person works on."""
    known = gazettes(request)
    wanted = request.GET.get("gazette", "")
    return next((one for one in known if str(one.pk) == wanted), known[0] if known else None)


def load(request: OfficerRequest, pk: int) -> Issue:
    """Return an issue, or raise OutOfSight (404)."""
    check_reads(request)
    return queries.issue(pk, request.acting)


def entry_of(issue: Issue, pk: int) -> Entry:
    found = issue.entries.filter(pk=pk).select_related("document", "item", "issue__gazette__agency").first()
    if found is None:
        raise OutOfSight
    return found


def may_edit(request: OfficerRequest, gazette: Gazette | None) -> bool:
    return gazette is not None and request.acting.may(EDIT, gazette.agency)


def may_approve(request: OfficerRequest, gazette: Gazette) -> bool:
    return request.acting.may(APPROVE, gazette.agency)


def may_release(request: OfficerRequest, gazette: Gazette) -> bool:
    return request.acting.may(Permission.PUBLISHING_RELEASE, gazette.agency)


def page(
    request: OfficerRequest, template: str, context: dict[str, Any], *, tab: str = "", status: int = 200
) -> HttpResponse:
    tabs = [{"label": label, "url": reverse(name), "current": key == tab} for key, label, name in TABS]
    return desk_page(request, f"gazette/desk/{template}.html", {"tabs": tabs} | context, nav="gazette", status=status)
