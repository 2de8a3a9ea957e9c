"""报备比对: runs, their figures, and the list of differences of each (R028)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required, permission_required
from gongkai.doors.exchange import actions, queries
from gongkai.doors.exchange.desk.shared import NAV, as_csv, attempt, tabs
from gongkai.doors.exchange.permissions import MANAGE
from gongkai.doors.exchange.rules import FIELD_NAMES, RESULT_NAMES, PartnerKind, RunState

if TYPE_CHECKING:
    from gongkai.doors.exchange.models import Run, Task

PER_PAGE = 50
SIDES = ("doc_number", "title", "date", "text_sha256", "url")


@officer_required
@require_GET
@permission_required(MANAGE)
def listing(request: OfficerRequest) -> HttpResponseBase:
    page = Paginator(queries.runs(request.acting), PER_PAGE).get_page(request.GET.get("page"))
    superiors = queries.partners(request.acting).filter(kind=PartnerKind.SUPERIOR)
    context = {
        "tabs": tabs("runs"), "page": page, "superiors": superiors,
        "rows": [{"run": run, "differing": _differing(run)} for run in page.object_list],
    }  # fmt: skip
    return desk_page(request, "exchange/desk/runs.html", context, nav=NAV)


def _differing(run: Run) -> int:
    return sum(number for name, number in run.counts.items() if name in RESULT_NAMES and name != "same")


@officer_required
@require_GET
@permission_required(MANAGE)
def detail(request: OfficerRequest, pk: int) -> HttpResponseBase:
    run = queries.run(pk, request.acting)
    tasks = run.tasks.select_related("owner", "agency").order_by("result", "pk")
    page = Paginator(tasks, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs("runs"), "run": run, "page": page, "strip": _strip(run), "tasks": page.object_list,
        "under_way": run.state in {RunState.READING, RunState.COMPARING},
    }  # fmt: skip
    return desk_page(request, "exchange/desk/run.html", context, nav=NAV)


def _strip(run: Run) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = [
        {"label": "本平台", "value": run.ours, "unit": "件"},
        {"label": "上级平台", "value": run.theirs, "unit": "件"},
    ]
    items += [
        {"label": name, "value": run.counts.get(key, 0), "unit": "件", "kind": "warn" if key != "same" and run.counts.get(key) else ""}
        for key, name in RESULT_NAMES.items()
    ]  # fmt: skip
    return [*items, {"label": "上次差异已消除", "value": run.counts.get("settled", 0), "unit": "件"}]


@officer_required
@require_POST
@permission_required(MANAGE)
def start(request: OfficerRequest, pk: int) -> HttpResponseBase:
    partner = queries.partner(pk, request.acting)
    attempt(
        request, lambda: actions.start(partner=partner, by=request.acting), "比对已列入办理，完成后在本页显示结果。"
    )  # fmt: skip
    return redirect("exchange:runs")


@officer_required
@require_GET
@permission_required(MANAGE)
def export(request: OfficerRequest, pk: int) -> HttpResponseBase:
    run = queries.run(pk, request.acting)
    return as_csv(_lines(run), f"报备比对-{run.started_at:%Y-%m-%d}.csv")


def _lines(run: Run) -> Iterator[list[object]]:
    heads: list[object] = ["差异", "索引号", "机关", "不同之处"]
    heads += [f"{side}{FIELD_NAMES[name]}" for name in SIDES for side in ("本平台", "上级平台")]
    yield [*heads, "承办人", "处理结果", "处理说明", "处理时间"]
    for task in run.tasks.select_related("owner", "agency").order_by("result", "pk").iterator(chunk_size=500):
        yield _line(task)


def _line(task: Task) -> list[object]:
    ours, theirs = task.detail.get("ours") or {}, task.detail.get("theirs") or {}
    both: list[object] = [side.get(name, "") for name in SIDES for side in (ours, theirs)]
    differs = "、".join(FIELD_NAMES[name] for name in task.detail.get("differs") or [])
    return [
        task.get_result_display(), task.index_number, task.agency.label, differs, *both,
        task.owner.name if task.owner else "", task.get_decision_display() or "未处理", task.reason, task.decided_at or "",
    ]  # fmt: skip
