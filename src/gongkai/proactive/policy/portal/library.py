"""`/policies/`: every public item, searched, narrowed, put in order, and as a file."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from gongkai.base.ui.public import public_page, site_of
from gongkai.base.ui.registers.exporting import safe_cell
from gongkai.proactive.policy import queries
from gongkai.proactive.policy.portal.presenting import card
from gongkai.proactive.policy.portal.shared import NAME, page
from gongkai.proactive.policy.queries import Shown
from gongkai.proactive.policy.rules import LONGEST_QUERY, PER_PAGE
from gongkai.proactive.policy.rules.amounts import amount_words
from gongkai.proactive.policy.rules.extraction.proposals import BENEFIT_KINDS
from gongkai.proactive.policy.rules.facts import AUDIENCE_NAMES
from gongkai.proactive.policy.rules.items import condition_words
from gongkai.proactive.policy.rules.periods import STANDING_NAMES, told_period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FILTERS = ("q", "audience", "kind", "agency", "state", "order")
ORDERS = {"new": "最近发布", "soon": "最快截止", "most": "数额从高到低"}
OPEN_NOW = "now"
STATES = {OPEN_NOW: "现在可以申请", **STANDING_NAMES}
FAR = dt.date.max
HEAD = (
    "名称", "对象", "种类", "谁可以享受", "条件", "内容和标准", "数额", "怎样申请", "材料", "申请时间", "状态", "责任部门", "发布机关", "依据文件", "索引号", "网址",
)  # fmt: skip


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_QUERY] for name in FILTERS}


def narrowed(items: Sequence[Shown], asked: dict[str, str]) -> list[Shown]:
    """Return the items that were asked for, in the order that was asked for; nonsense finds nothing, never fails."""
    tests: list[Callable[[Shown], bool]] = []
    if asked["audience"]:
        tests.append(lambda one: asked["audience"] in one.facts["audiences"])
    if asked["kind"]:
        tests.append(lambda one: one.facts["benefit_kind"] == asked["kind"])
    if asked["agency"]:
        tests.append(lambda one: one.agency.code == asked["agency"])
    if asked["state"] == OPEN_NOW:
        tests.append(lambda one: one.standing.key in {"open", "always"})
    elif asked["state"]:
        tests.append(lambda one: one.standing.key == asked["state"])
    words = asked["q"].lower().split()
    tests += [_holds(word) for word in words]
    found = [one for one in items if all(test(one) for test in tests)]
    return sorted(found, key=_order(asked["order"]))


def _holds(word: str) -> Callable[[Shown], bool]:
    return lambda one: (
        word in f"{one.title} {one.facts['who']} {one.facts['benefit']} {one.facts['department']}".lower()
    )


def _order(wanted: str) -> Callable[[Shown], Any]:
    ended = {"closed": 1, "ended": 2}
    if wanted == "soon":
        return lambda one: (ended.get(one.standing.key, 0), one.standing.until or FAR)
    if wanted == "most":
        return lambda one: (
            ended.get(one.standing.key, 0),
            -max([*one.facts["figures"]["caps"], *one.facts["figures"]["amounts"], 0]),
        )
    return lambda one: ended.get(one.standing.key, 0)  # newest first comes from the query, and a sort keeps it


@public_page
def show(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    items = queries.public_items(site_of(request))
    found = narrowed(items, asked)
    rows = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": rows, "items": [card(one) for one in rows.object_list], "total": len(found), "wanted": asked,
        "audiences": AUDIENCE_NAMES, "kinds": BENEFIT_KINDS, "states": STATES, "orders": ORDERS,
        "agencies": sorted({(one.agency.code, one.agency.label) for one in items}),
        "download": f"?{query.urlencode()}" if query else "", "total_word": f"共{len(found)}项",
        "packages": queries.public_packages(site_of(request)),
    }  # fmt: skip
    return page(request, "list", NAME, context)


def _cells(request: HttpRequest, one: Shown) -> list[str]:
    facts = one.facts
    return [
        one.title, "、".join(AUDIENCE_NAMES[name] for name in facts["audiences"]), BENEFIT_KINDS[facts["benefit_kind"]],
        facts["who"], condition_words(facts), facts["benefit"], amount_words(facts), facts["apply"],
        "、".join(facts["materials"]), told_period(facts, one.standing), one.standing.name, facts["department"], one.agency.name,
        one.source.title if one.source else "", one.key, request.build_absolute_uri(one.url),
    ]  # fmt: skip


@public_page
def download(request: HttpRequest, form: str) -> HttpResponse:
    rows = [_cells(request, one) for one in narrowed(queries.public_items(site_of(request)), _asked(request))]
    if form == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([HEAD, *([safe_cell(cell) for cell in row] for row in rows)])
        response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    elif form == "json":
        told = [dict(zip(HEAD, row, strict=True)) for row in rows]
        body = json.dumps(told, ensure_ascii=False, indent=1)
        response = HttpResponse(body, content_type="application/json; charset=utf-8")
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="policies.{form}"'
    return response
