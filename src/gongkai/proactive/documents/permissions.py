"""May this happen to this document now, and may this person do it. `check_…` raises with a sentence for the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.organisations.queries import Acting, Grant, NotAllowed, OutOfSight, check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.rules import OWNERS, STATUS_NAMES, TRANSITIONS, Move, Status

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.proactive.documents.models import Document

# These permissions are held where the document is drafted; all others where it is issued.
DRAFTING = frozenset({Permission.DOCUMENTS_DRAFT, Permission.DOCUMENTS_HEAD_REVIEW})


def agency_for(document: Document, permission: Permission) -> Agency:
    return document.drafting_agency if permission in DRAFTING else document.item.agency


def move_for(document: Document, to: Status) -> Move:
    """Return the move, or raise Refused naming whose turn it is."""
    status = Status(document.status)
    move = TRANSITIONS[status].get(to)
    if move is None:
        raise Refused(
            f"这份公文现在处于“{STATUS_NAMES[status]}”，由{OWNERS[status]}办理，"
            f"不能转到“{STATUS_NAMES[to]}”。请刷新页面查看最新状态。"
        )
    return move


def check_move(document: Document, to: Status, by: Acting) -> Grant | None:
    """Check both questions for one row of the table; returns the grant used."""
    move = move_for(document, to)
    return check_permission(document, move.permission, by)


def check_permission(document: Document, permission: Permission, by: Acting) -> Grant | None:
    check_can_read(document, by)
    agency = agency_for(document, permission)
    division = document.division_id if permission is Permission.DOCUMENTS_HEAD_REVIEW else None
    if not by.sees(agency):
        # The document is visible through the other agency, so 403 with a sentence, not 404.
        raise NotAllowed(f"这一步由{agency.label}办理。")
    grant = check(by, permission, agency, division)
    is_drafter = by.person is not None and document.drafter_id == by.person.pk
    if permission is Permission.DOCUMENTS_DRAFT and not is_drafter and grant is not None:
        _check_same_division(document, grant)
    return grant


def _check_same_division(document: Document, grant: Grant) -> None:
    if grant.division_id is not None and document.division_id not in {None, grant.division_id}:
        raise NotAllowed("这份稿件由其他科室起草，请由起草科室的同志修改。")


def check_can_read(document: Document, by: Acting) -> None:
    """Raise OutOfSight unless the person may read documents in the issuing or the drafting agency."""
    if by.system:
        return
    for agency in (document.item.agency, document.drafting_agency):
        if by.grant_for(Permission.DOCUMENTS_READ, agency) or by.grant_for(Permission.EXCHANGE_INTAKE, agency):
            return
    raise OutOfSight


def can_move(document: Document, to: Status, by: Acting) -> bool:
    try:
        check_move(document, to, by)
    except (Refused, NotAllowed, OutOfSight):
        return False
    return True
