"""The register of interpretations: what waits for me, what is under way, what is public, policies that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.views.decorators.http import require_GET

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.queries import agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.proactive.documents.rules import STATUS_NAMES as DOCUMENT_STATES
from gongkai.proactive.documents.rules import Status as Stand
from gongkai.proactive.interpretation.desk.looks import next_step, pill
from gongkai.proactive.interpretation.desk.tables import FORMATS, as_file
from gongkai.proactive.interpretation.desk.working import NAV, check_desk
from gongkai.proactive.interpretation.models import Plan
from gongkai.proactive.interpretation.queries import edition_of, lists, visible
from gongkai.proactive.interpretation.rules import FORM_NAMES, SORT_NAMES, STAGE_NAMES, STATUS_NAMES
from gongkai.proactive.interpretation.rules.listing import DESK_LINES

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponseBase

    from gongkai.proactive.documents.models import Document
    from gongkai.proactive.interpretation.models import Interpretation

TABS = {"mine": "由我办", "under-way": "办理中", "public": "已发布", "all": "全部", "without": "还没有解读的文件"}
SORTS = {
    "-status_since": "最近办理在前", "status_since": "最早办理在前", "-item__key": "索引号从新到旧", "form": "按形式",
}  # fmt: skip
HEAD = (
    "索引号",
    "标题",
    "所解读的文件",
    "发文字号",
    "形式",
    "阶段",
    "次序",
    "状态",
    "解读单位",
    "发文机关",
    "进入本状态时间",
)
HEAD_WITHOUT = ("索引号", "文件", "发文字号", "发文机关", "起草单位", "文件状态", "解读方案")


@officer_required
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """All interpretations this person may read, by tab, narrowed, sorted, paged, or as a file."""
    check_desk(request)
    tab = str(request.GET.get("tab") or "mine")
    tab = tab if tab in TABS else "mine"
    asked = {
        name: str(request.GET.get(name, "")).strip() for name in ("q", "status", "form", "stage", "agency", "sort")
    }
    kind = str(request.GET.get("format", ""))
    if tab == "without":
        return _without(request, asked, kind)
    rows = narrowed(_rows(request, tab), asked)
    if kind in FORMATS:
        return as_file(kind, f"解读-{TABS[tab]}", HEAD, _lines(rows))
    page = Paginator(rows, DESK_LINES).get_page(request.GET.get("page"))
    titles = lists.titles([pk for one in page for pk in (one.pk, one.policy_id)])
    context = _context(request, tab, asked) | {
        "page": page,
        "rows": [_row(request, one, titles) for one in page],
        "total_word": f"共{page.paginator.count}件",
    }
    return desk_page(request, "interpretation/desk/list.html", context, nav=NAV)


def _rows(request: OfficerRequest, tab: str) -> QuerySet[Interpretation]:
    made = {"mine": lists.waiting_for, "under-way": lists.under_way, "public": lists.public, "all": visible}
    return made[tab](request.acting)


def narrowed(rows: QuerySet[Interpretation], asked: dict[str, str]) -> QuerySet[Interpretation]:
    """Apply what was asked for; what is not among the choices narrows nothing."""
    for name, names in (("status", STATUS_NAMES), ("form", FORM_NAMES), ("stage", STAGE_NAMES)):
        if asked.get(name) in names:
            rows = rows.filter(**{name: asked[name]})
    if asked.get("agency"):
        rows = rows.filter(drafting_agency__code=asked["agency"])
    sort = asked.get("sort") or "-status_since"
    rows = lists.found(rows, asked.get("q", "").split()[:8])
    return rows.distinct().order_by(sort if sort in SORTS else "-status_since", "-pk")


def _context(request: OfficerRequest, tab: str, asked: dict[str, str]) -> dict[str, Any]:
    by = request.acting
    counts = {
        "mine": lists.waiting_for(by).distinct().count(), "under-way": lists.under_way(by).distinct().count(),
        "public": lists.public(by).distinct().count(), "all": None, "without": lists.without(by).count(),
    }  # fmt: skip
    query = request.GET.copy()
    for name in ("page", "format"):
        query.pop(name, None)
    return {
        "tab": tab,
        "tabs": [
            {"label": label, "url": f"?tab={key}", "current": key == tab, "count": counts[key]}
            for key, label in TABS.items()
        ],
        "asked": asked,
        "present_query": query.urlencode(),
        "filters": [
            {"name": "status", "label": "状态", "names": STATUS_NAMES, "value": asked["status"]},
            {"name": "form", "label": "形式", "names": FORM_NAMES, "value": asked["form"]},
            {"name": "stage", "label": "阶段", "names": STAGE_NAMES, "value": asked["stage"]},
            {"name": "agency", "label": "解读单位", "names": _agencies(request), "value": asked["agency"]},
        ],
        "sorts": SORTS,
    }


def _agencies(request: OfficerRequest) -> dict[str, str]:
    return {one.code: one.label for one in agencies_where(request.acting, Permission.DOCUMENTS_READ).order_by("code")}


def _row(request: OfficerRequest, one: Interpretation, titles: dict[int, str]) -> dict[str, Any]:
    return {
        "one": one, "title": titles.get(one.pk, one.item.key), "policy": titles.get(one.policy_id, one.policy.key),
        "pill": pill(one), "next": next_step(one, edition_of(one), request.acting),
    }  # fmt: skip


def _lines(rows: QuerySet[Interpretation]) -> list[list[object]]:
    found = list(rows.select_related("item__agency", "drafting_agency", "policy__document"))
    titles = lists.titles([pk for one in found for pk in (one.pk, one.policy_id)])
    return [
        [
            one.item.key, titles.get(one.pk), titles.get(one.policy_id), one.policy.document.doc_number,
            FORM_NAMES[one.form], STAGE_NAMES[one.stage], SORT_NAMES[one.sort], STATUS_NAMES[one.status],
            one.drafting_agency.name, one.item.agency.name, one.status_since,
        ]
        for one in found
    ]  # fmt: skip


def _without(request: OfficerRequest, asked: dict[str, str], kind: str) -> HttpResponseBase:
    rows: QuerySet[Document] = lists.without(request.acting)
    for word in asked["q"].split()[:8]:
        rows = rows.filter(item__editions__title__icontains=word) | rows.filter(doc_number__icontains=word)
    if asked["agency"]:
        rows = rows.filter(drafting_agency__code=asked["agency"])
    rows = rows.distinct()
    if kind in FORMATS:
        every = list(rows)
        return as_file(kind, "还没有解读的文件", HEAD_WITHOUT, [list(line.values())[1:] for line in _documents(every)])
    page = Paginator(rows, DESK_LINES).get_page(request.GET.get("page"))
    context = _context(request, "without", asked) | {
        "page": page, "documents": _documents(list(page.object_list)), "total_word": f"共{page.paginator.count}件",
    }  # fmt: skip
    context["filters"] = [one for one in context["filters"] if one["name"] == "agency"]
    return desk_page(request, "interpretation/desk/list.html", context, nav=NAV)


def _documents(rows: list[Document]) -> list[dict[str, Any]]:
    titles = lists.titles([one.pk for one in rows])
    plans = {plan.policy_id: plan for plan in Plan.objects.filter(policy__in=[one.pk for one in rows])}
    found = []
    for one in rows:
        plan = plans.get(one.pk)
        said = "没有填写" if plan is None else "已审定" if plan.approved_at else "待审定"
        found.append(
            {
                "pk": one.pk, "key": one.item.key, "title": titles.get(one.pk, ""), "number": one.doc_number,
                "agency": one.item.agency.label, "drafted_by": one.drafting_agency.label,
                "state": DOCUMENT_STATES[Stand(one.status)], "plan": said,
            }
        )  # fmt: skip
    return found
