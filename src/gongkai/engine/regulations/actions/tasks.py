"""Update tasks: opened where a page has fallen behind the library, closed when it has caught up or somebody says why not."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.engine.duties.queries import calendar
from gongkai.engine.regulations.models import CitedLaw, UpdateTask
from gongkai.engine.regulations.permissions import check_decide
from gongkai.engine.regulations.rules import (
    UPDATE_SOURCE,
    UPDATE_WITHIN,
    Outcome,
    Reason,
    TaskRefused,
)

if TYPE_CHECKING:
    from gongkai.base.events.models import Event
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release
    from gongkai.engine.regulations.models import Version

LONGEST_DECISION = 500


def due_day(opened_on: dt.date) -> dt.date:
    return calendar().add_working_days(opened_on, UPDATE_WITHIN).due


@transaction.atomic
def open_task(
    *, cited: CitedLaw, release: Release, reason: Reason, cause: str, note: str, new_version: Version | None, by: Acting
) -> UpdateTask | None:
    """Open a task unless the same cause was dealt with before; None then."""
    today = timezone.localdate()
    task, is_new = UpdateTask.objects.get_or_create(
        item_id=cited.item_id, law=cited.law, reason=reason, cause=cause[:64],
        defaults={
            "agency": release.agency, "title": release.title, "edition": release.edition.number,
            "old_version": cited.version, "new_version": new_version, "note": note, "opened_on": today,
            "due_on": due_day(today), "due_source": UPDATE_SOURCE,
        },
    )  # fmt: skip
    if not is_new:
        return None
    _note("open", task, by, remark=note[:300])
    return task


@transaction.atomic
def decide_fine(*, task: UpdateTask, reason: str, by: Acting) -> UpdateTask:
    """No change needed. Raises TaskRefused without a reason, for a closed task, and while a carried text differs.

    Raises OutOfSight for another agency's page, NotAllowed for the wrong role.
    """
    check_decide(task, by)
    task = UpdateTask.objects.select_for_update(of=("self",)).select_related("law", "agency").get(pk=task.pk)
    if not task.is_open:
        raise TaskRefused("这项任务已经办结，不能再作决定，请刷新页面。")
    if task.reason == Reason.DIFFERS:
        raise TaskRefused("登载的法规文本与法规库仍不一致，不能直接办结。请更正或撤下文件，一致后任务自动办结。")
    words = reason.strip()
    if not words:
        raise TaskRefused("请写明无需修改的理由，例如“所引条款未变，条款序号也未变”。")
    _close(task, Outcome.FINE, by, words)
    return task


@transaction.atomic
def close_task(*, task: UpdateTask, outcome: Outcome, by: Acting, words: str = "") -> None:
    """Close a task because the page was corrected or is gone."""
    _close(task, outcome, by, words)


def _close(task: UpdateTask, outcome: Outcome, by: Acting, words: str) -> None:
    task.outcome, task.closed_at, task.decision = outcome, timezone.now(), words[:LONGEST_DECISION]
    task.decided_by = by.person.name if by.person else "系统"
    task.save(update_fields=["outcome", "closed_at", "decision", "decided_by"])
    _note("decide" if outcome is Outcome.FINE else "close", task, by, remark=words[:300])


def _note(verb: str, task: UpdateTask, by: Acting, remark: str = "") -> Event:
    return events.record(
        tag=f"regulations:task:{verb}", by=by.actor(agency=task.agency),
        subject=Subject("regulations.task", str(task.pk), task.title), new=task.state(), remark=remark,
    )  # fmt: skip
