"""How the backups stand: the last good one, the last restore test, what is late."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.base.events import queries as events
from gongkai.oversight.safety.models import BackupRun
from gongkai.oversight.safety.rules import RunKind, RunState
from gongkai.oversight.safety.rules.backups import backup_late, test_late


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """`late` and `test_late` say by how much something is overdue, zero or less when it is not."""

    good: BackupRun | None
    test: BackupRun | None
    newest: BackupRun | None
    late: dt.timedelta
    test_late: dt.timedelta

    @property
    def is_late(self) -> bool:
        return self.late > dt.timedelta(0)

    @property
    def test_is_late(self) -> bool:
        return self.test_late > dt.timedelta(0)


def runs(*, kind: str = "", state: str = "") -> QuerySet[BackupRun]:
    rows = BackupRun.objects.all()
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(state=state) if state else rows


def backup_standing(now: dt.datetime | None = None) -> BackupStanding:
    moment = now or timezone.now()
    good = runs(kind=RunKind.BACKUP, state=RunState.DONE).first()
    test = runs(kind=RunKind.RESTORE_TEST, state=RunState.DONE).first()
    began = _began() or moment
    return BackupStanding(
        good, test, runs(kind=RunKind.BACKUP).first(),
        backup_late(good.started_at if good else None, began, moment),
        test_late(test.started_at if test else None, began, moment),
    )  # fmt: skip


def _began() -> dt.datetime | None:
    """Return when the platform's record begins."""
    first = events.events().order_by("seq").first()
    return first.at if first else None
