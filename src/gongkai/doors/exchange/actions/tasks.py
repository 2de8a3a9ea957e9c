"""Opening tasks; deciding on them stands in `deciding`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import holders, the_system
from gongkai.doors.exchange.models import Task
from gongkai.doors.exchange.permissions import MANAGE, Refused, check_manage
from gongkai.doors.exchange.rules import TASK_NAMES, Decision, TaskKind
from gongkai.engine.publishing.rules import digest

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency, Person
    from gongkai.base.organisations.queries import Acting
    from gongkai.doors.exchange.models import Message, Partner


def subject_of(task: Task) -> Subject:
    return Subject("exchange-task", str(task.pk), TASK_NAMES[task.kind])


@transaction.atomic
def open_task(
    *, partner: Partner, kind: TaskKind, key: str, agency: Agency, title: str, detail: dict[str, Any],
    message: Message | None = None, index_number: str = "",
) -> Task:  # fmt: skip
    """List something for a person to decide, once: while it is open, a second one of the same key only renews it."""
    standing = Task.objects.filter(partner=partner, kind=kind, key=key, decided_at__isnull=True).first()
    if standing is not None:
        standing.detail, standing.message = detail, message or standing.message
        standing.save(update_fields=["detail", "message"])
        return standing
    people = holders(MANAGE, agency)
    task = Task.objects.create(
        partner=partner, kind=kind, key=key, agency=agency, title=title[:300], detail=detail, message=message,
        index_number=index_number, digest=digest(detail), owner=people[0] if len(people) == 1 else None,
    )  # fmt: skip
    events.record(
        tag="exchange:task:open", by=the_system("exchange").actor(agency=agency), subject=subject_of(task),
        new={"partner": partner.code, "index_number": index_number},
    )  # fmt: skip
    notify.tell(
        people=people, title=f"{TASK_NAMES[kind]}：{title}", key=f"exchange-task:{task.pk}",
        url=f"/desk/exchange/tasks/{task.pk}/", kind="exchange", about=f"exchange:{index_number or key}",
    )  # fmt: skip
    return task


def close_open(*, partner: Partner, kind: TaskKind, key: str, decision: Decision, reason: str) -> int:
    """Close what settled itself (a late receipt, a correction that came); the platform signs for it."""
    return Task.objects.filter(partner=partner, kind=kind, key=key, decided_at__isnull=True).update(
        decision=decision, reason=reason, decided_by="系统", decided_at=timezone.now()
    )


@transaction.atomic
def assign(*, task: Task, owner: Person, by: Acting) -> Task:
    """Say who sees to it. Raises Refused for somebody who could not decide."""
    check_manage(task.agency, by)
    if owner not in holders(MANAGE, task.agency):
        raise Refused(f"{owner.name}没有办理系统对接的岗位，请另选承办人。")
    task.owner = owner
    task.save(update_fields=["owner"])
    events.record(
        tag="exchange:task:assign",
        by=by.actor(MANAGE, task.agency),
        subject=subject_of(task),
        new={"owner": owner.name},
    )
    notify.tell(
        people=[owner], title=f"请办理：{TASK_NAMES[task.kind]}", key=f"exchange-owner:{task.pk}:{owner.pk}",
        url=f"/desk/exchange/tasks/{task.pk}/", kind="exchange",
    )  # fmt: skip
    return task


@transaction.atomic
def close(*, task: Task, decision: Decision, reason: str, by: Acting) -> Task:
    """Write the decision down. Raises Refused when somebody else was first or the reason is missing."""
    if not reason.strip():
        raise Refused("请写明处理说明。")
    closed = Task.objects.filter(pk=task.pk, decided_at__isnull=True).update(
        decision=decision, reason=reason.strip()[:500], decided_at=timezone.now(),
        decided_by=by.person.name if by.person else "系统",
    )  # fmt: skip
    if not closed:
        raise Refused("这件待办刚刚已由其他同志处理，请刷新页面查看。")
    task.refresh_from_db()
    events.record(
        tag="exchange:task:decide", by=by.actor(MANAGE, task.agency), subject=subject_of(task),
        new={"decision": decision, "index_number": task.index_number}, remark=reason.strip(),
    )  # fmt: skip
    return task
