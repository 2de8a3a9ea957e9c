"""待办: what contradicts, was called back, was not accepted or differs; decided by a person, with words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_filters.filterset import FilterSet

from gongkai.base.organisations.officer import (
    OfficerRequest,
    acting_of,
    desk_page,
    officer_required,
    permission_required,
)
from gongkai.base.organisations.queries import holders, person_model
from gongkai.base.ui.diff import compare
from gongkai.base.ui.registers import Column, Register
from gongkai.doors.exchange import actions, queries
from gongkai.doors.exchange.desk.shared import NAV, around, attempt, may, tabs
from gongkai.doors.exchange.models import Task
from gongkai.doors.exchange.permissions import MANAGE
from gongkai.doors.exchange.rules import (
    DECISION_NAMES,
    DECISIONS,
    FIELD_NAMES,
    RESULT_NAMES,
    TASK_NAMES,
    Decision,
    TaskKind,
)
from gongkai.doors.exchange.rules.comparing import sides

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TaskFilter(FilterSet):
    open = django_filters.ChoiceFilter(label="进度", choices=[("1", "未处理"), ("0", "已处理")], method="is_open")
    kind = django_filters.ChoiceFilter(label="事项", choices=list(TASK_NAMES.items()))
    result = django_filters.ChoiceFilter(label="差异", choices=list(RESULT_NAMES.items()))
    whose = django_filters.ChoiceFilter(
        label="承办", choices=[("mine", "由我承办"), ("none", "未定承办人")], method="of"
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def is_open(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        del name
        return rows.filter(decided_at__isnull=value == "1")

    def of(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        del name
        request: Any = self.request
        return rows.filter(owner=request.user) if value == "mine" else rows.filter(owner=None)


TASKS = Register(
    name="exchange-tasks",
    title="交换待办",
    noun="待办",
    intro="来文内容不一致、来文单位撤回、上级平台未接受和报备不一致的，都列在这里，逐件处理到零。",
    queryset=lambda request: queries.tasks(acting_of(request)),
    columns=[
        Column("title", "标题", sortable=True, value=lambda task: task.title or task.key),
        Column("kind", "事项", sortable=True),
        Column("result", "差异", sortable=True),
        Column("partner.name", "对接系统", sortable=True),
        Column("agency.label", "机关"),
        Column("index_number", "索引号", sortable=True),
        Column("owner.name", "承办人"),
        Column("opened_at", "列入时间", sortable=True),
        Column("decision", "处理结果", sortable=True),
        Column("decided_by", "处理人"),
        Column("decided_at", "处理时间", sortable=True),
        Column("reason", "处理说明"),
    ],
    search=["title", "index_number", "key"],
    filters=TaskFilter,
    ordering=("decision", "-pk"),
    may=may,
    entry_url=lambda task: reverse("exchange:task", args=[task.pk]),
    context=around("tasks"),
    empty_text="有需要人工核定的事项时，出现在这里。",
)


@officer_required
@require_GET
@permission_required(MANAGE)
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    task = queries.task(pk, request.acting)
    ours, theirs = task.detail.get("ours") or {}, task.detail.get("theirs") or {}
    rows = sides(
        {**ours, "html": ""}, {**theirs, "html": ""}, {key: FIELD_NAMES[key] for key in FIELD_NAMES if key != "html"}
    )
    context = {
        "tabs": tabs("tasks"), "task": task, "name": task.title or TASK_NAMES[task.kind], "sides": rows,
        "changes": compare(ours.get("html", "").splitlines(), theirs["html"].splitlines()) if theirs.get("html") else None,
        "choices": [{"value": one.value, "label": DECISION_NAMES[one]} for one in DECISIONS[task.kind]] if task.is_open else [],
        "people": holders(MANAGE, task.agency), "said": task.detail.get("reason", ""),
        "document": _document(request, task), "advice": _advice(task),
    }  # fmt: skip
    return desk_page(request, "exchange/desk/task.html", context, nav=NAV)


def _advice(task: Task) -> str:
    """Say who decides what comes next where a call-back meets a document that was signed already."""
    if task.kind != TaskKind.RECALL or not queries.waits_for_the_signer(task.index_number):
        return ""
    return "公文已经签发，在核定之前不能印发和公开。由签发领导在公文页面上决定：停止办理，或者写明理由后继续办理。"


def _document(request: HttpRequest, task: Task) -> str:
    """Return the address of our document, where there is one that this officer may read."""
    from gongkai.proactive.documents import queries as documents  # only this page looks there

    found = documents.visible_to(acting_of(request)).filter(item__key=task.index_number).first()
    return reverse("documents:detail", args=[found.pk]) if found else ""


@officer_required
@require_POST
@permission_required(MANAGE)
def decide(request: OfficerRequest, pk: int) -> HttpResponseBase:
    task = queries.task(pk, request.acting)
    chosen, reason = request.POST.get("decision", ""), request.POST.get("reason", "")

    def deed() -> None:
        if chosen not in set(Decision):
            raise actions.Refused("请选择处理办法。")
        actions.decide(task=task, decision=Decision(chosen), reason=reason, by=request.acting)

    attempt(request, deed, "已处理。")
    return redirect("exchange:task", task.pk)


@officer_required
@require_POST
@permission_required(MANAGE)
def assign(request: OfficerRequest, pk: int) -> HttpResponseBase:
    task = queries.task(pk, request.acting)
    chosen = request.POST.get("owner", "")
    owner = person_model().objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None

    def deed() -> None:
        if owner is None:
            raise actions.Refused("请选择承办人。")
        actions.assign(task=task, owner=owner, by=request.acting)

    attempt(request, deed, "已指定承办人。")
    return redirect("exchange:task", task.pk)
