"""Runs and pages for those who may take over."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import OutOfSight, agencies_where, check
from gongkai.base.organisations.rules import Permission
from gongkai.doors.takeover.models import OldPage, Run
from gongkai.doors.takeover.rules import AT_WORK, OPEN_FATES, QUIET_SECONDS, TAKEN_BEFORE, Fate, State

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting


def runs_for(by: Acting) -> QuerySet[Run]:
    return Run.objects.filter(agency__in=agencies_where(by, Permission.TAKEOVER_RUN)).select_related("agency")


def run_of(pk: int, by: Acting) -> Run:
    """Return a run this person may see. Raises OutOfSight, NotAllowed."""
    run = Run.objects.select_related("agency").filter(pk=pk).first()
    if run is None:
        raise OutOfSight
    check(by, Permission.TAKEOVER_RUN, run.agency)
    return run


def pages_of(run: Run, *, fate: str = "", text: str = "") -> QuerySet[OldPage]:
    pages = run.pages.select_related("agency", "copy_of").defer("signature")
    if fate:
        pages = pages.filter(fate=fate)
    if text:
        pages = pages.filter(title__icontains=text) | pages.filter(address__icontains=text)
    return pages


def page_of(run: Run, pk: int) -> OldPage:
    page = run.pages.select_related("agency", "copy_of").filter(pk=pk).first()
    if page is None:
        raise OutOfSight
    return page


@dataclass(frozen=True)
class Progress:
    """How far long work is. `quiet` says that nothing moved for so long that its process has probably died."""

    done: int
    total: int
    stopped: bool
    quiet: bool

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0


def progress_of(run: Run) -> Progress | None:
    """Return how far the scan or the taking over is; None when neither is under way."""
    if run.state not in AT_WORK:
        return None
    standing = counts(run)
    done = sum(standing.values()) if run.state == State.SCANNING else standing[Fate.DONE]
    total = run.total if run.state == State.SCANNING else done + standing[Fate.READY]
    last = run.moved_at or run.created_at
    quiet = run.stopped_at is None and timezone.now() - last > dt.timedelta(seconds=QUIET_SECONDS)
    return Progress(done, total, run.stopped_at is not None, quiet)


def counts(run: Run) -> Counter[str]:
    rows = run.pages.order_by().values("fate").annotate(n=Count("pk")).values_list("fate", "n")
    return Counter(dict(rows))


def unfinished(folder: str, agency: Agency) -> Run | None:
    """Return the run over this folder that was begun and not brought to an end."""
    open_states = (State.SCANNING, State.SCANNED, State.COMMITTING)
    return Run.objects.filter(folder=folder, agency=agency, state__in=open_states).first()


def missing_steps(run: Run) -> list[str]:
    """Return what speaks against going on, in sentences; empty when pages can be taken over."""
    standing = counts(run)
    if run.state == State.SCANNING:
        return ["还没有扫描完。"]
    if run.state not in {State.SCANNED, State.COMMITTING}:
        return ["这一批已经结束。"]
    if standing[Fate.READY]:
        return []
    before = run.pages.filter(fate=Fate.DUPLICATE, reason__startswith=TAKEN_BEFORE).count()
    if before and not any(standing[fate] for fate in OPEN_FATES):
        return [f"没有新的页面：其中 {before} 页此前已接管，其余不接管。"]
    return ["没有可以接管的页面，请先处理拦下的页面或修改对应规则。"]
