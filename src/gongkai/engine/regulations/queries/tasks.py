"""Update tasks as lists, figures and rows for export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.base.organisations.queries import OutOfSight, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.engine.regulations.models import UpdateTask
from gongkai.engine.regulations.rules import OUTCOME_NAMES, REASON_NAMES, Outcome

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

READERS = (Permission.REGULATIONS_MANAGE, Permission.DUTIES_READ)
EXPORT_HEADS = (
    "文件", "责任机关", "法规", "事由", "原版本施行日期", "现行版本施行日期", "发现日期", "应处理日期", "期限来源", "状态", "办结时间", "办理人",
    "理由",
)  # fmt: skip


def readable(by: Acting) -> QuerySet[UpdateTask]:
    """Return the tasks that somebody may see: of their own agencies, and below where a post reaches down."""
    rows = UpdateTask.objects.select_related("agency", "law", "old_version", "new_version", "item")
    if by.system:
        return rows
    seen = Q()
    for permission in READERS:
        seen |= Q(agency__in=agencies_where(by, permission))
    return rows.filter(seen)


def tasks(by: Acting, *, outcome: str = "", reason: str = "", text: str = "") -> QuerySet[UpdateTask]:
    """Return the tasks of a filter, the most urgent first."""
    rows = readable(by)
    if outcome in OUTCOME_NAMES:
        rows = rows.filter(outcome=outcome)
    if reason in REASON_NAMES:
        rows = rows.filter(reason=reason)
    for word in text.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(law__title__icontains=word))
    return rows.order_by("due_on", "pk")


def task(pk: int, by: Acting) -> UpdateTask:
    """Raises OutOfSight where there is none that this person may see."""
    found = readable(by).filter(pk=pk).first()
    if found is None:
        raise OutOfSight
    return found


def counts(by: Acting, *, today: dt.date | None = None) -> dict[str, int]:
    """Return how many tasks there are by outcome, and how many are `late`."""
    day = today or timezone.localdate()
    rows = readable(by).order_by()
    found = dict.fromkeys(OUTCOME_NAMES, 0) | dict(rows.values_list("outcome").annotate(n=Count("pk")))
    return found | {"late": rows.filter(outcome=Outcome.OPEN, due_on__lt=day).count()}


def open_tasks(by: Acting) -> QuerySet[UpdateTask]:
    return readable(by).filter(outcome=Outcome.OPEN)


def export_rows(by: Acting) -> Iterator[tuple[Any, ...]]:
    """Yield heads and rows of all tasks that somebody may see."""
    yield EXPORT_HEADS
    for row in readable(by).order_by("opened_on", "pk").iterator(chunk_size=500):
        yield (
            row.title, row.agency.name, row.law.title, REASON_NAMES[row.reason],
            row.old_version.effective_on if row.old_version else "", row.new_version.effective_on if row.new_version else "",
            row.opened_on, row.due_on, row.due_source, OUTCOME_NAMES[row.outcome],
            timezone.localtime(row.closed_at).strftime("%Y-%m-%d %H:%M") if row.closed_at else "", row.decided_by, row.decision,
        )  # fmt: skip


def tasks_of_item(item_id: int) -> QuerySet[UpdateTask]:
    """Return the open tasks of a public page, for its own desk page."""
    return UpdateTask.objects.filter(item_id=item_id, outcome=Outcome.OPEN).select_related("law", "agency")
