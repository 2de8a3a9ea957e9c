"""The two lists: laws, and update tasks. Declared as registers, shown with tabs of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_filters import ChoiceFilter
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import OfficerRequest, acting_of, desk_page, officer_required
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.registers import Column, Register, exporting, listing
from gongkai.engine.regulations import queries
from gongkai.engine.regulations.models import Law, UpdateTask
from gongkai.engine.regulations.rules import OUTCOME_NAMES, RANKS, REASON_NAMES

if TYPE_CHECKING:
    from django.db.models import QuerySet

STATUS = {"in_force": "现行有效", "future": "尚未施行", "repealed": "已废止"}


class LawFilter(FilterSet):
    rank = ChoiceFilter(label="效力级别", choices=list(RANKS.items()))
    status = ChoiceFilter(label="时效", choices=list(STATUS.items()), method="by_status")

    class Meta:
        model = Law
        fields: list[str] = []

    def by_status(self, rows: QuerySet[Law], name: str, value: str) -> QuerySet[Law]:
        del name
        return rows.filter(queries.status_filter(value, timezone.localdate()))


class TaskFilter(FilterSet):
    outcome = ChoiceFilter(label="状态", choices=list(OUTCOME_NAMES.items()))
    reason = ChoiceFilter(label="事由", choices=list(REASON_NAMES.items()))

    class Meta:
        model = UpdateTask
        fields: list[str] = []


LAWS = Register(
    name="regulations.laws",
    title="法规库",
    noun="法规",
    queryset=lambda request: queries.laws(),
    columns=[
        Column("title", "名称", sortable=True),
        Column("rank", "效力级别", sortable=True),
        Column("issuer", "制定机关", sortable=True),
        Column("number", "公布文号"),
        Column("promulgated_on", "公布日期", sortable=True),
        Column("effective_on", "最近版本施行日期", sortable=True),
        Column("repealed_on", "废止日期", sortable=True),
        Column("version_count", "版本", sortable=True, right=True),
        Column("cited", "被引用文件", sortable=True, right=True),
    ],
    search=["title", "number", "issuer"],
    filters=LawFilter,
    ordering=("-cited", "title", "pk"),
    entry_url=lambda law: reverse("regulations:law", args=[law.pk]),
    empty_text="导入法规后出现在这里。",
)
TASKS = Register(
    name="regulations.tasks",
    title="更新任务",
    noun="任务",
    queryset=lambda request: queries.readable(acting_of(request)),
    columns=[
        Column("title", "文件", sortable=True),
        Column("agency.name", "责任机关", sortable=True, order_by="agency__name"),
        Column("reason", "事由", sortable=True),
        Column("law.title", "法规", sortable=True, order_by="law__title"),
        Column("opened_on", "发现日期", sortable=True),
        Column("due_on", "应处理日期", sortable=True),
        Column("outcome", "状态", sortable=True),
        Column("decided_by", "办理人"),
        Column("decision", "理由"),
        Column("due_source", "期限来源"),
    ],
    search=["title", "law__title"],
    filters=TaskFilter,
    ordering=("due_on", "pk"),
    entry_url=lambda task: reverse("regulations:task", args=[task.pk]),
    empty_text="公开的文件引用的法规有修改、废止，或登载的法规文本与法规库不一致时，任务会自动出现在这里。",
)
SHOWN_TASK_COLUMNS = 7


def tabs(request: OfficerRequest, current: str) -> list[dict[str, Any]]:
    """Return the two lists as tabs; tasks with the number of open ones."""
    return [
        {"label": "法规", "url": reverse("regulations:list"), "current": current == "laws", "count": None},
        {
            "label": "更新任务", "url": f"{reverse('regulations:tasks')}?outcome=open", "current": current == "tasks",
            "count": queries.open_tasks(request.acting).count(),
        },
    ]  # fmt: skip


def post_required(request: OfficerRequest) -> None:
    """Raises NotAllowed for a person without a post today."""
    if not request.acting.grants:
        raise NotAllowed("您目前没有岗位，需要时请联系本单位管理员。")


def _page(request: OfficerRequest, register: Register, columns: int, more: dict[str, Any]) -> HttpResponseBase:
    found = listing.narrow(register, request)
    page = listing.page_of(register, request, found)
    query = request.GET.urlencode()
    tail = f"?{query}" if query else ""
    here = reverse(f"regulations:{more['list_name']}")
    context = {
        "register": register, "listing": found, "headings": listing.headings(register, found.sort)[:columns],
        "page_of": page, "total_word": f"共{page.paginator.count}条", "list_url": here,
        "csv_url": f"{here}export.csv{tail}", "xlsx_url": f"{here}export.xlsx{tail}",
        "rows": [_row(register, entry, request, columns) for entry in page.object_list],
    } | more  # fmt: skip
    return desk_page(request, "regulations/desk/list.html", context, nav="regulations")


def _row(register: Register, entry: Any, request: OfficerRequest, columns: int) -> dict[str, Any]:
    assert register.entry_url
    cells = [column.shown(entry, request) for column in register.columns[:columns]]
    return {"entry": entry, "url": register.entry_url(entry), "cells": cells}


@officer_required
@require_GET
def laws(request: OfficerRequest) -> HttpResponseBase:
    """All laws with search, filters and order."""
    post_required(request)
    may_import = request.acting.may_anywhere(Permission.REGULATIONS_MANAGE)
    more = {
        "tabs": tabs(request, "laws"), "list_name": "list", "figures": queries.figures(),
        "import_url": reverse("regulations:import") if may_import else "",
    }  # fmt: skip
    return _page(request, LAWS, len(LAWS.columns), more)


@officer_required
@require_GET
def tasks(request: OfficerRequest) -> HttpResponseBase:
    """The update tasks of one's own agencies."""
    post_required(request)
    more = {"tabs": tabs(request, "tasks"), "list_name": "tasks", "counts": queries.counts(request.acting)}
    return _page(request, TASKS, SHOWN_TASK_COLUMNS, more)


@officer_required
@require_GET
def export(request: OfficerRequest, what: str, kind: str) -> HttpResponseBase:
    """The rows of the present filter as CSV or XLSX."""
    post_required(request)
    if kind not in {"csv", "xlsx"}:
        raise Http404
    register = LAWS if what == "laws" else TASKS
    return exporting.respond(register, listing.narrow(register, request).entries, kind)
