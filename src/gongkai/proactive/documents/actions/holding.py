"""A document held after its signature: whoever signs for the house ends it or lets it go on, with a reason on record.

History stays whole: number, reviews and wording are kept, the decision is a row and an event of its own (R027).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.queries import NotAllowed
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import State
from gongkai.proactive.documents.actions.moving import move, subject_of
from gongkai.proactive.documents.models import Document, HoldDecision
from gongkai.proactive.documents.permissions import check_move, check_permission
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.queries.holds import holds_of
from gongkai.proactive.documents.rules import HOLD_DECISIONS, PUBLICATION_DUTY, STATUS_NAMES, Status
from gongkai.proactive.documents.rules.holds import RECALL_ONLY

if TYPE_CHECKING:
    from gongkai.base.organisations.queries import Acting

AFTER_SIGNATURE = frozenset({Status.SIGNED, Status.ISSUED})


def _locked(document: Document, reason: str) -> list[str]:
    """Lock and refresh; return why it is held. Raises Refused when it is not, or there is nothing to decide."""
    Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    document.refresh_from_db()
    if document.status not in AFTER_SIGNATURE:
        raise Refused(f"这份公文现在是“{STATUS_NAMES[Status(document.status)]}”，不能在这里决定。请刷新页面。")
    held = holds_of(document)
    if not held:
        raise Refused(RECALL_ONLY)
    if not reason.strip():
        raise Refused("请写明理由。")
    return held


def _decided(document: Document, decision: str, reason: str, by: Acting) -> None:
    if by.person is None:
        raise NotAllowed("停止办理或者继续办理须由签发领导本人决定。")
    actor = by.actor(Permission.DOCUMENTS_SIGN, document.item.agency)
    HoldDecision.objects.create(
        document=document, decision=decision, reason=reason.strip(), by=by.person, by_name=actor.name, role=actor.role,
        at=timezone.now(),
    )  # fmt: skip


@transaction.atomic
def stop(*, document: Document, reason: str, by: Acting) -> Document:
    """End a held document for good: hour of release and clock end with it; its number stays taken. Raises Refused."""
    check_move(document, Status.ABANDONED, by)
    held = _locked(document, reason)
    _decided(document, "stop", reason, by)
    edition = working_edition(document)
    if edition.state == State.SCHEDULED:
        publishing.unschedule(edition=edition, by=by)
        edition.refresh_from_db()
    publishing.discard(edition=edition, by=by, reason=reason.strip())
    duties.cancel(rule=PUBLICATION_DUTY, subject=subject_of(document), reason=f"停止办理：{reason.strip()}", by=by)
    approver = by.person.name if by.person else ""
    move(
        document, Status.ABANDONED, by=by, title=edition.title, remark=reason.strip(),
        new={"held": held, "approver": approver},
    )  # fmt: skip
    return document


@transaction.atomic
def go_on(*, document: Document, reason: str, by: Acting) -> Document:
    """Let a held document go on as it is. Whoever holds it asks `queries.holds.gone_on_at` and holds it no more."""
    check_permission(document, Permission.DOCUMENTS_SIGN, by)
    held = _locked(document, reason)
    _decided(document, "go-on", reason, by)
    events.record(
        tag="documents:document:go_on", by=by.actor(Permission.DOCUMENTS_SIGN, document.item.agency),
        subject=subject_of(document, working_edition(document).title),
        new={"result": HOLD_DECISIONS["go-on"], "held": held}, remark=reason.strip(),
    )  # fmt: skip
    return document
