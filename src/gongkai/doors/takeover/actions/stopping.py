"""Stopping long work and going on with it, from the desk. The work itself asks between two batches whether it may go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.doors.takeover.actions.refusals import Refused, Stopped
from gongkai.doors.takeover.models import Run
from gongkai.doors.takeover.rules import AT_WORK

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

JOB = "takeover.commit"


@transaction.atomic
def stop(*, run: Run, why: str, by: Acting) -> Run:
    """Stop scanning or taking over after the batch that is under way. Raises Refused when nothing is under way."""
    run = _locked(run, by)
    if run.state not in AT_WORK:
        raise Refused("这一批没有正在进行的扫描或接管，不需要暂停。")
    if run.stopped_at is not None:
        raise Refused("这一批已经暂停。")
    run.stopped_at, run.stopped_why = timezone.now(), why.strip()[:200]
    run.save(update_fields=["stopped_at", "stopped_why"])
    _note("stop", run, by, run.stopped_why)
    return run


@transaction.atomic
def resume(*, run: Run, by: Acting) -> Run:
    """Let the worker go on where the run stands, whether it was stopped or its process died. Raises Refused otherwise."""
    run = _locked(run, by)
    if run.state not in AT_WORK:
        raise Refused("这一批没有中断的扫描或接管，不需要继续。")
    clear(run, by)
    jobs.enqueue(kind=JOB, payload={"run": run.pk}, key=str(run.pk))
    return run


def clear(run: Run, by: Acting) -> None:
    """Take back a stop, in the caller's transaction."""
    if run.stopped_at is None:
        return
    run.stopped_at, run.stopped_why = None, ""
    run.save(update_fields=["stopped_at", "stopped_why"])
    _note("resume", run, by)


def keep_on(run: Run) -> None:
    """Note that the run moves; raises Stopped when somebody stopped it or ended it. Called between batches."""
    if not Run.objects.filter(pk=run.pk, state=run.state, stopped_at=None).update(moved_at=timezone.now()):
        raise Stopped(
            "这一批已暂停（或者已由另一个进程做完），做完的都保留。可在后台“旧站接管”中继续，或者重新运行同一命令。"
        )


def _locked(run: Run, by: Acting) -> Run:
    check(by, Permission.TAKEOVER_RUN, run.agency)
    return Run.objects.select_for_update(of=("self",)).select_related("agency").get(pk=run.pk)


def _note(verb: str, run: Run, by: Acting, remark: str = "") -> None:
    events.record(
        tag=f"takeover:run:{verb}",
        by=by.actor(Permission.TAKEOVER_RUN, run.agency),
        subject=Subject("takeover-run", str(run.pk), str(run)),
        remark=remark,
    )
