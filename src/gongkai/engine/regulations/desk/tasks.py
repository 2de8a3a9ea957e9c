"""One update task: what has changed, what the page says, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gongkai.base.organisations.officer import OfficerRequest, desk_page, officer_required
from gongkai.base.organisations.rules import Permission
from gongkai.base.ui.diff import compare
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.publishing.rules import KINDS
from gongkai.engine.regulations import actions, queries
from gongkai.engine.regulations.desk.comparing import side_by_side
from gongkai.engine.regulations.rules import (
    DIFFERENCE_WORDS,
    OUTCOME_NAMES,
    REASON_NAMES,
    REMIND_SOURCE,
    Reason,
    TaskRefused,
    differences,
)

if TYPE_CHECKING:
    from gongkai.engine.publishing.models import Release
    from gongkai.engine.regulations.models import UpdateTask


@officer_required
@require_GET
def task(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Raises OutOfSight (404) for other agencies."""
    return _shown(request, queries.task(pk, request.acting))


@officer_required
@require_POST
def decide(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """No change needed, with the reason."""
    found = queries.task(pk, request.acting)
    words = request.POST.get("reason", "")
    try:
        actions.decide_fine(task=found, reason=words, by=request.acting)
    except TaskRefused as refusal:
        return _shown(request, found, problem=str(refusal), words=words)
    messages.success(request, "已记录：无需修改。")
    return redirect("regulations:tasks")


def _shown(request: OfficerRequest, found: UpdateTask, problem: str = "", words: str = "") -> HttpResponseBase:
    release = public_releases().select_related("edition").filter(item_id=found.item_id).first()
    may = request.acting.may(Permission.REGULATIONS_MANAGE, found.agency)
    context = {
        "task": found,
        "rows": _facts(found, release),
        "compared": _compared(found),
        "old": found.old_version,
        "new": found.new_version,
        "differences": _differences(found, release),
        "may_decide": may and found.is_open and found.reason != Reason.DIFFERS,
        "differs": found.reason == Reason.DIFFERS and found.is_open,
        "late": found.is_open and found.due_on < timezone.localdate(),
        "problem": problem,
        "words": words,
    }
    template = "regulations/desk/task.html"
    return desk_page(request, template, context, nav="regulations", status=422 if problem else 200)


def _facts(found: UpdateTask, release: Release | None) -> list[dict[str, Any]]:
    kind = KINDS.get(release.kind) if release else None
    url = kind.path(release.key) if kind and release else ""
    rows: list[dict[str, Any]] = [
        {"label": "文件", "value": found.title, "url": url},
        {"label": "责任机关", "value": found.agency.name},
        {"label": "法规", "value": found.law.title},
        {"label": "事由", "value": REASON_NAMES[found.reason]},
        {"label": "说明", "value": found.note},
        {"label": "发现日期", "value": found.opened_on},
        {"label": "应处理日期", "value": found.due_on},
        {"label": "期限来源", "value": found.due_source},
        {"label": "提醒", "value": REMIND_SOURCE if found.is_open else ""},
        {"label": "状态", "value": OUTCOME_NAMES[found.outcome]},
        {"label": "办理人", "value": found.decided_by},
        {"label": "理由", "value": found.decision},
    ]
    return [row for row in rows if row["value"]]


def _compared(found: UpdateTask) -> dict[str, Any] | None:
    """What the law says now against what it said, where both texts are known."""
    old, new = found.old_version, found.new_version
    if found.reason != Reason.AMENDED or not (old and new and old.text and new.text):
        return None
    return side_by_side(old, new)


def _differences(found: UpdateTask, release: Release | None) -> list[dict[str, Any]]:
    """The carried text against the library's, as it is now."""
    version = queries.version_on(found.law, timezone.localdate())
    if found.reason != Reason.DIFFERS or release is None or version is None:
        return []
    return [
        {"label": one.label, "word": DIFFERENCE_WORDS[one.kind], "rows": compare([one.old], [one.new])}
        for one in differences(version.text, release.edition.text)[:50]
    ]
