"""What follows a decision on a task, and the buttons on a message: again, hold, drop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.actions.applying import OPEN, adopt, apply, settle
from gongkai.doors.exchange.actions.client import Unreachable
from gongkai.doors.exchange.actions.filing import file_again
from gongkai.doors.exchange.actions.papers import paper
from gongkai.doors.exchange.actions.recalling import take_back
from gongkai.doors.exchange.actions.sending import wake
from gongkai.doors.exchange.actions.tasks import close
from gongkai.doors.exchange.models import Handover, Message, Task
from gongkai.doors.exchange.permissions import MANAGE, Refused, check_manage
from gongkai.doors.exchange.rules import DECISIONS, FILINGS, Decision, Direction, State, TaskKind
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents import queries as document_queries
from gongkai.proactive.documents.rules import TRANSITIONS, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document

HELD = "来文单位已撤回，停止公开"


@transaction.atomic
def decide(*, task: Task, decision: Decision, reason: str, by: Acting) -> Task:
    """Decide and do what follows. Raises Refused when this task does not offer it, or the document's turn forbids it."""
    check_manage(task.agency, by)
    if decision not in DECISIONS[task.kind]:
        raise Refused("这件待办不能这样处理，请在列出的几项中选择。")
    close(task=task, decision=decision, reason=reason, by=by)
    match decision:
        case Decision.ADOPT:
            _adopt(task, by)
        case Decision.KEEP:
            _keep(task, reason)
        case Decision.STOP:
            _stop(task, reason)
        case Decision.RESEND:
            _resend(task, by)
        case _:
            pass  # the decision itself is what is kept
    return task


def _message(task: Task) -> Message:
    if task.message_id is None:
        raise Refused("这件待办没有对应的来件。")
    return Message.objects.select_for_update(of=("self",)).select_related("partner__agency").get(pk=task.message_id)


def _handover(task: Task) -> Handover:
    found = Handover.objects.filter(item__key=task.index_number).first()
    if found is None:
        raise Refused("这份公文不是由对接系统送来的，请在公文页面上修改。")
    return found


def _adopt(task: Task, by: Acting) -> None:
    message, handover = _message(task), _handover(task)
    document = paper(handover)
    if document.status == Status.PUBLISHED:
        documents.correct(document=document, note=f"来文单位更正：{task.reason}", by=by)
        document.refresh_from_db()
    if document.status not in OPEN:
        raise Refused("公文正在审查中，不能直接改写。请先由审查人退回，再采用来文内容。")
    adopt(message, handover, document, by)


def _keep(task: Task, reason: str) -> None:
    settle(_message(task), State.DROPPED, f"经核保留现有内容：{reason}")


def _stop(task: Task, reason: str) -> None:
    """End a draft, send a paper in review back and end it; what is signed stays held by `recalled`, see reactions."""
    document = _document(task.index_number)
    if document.status == Status.PUBLISHED:
        raise Refused("公文已经公开，请先在公文页面办理撤下，写明原因。")
    system = the_system("exchange")
    if Status.RETURNED in TRANSITIONS[Status(document.status)]:
        documents.return_(document=document, by=system, cause="其他", detail=f"{HELD}：{reason}")
        document.refresh_from_db()
    if document.status in OPEN:
        documents.abandon(document=document, reason=f"{HELD}：{reason}", by=system)


def _document(index_number: str) -> Document:
    return document_queries.visible_to(the_system("exchange")).get(item__key=index_number)


def _resend(task: Task, by: Acting) -> None:
    message = task.message
    if task.kind == TaskKind.DEAD and message is not None:
        retry(message=message, reason=task.reason, by=by)
    elif file_again(task.partner, task.index_number) is None:
        raise Refused("本平台没有可以报送的公开内容（可能已撤下或不向社会公开），请改选其他处理办法。")


# --- buttons on a message -----------------------------------------------------------------------------


def _note(tag: str, message: Message, reason: str, by: Acting) -> None:
    events.record(
        tag=tag, by=by.actor(MANAGE, message.partner.agency), subject=Subject("exchange-message", message.key),
        new={"partner": message.partner.code, "state": message.state}, remark=reason.strip(),
    )  # fmt: skip


def _locked(message: Message, reason: str, by: Acting) -> Message:
    check_manage(message.partner.agency, by)
    if not reason.strip():
        raise Refused("请写明原因。")
    return Message.objects.select_for_update(of=("self",)).select_related("partner__agency").get(pk=message.pk)


@transaction.atomic
def retry(*, message: Message, reason: str, by: Acting) -> Message:
    """Try again at once: an incoming message that waits is applied, an outgoing one is sent under its old key."""
    message = _locked(message, reason, by)
    if message.direction == Direction.IN:
        if message.state != State.PARKED:
            raise Refused("这件来件已经办理，或已列为待办，不能重新办理。")
        apply(message, the_system("exchange"))
    else:
        if message.state not in {State.DEAD, State.HELD, State.QUEUED, State.REJECTED}:
            raise Refused("这件去件已送达或已放弃，不必重发；如需再报，请在待办中选择重新报送。")
        now = timezone.now()
        message.partner.failures, message.partner.resting_until = 0, None
        message.partner.save(update_fields=["failures", "resting_until"])
        message.state, message.tries, message.next_try_at, message.done_at = State.QUEUED, 0, now, None
        message.lease_until = None
        message.save()
        wake(message, now)
    _note("exchange:message:retry", message, reason, by)
    return message


@transaction.atomic
def hold(*, message: Message, reason: str, by: Acting) -> Message:
    """Do not send for now. A receipt of an earlier try still counts."""
    message = _locked(message, reason, by)
    if message.direction != Direction.OUT or message.state != State.QUEUED:
        raise Refused("只有待发送的去件可以暂缓。")
    message.state, message.next_try_at, message.note = State.HELD, None, reason.strip()[:500]
    message.save()
    _note("exchange:message:park", message, reason, by)
    return message


@transaction.atomic
def drop(*, message: Message, reason: str, by: Acting) -> Message:
    """Give a message up for good, with a reason; its row, tries and answers stay."""
    message = _locked(message, reason, by)
    if message.state not in {State.PARKED, State.QUEUED, State.HELD, State.DEAD, State.REJECTED}:
        raise Refused("这件消息已办结，或须在待办中处理，不能放弃。")
    if Task.objects.filter(message=message, decided_at__isnull=True).exclude(kind=TaskKind.DEAD).exists():
        raise Refused("这件消息已列为待办，请在待办中处理。")
    if message.kind in FILINGS:
        try:
            take_back(message)
        except Unreachable as error:
            raise Refused(f"{error}放弃之前须先取回，请检查挂载后再试。") from error
    message.next_try_at = None
    settle(message, State.DROPPED, reason.strip())
    Task.objects.filter(message=message, decided_at__isnull=True).update(
        decision=Decision.ACCEPT, reason=reason.strip()[:500], decided_at=timezone.now(),
        decided_by=by.person.name if by.person else "系统",
    )  # fmt: skip
    _note("exchange:message:drop", message, reason, by)
    return message
