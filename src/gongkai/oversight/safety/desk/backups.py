"""备份和恢复: how they stand, every run, putting a restore test down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from gongkai.base.organisations.officer import OfficerRequest, officer_required
from gongkai.base.organisations.queries import OutOfSight, the_system
from gongkai.oversight.safety import actions, queries
from gongkai.oversight.safety.desk.forms import RestoreTestForm
from gongkai.oversight.safety.desk.shared import GET_POST, PER_PAGE, as_csv, attempt, check_reads, page
from gongkai.oversight.safety.permissions import manages_backups, reads_backups
from gongkai.oversight.safety.rules import RUN_NAMES, RunState
from gongkai.oversight.safety.rules.backups import BACKUP_SOURCE, RUN_KIND_NAMES

PILLS = {RunState.RUNNING: "info", RunState.DONE: "ok", RunState.FAILED: "bad", RunState.KILLED: "bad"}


def _asked(request: OfficerRequest) -> tuple[Any, dict[str, str]]:
    """Raises OutOfSight for officers of other agencies: these are the backups of the whole platform."""
    check_reads(request)
    if not reads_backups(request.acting):
        raise OutOfSight
    chosen = {name: request.GET.get(name, "") for name in ("kind", "state")}
    chosen["kind"] = chosen["kind"] if chosen["kind"] in RUN_KIND_NAMES else ""
    chosen["state"] = chosen["state"] if chosen["state"] in RUN_NAMES else ""
    return queries.runs(kind=chosen["kind"], state=chosen["state"]), chosen


@officer_required
@require_http_methods(GET_POST)
def listed(request: OfficerRequest) -> HttpResponseBase:
    """The runs; a post puts a restore test down. The journal is read first, so that a run of a moment ago stands here."""
    rows, chosen = _asked(request)
    if request.method != "POST":
        actions.take_in(by=the_system("safety"))
    form = RestoreTestForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda: actions.note_restore_test(by=request.acting, **form.cleaned_data))
        if not status:
            messages.success(request, "已记录恢复测试。")
            return redirect("safety:backups")
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "rows": [{"one": one, "pill": PILLS[RunState(one.state)]} for one in found],
        "standing": queries.backup_standing(),
        "chosen": chosen,
        "kinds": RUN_KIND_NAMES.items(),
        "states": RUN_NAMES.items(),
        "form": form,
        "may_note": manages_backups(request.acting),
        "source": BACKUP_SOURCE,
    }
    return page(request, "backups", context, tab="backups", status=status)


@officer_required
@require_GET
def export(request: OfficerRequest) -> HttpResponseBase:
    rows, _ = _asked(request)
    lines: list[list[object]] = [
        ["种类", "结果", "开始时间", "结束时间", "用时（秒）", "备份文件", "大小（字节）", "数据行", "文件", "备份前已丢失的文件",
         "已重读校验", "命令", "主机", "登记人", "说明"]
    ]  # fmt: skip
    for one in rows:
        began = timezone.localtime(one.started_at).strftime("%Y-%m-%d %H:%M:%S")
        ended = timezone.localtime(one.ended_at).strftime("%Y-%m-%d %H:%M:%S") if one.ended_at else ""
        lines.append(
            [one.get_kind_display(), one.get_state_display(), began, ended, one.seconds, one.archive, one.size, one.rows,
             one.files, one.lost, "是" if one.verified else "否", one.command, one.host, one.person_name, one.message]
        )  # fmt: skip
    return as_csv(f"backups-{timezone.localdate()}", lines)
