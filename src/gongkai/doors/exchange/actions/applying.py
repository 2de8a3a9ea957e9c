"""Doing what a message asks, as far as the document's turn allows; what comes too early waits, what contradicts is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.actions.papers import (
    add_files,
    create,
    digest_of_papers,
    kept,
    paper,
    rewrite,
    sides,
    submit_if_whole,
)
from gongkai.doors.exchange.actions.tasks import open_task
from gongkai.doors.exchange.models import Handover, Message
from gongkai.doors.exchange.permissions import Refused
from gongkai.doors.exchange.rules import Direction, MessageKind, State, TaskKind
from gongkai.doors.exchange.rules.comparing import key_of_number
from gongkai.engine.publishing.actions import Refused as NotNow
from gongkai.engine.publishing.actions import unschedule
from gongkai.engine.publishing.rules import State as EditionState
from gongkai.proactive.documents import actions as documents
from gongkai.proactive.documents import queries as document_queries
from gongkai.proactive.documents.rules import STATUS_NAMES, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting
    from gongkai.proactive.documents.models import Document

OPEN = frozenset({Status.DRAFT, Status.RETURNED})
OVER = frozenset({Status.ABANDONED, Status.SEALED, Status.SERVED, Status.WITHDRAWN})
# What waits for a document is done in this order, whatever the order of arrival.
TURN = {MessageKind.ATTACHMENT: 1, MessageKind.CORRECTION: 2, MessageKind.WITHDRAWAL: 3}


def apply(message: Message, by: Acting) -> None:
    """Do it, inside the caller's transaction, and write down how it stands."""
    handover = Handover.objects.filter(partner=message.partner, external_id=message.external_id).first()
    if message.kind == MessageKind.DOCUMENT:
        _document(message, handover, by)
        return
    if handover is None:
        settle(message, State.PARKED, f"编号“{message.external_id}”的公文还没有收到，收到后自动办理。")
        return
    _on_document(message, handover, by)


def _on_document(message: Message, handover: Handover, by: Acting) -> None:
    document = paper(handover)
    message.index_number = document.item.key
    match message.kind:
        case MessageKind.ATTACHMENT:
            _attachment(message, handover, document, by)
        case MessageKind.CORRECTION:
            _correction(message, handover, document, by)
        case _:
            _withdrawal(message, document, by)


def settle(message: Message, state: State, note: str = "") -> None:
    """Write the state; what is done needs its content and files here no longer: they stand with the document."""
    message.state, message.note = state, note[:500]
    if state in {State.APPLIED, State.DROPPED}:
        message.done_at = timezone.now()
        message.payload = {name: value for name, value in message.payload.items() if name in {"sequence", "reason"}}
        message.files.all().delete()
    message.save()


def _record(message: Message, by: Acting) -> None:
    events.record(
        tag="exchange:message:apply", by=by.actor(agency=message.partner.agency),
        subject=Subject("document", message.index_number),
        new={"kind": message.kind, "receipt": message.receipt, "partner": message.partner.code},
    )  # fmt: skip


# --- the document itself ------------------------------------------------------------------------------


def _document(message: Message, handover: Handover | None, by: Acting) -> None:
    content = digest_of_papers(message)
    if handover is not None:
        message.index_number = handover.item.key
        _again(message, paper(handover), same=handover.digest == content)
        return
    number = str(message.payload["document"].get("doc_number") or "")
    standing = _of_number(message, number)
    if standing is not None:
        message.index_number = standing.item.key
        _again(message, standing, same=not sides(message, standing)["differs"])
        return
    document = create(message, by)
    made = Handover.objects.create(
        partner=message.partner, external_id=message.external_id, item=document.item,
        number_key=key_of_number(number)[:60], digest=content,
        kept_digest=kept(document), awaited=int(message.payload["document"].get("attachments_to_follow") or 0),
        submit=bool(message.payload["document"].get("submit", True)),
    )  # fmt: skip
    message.index_number = document.item.key
    settle(message, State.APPLIED, "已收为公文稿件。")
    _record(message, by)
    apply_waiting(made, by)
    submit_if_whole(made, by)


def _of_number(message: Message, number: str) -> Document | None:
    """Return the document that bears this number already, handed over or written here."""
    if not number:
        return None
    earlier = Handover.objects.filter(number_key=key_of_number(number)[:60], partner__agency=message.partner.agency)
    first = earlier.first()
    return paper(first) if first is not None else document_queries.number_taken(number)


def _again(message: Message, document: Document, *, same: bool) -> None:
    if same:
        settle(message, State.APPLIED, "与已收来文相同，未再办理。")
        return
    message.state, message.note = State.CONFLICT, "同一公文再次送来而内容不同，已列为待办，由人工核定。"
    message.save()
    _ask(message, document, TaskKind.CONFLICT)


def _ask(message: Message, document: Document, kind: TaskKind) -> None:
    edition = document_queries.working_edition(document)
    open_task(
        partner=message.partner, kind=kind, key=message.key, agency=document.item.agency, title=edition.title,
        detail=sides(message, document), message=message, index_number=document.item.key,
    )  # fmt: skip


def apply_waiting(handover: Handover, by: Acting) -> int:
    """Do what arrived before its document, or while that was out of reach; return how many were done."""
    waiting = Message.objects.filter(
        partner=handover.partner, direction=Direction.IN, external_id=handover.external_id, state=State.PARKED
    ).select_related("partner__agency")  # fmt: skip
    done = 0
    for message in sorted(waiting, key=lambda one: (TURN.get(MessageKind(one.kind), 0), one.pk)):
        done += _do_waiting(message, handover, by)
    return done


def _do_waiting(message: Message, handover: Handover, by: Acting) -> bool:
    """Do one of them. What cannot be done keeps neither its document nor the others out: it is asked about."""
    try:
        with transaction.atomic():
            _on_document(message, handover, by)
    except (Refused, NotNow, FileRefused) as error:
        message = Message.objects.select_related("partner__agency").get(pk=message.pk)
        message.index_number = handover.item.key
        settle(message, State.PARKED, str(error))
        _ask(message, paper(handover), TaskKind.SUPPLEMENT)
    return message.state == State.APPLIED


# --- what follows a document --------------------------------------------------------------------------


def _attachment(message: Message, handover: Handover, document: Document, by: Acting) -> None:
    if document.status in OVER:
        settle(message, State.DROPPED, f"公文{STATUS_NAMES[Status(document.status)]}，附件未并入。")
        return
    if document.status not in OPEN:
        settle(message, State.PARKED, "公文已送审或公开，退回或更正后并入，已列为待办。")
        _ask(message, document, TaskKind.SUPPLEMENT)
        return
    add_files(message, document, by)
    settle(message, State.APPLIED, "附件已并入。")
    _record(message, by)
    submit_if_whole(handover, by)


def _correction(message: Message, handover: Handover, document: Document, by: Acting) -> None:
    sequence = int(message.payload.get("sequence") or 1)
    if sequence <= handover.sequence:
        settle(message, State.APPLIED, f"已并入第{handover.sequence}次更正，这一次较早，未再并入。")
    elif document.status in OVER:
        settle(message, State.DROPPED, f"公文{STATUS_NAMES[Status(document.status)]}，更正未并入。")
    elif document.status not in OPEN:
        settle(message, State.PARKED, "公文已送审或公开，更正待人工核定。")
        _ask(message, document, TaskKind.SUPPLEMENT)
    elif kept(document) != handover.kept_digest:
        message.state, message.note = State.CONFLICT, "稿件在平台上改过，更正与之不同，已列为待办。"
        message.save()
        _ask(message, document, TaskKind.CONFLICT)
    else:
        adopt(message, handover, document, by)
        submit_if_whole(handover, by)


def adopt(message: Message, handover: Handover, document: Document, by: Acting) -> None:
    """Write what was sent over the draft. Raises Refused where the draft may not be written now."""
    rewrite(message, document, by)
    handover.sequence = max(handover.sequence, int(message.payload.get("sequence") or 1))
    handover.kept_digest = kept(document)
    handover.save(update_fields=["sequence", "kept_digest"])
    settle(message, State.APPLIED, "来文内容已并入。")
    _record(message, by)


def _withdrawal(message: Message, document: Document, by: Acting) -> None:
    """Before publication it stops the document: a draft ends at once, anything later is held until somebody decides."""
    reason = str(message.payload.get("reason") or "来文单位撤回")
    edition = document_queries.working_edition(document)
    if document.status in OVER:
        settle(message, State.APPLIED, f"公文{STATUS_NAMES[Status(document.status)]}，无需再撤回。")
        return
    if document.status in OPEN and edition.number == 1:
        documents.abandon(document=document, reason=f"来文单位撤回：{reason}", by=by)
        settle(message, State.APPLIED, "公文尚未送审，已终止办理。")
        _record(message, by)
        return
    open_task(
        partner=message.partner, kind=TaskKind.RECALL, key=message.key, agency=document.item.agency,
        title=edition.title, message=message, index_number=document.item.key,
        detail={"ours": {"title": edition.title, "status": STATUS_NAMES[Status(document.status)]}, "theirs": {}, "reason": reason},
    )  # fmt: skip
    if edition.state == EditionState.SCHEDULED:
        unschedule(edition=edition, by=the_system("exchange"))
    public = document.status == Status.PUBLISHED
    words = "公文已公开，是否撤下由人工核定。" if public else "已停止公开，待人工核定。"
    settle(message, State.APPLIED, words)
    _record(message, by)
