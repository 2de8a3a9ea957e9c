"""Differences as tasks: one row each over all runs, until the two sides agree or somebody accepts it with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import agency_model, holders
from gongkai.doors.exchange.models import Task
from gongkai.doors.exchange.permissions import MANAGE
from gongkai.doors.exchange.rules import Decision, Facts, Result, TaskKind
from gongkai.engine.publishing.rules import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.doors.exchange.models import Run


@dataclass(frozen=True)
class Found:
    """One line of a comparison; `fields` names what differs, `agency_id` whose it is to see to it."""

    result: Result
    ours: Facts | None
    theirs: Facts | None
    fields: tuple[str, ...]
    agency_id: int

    @property
    def index_number(self) -> str:
        return (self.ours or self.theirs or Facts("", "", "", "", "")).index_number

    @property
    def key(self) -> str:
        if self.ours is not None:
            return self.ours.index_number
        there = self.theirs or Facts("", "", "", "", "")
        return f"there:{there.index_number or digest([there.doc_number, there.title, there.date])}"

    def detail(self) -> dict[str, Any]:
        return {
            "ours": self.ours.as_dict() if self.ours else {},
            "theirs": self.theirs.as_dict() if self.theirs else {},
            "differs": list(self.fields),
        }

    def new_task(self, run: Run) -> Task:
        title = (self.ours or self.theirs or Facts("", "", "", "", "")).title
        detail = self.detail()
        return Task(
            partner=run.partner, kind=TaskKind.DIFFERENCE, result=self.result, key=self.key, run=run,
            agency_id=self.agency_id, index_number=self.index_number, title=title[:300], detail=detail,
            digest=digest([self.result, detail]),
        )  # fmt: skip


@transaction.atomic
def keep_differences(run: Run, found: Sequence[Found]) -> int:
    """Keep a batch of differences in a few queries; return how many are new.

    An open one is renewed; one that was accepted in this very form stays accepted; anything else is listed anew.
    """
    if not found:
        return 0
    wanted = {one.key: one for one in found}
    rows = Task.objects.filter(partner=run.partner, kind=TaskKind.DIFFERENCE, key__in=list(wanted))
    standing = {task.key: task for task in rows.filter(decided_at__isnull=True)}
    accepted = set(rows.filter(decision=Decision.ACCEPT).values_list("key", "digest"))
    new, renewed = [], []
    for key, one in wanted.items():
        task = one.new_task(run)
        if key in standing:
            known = standing[key]
            known.run, known.result, known.detail, known.digest = run, task.result, task.detail, task.digest
            renewed.append(known)
        elif (key, task.digest) not in accepted:
            new.append(task)
    Task.objects.bulk_update(renewed, ["run", "result", "detail", "digest"], batch_size=100)
    # A second worker may list the same at this moment: the constraint decides.
    Task.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def settle_gone(run: Run) -> int:
    """Close what this run no longer found, and tell the officers of each agency how much is open; return how many closed."""
    gone = Task.objects.filter(partner=run.partner, kind=TaskKind.DIFFERENCE, decided_at__isnull=True).exclude(run=run)
    settled = gone.update(
        decision=Decision.GONE, decided_by="系统", decided_at=timezone.now(),
        reason=f"{timezone.localtime():%Y-%m-%d %H:%M}比对时已一致。",
    )  # fmt: skip
    open_now = Task.objects.filter(run=run, decided_at__isnull=True)
    agencies = agency_model().objects.filter(pk__in=open_now.values("agency"))
    for agency in agencies:
        number = open_now.filter(agency=agency).count()
        notify.tell(
            people=holders(MANAGE, agency), title=f"报备比对发现{number}处不一致，请核对处理",
            key=f"exchange-run:{run.pk}:{agency.pk}", url="/desk/exchange/tasks/?kind=difference", kind="exchange",
        )  # fmt: skip
    return settled
