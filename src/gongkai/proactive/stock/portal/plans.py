"""The library of plans (R036): current and historical, by period."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.base.ui import sheet
from gongkai.base.ui.linked import listed
from gongkai.base.ui.public import public_page, site_of
from gongkai.base.ui.text import iso
from gongkai.proactive.stock.portal.shared import asked, page
from gongkai.proactive.stock.queries.library import Plan, plan_shelves
from gongkai.proactive.stock.rules import LEVELS, PlanState

KINDS = {
    PlanState.CURRENT: "in_force",
    PlanState.COMING: "future",
    PlanState.HISTORICAL: "expired",
    PlanState.ENDED: "repealed",
}

HEAD = ("规划", "文号", "层级", "状态", "起始年", "终止年", "发布机关", "发布时间", "索引号", "网址")


@public_page
def library(request: HttpRequest) -> HttpResponse:
    wanted = asked(request, "level", "state")
    shelves = plan_shelves(site_of(request), timezone.localdate(), wanted)
    plans = [plan for one in shelves for plan in one["plans"]]
    if file := sheet.asked(request, "规划库", HEAD, lambda: [_cells(request, plan) for plan in plans]):
        return file
    context = {
        "exports": sheet.links(request) if plans else [],
        "about": "现行规划和历史规划，按规划期收录",
        "shelves": [{"name": one["name"], "items": [_item(plan) for plan in one["plans"]]} for one in shelves],
        "total": sum(len(one["plans"]) for one in shelves),
        "levels": LEVELS,
        "states": [state.value for state in PlanState],
        "wanted": wanted,
        "narrowed": any(wanted.values()),
    }
    context["things"] = [listed(request, "规划库", [(plan.release.title, plan.url) for plan in plans])]
    return page(request, "plans", "规划库", context)


def _cells(request: HttpRequest, plan: Plan) -> list[object]:
    release, entry = plan.release, plan.entry
    return [
        release.title, release.doc_number, entry.level, plan.state.value, entry.first_year, entry.last_year,
        release.agency.name, iso(release.published_at), release.key, request.build_absolute_uri(plan.url),
    ]  # fmt: skip


def _item(plan: Plan) -> dict[str, Any]:
    release, entry = plan.release, plan.entry
    years = f"{entry.first_year}—{entry.last_year}年" if entry.first_year and entry.last_year else ""
    return {
        "title": release.title,
        "url": plan.url,
        "validity": KINDS[plan.state],
        "validity_label": plan.state.value,
        "kind": entry.level,
        "doc_number": release.doc_number,
        "agency": release.agency.label,
        "dates": [{"name": "公布", "date": timezone.localdate(release.published_at)}],
        "extra": [part for part in (years, entry.note) if part],
    }
