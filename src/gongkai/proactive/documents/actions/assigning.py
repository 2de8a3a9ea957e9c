"""Handing a draft to another drafter. Handing over is no decision: nothing of the wording or its reviews changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.events import actions as events
from gongkai.base.organisations.queries import check, holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.permissions import check_can_read
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Person
    from gongkai.base.organisations.queries import Acting


@transaction.atomic
def assign_drafter(*, document: Document, person: Person, by: Acting) -> Document:
    """Give a draft to another drafter of the drafting body; head of division or office may do so.

    The author of the wording stays on record: who wrote it may not review it, whoever holds the draft now.
    """
    check_can_read(document, by)
    agency = document.drafting_agency
    if by.grant_for(Permission.DOCUMENTS_CHECK, agency) is None:
        check(by, Permission.DOCUMENTS_HEAD_REVIEW, agency, document.division_id)
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("只有拟稿和退文中的稿件可以交办。")
    if person not in holders(Permission.DOCUMENTS_DRAFT, agency):
        raise Refused(f"{person.name}目前不能在{agency.label}拟稿。")
    old, document.drafter = document.drafter, person
    document.save(update_fields=["drafter"])
    events.record(
        tag="documents:document:assign",
        by=by.actor(agency=agency),
        subject=subject_of(document, working_edition(document).title),
        old={"drafter": old.name if old else None},
        new={"drafter": person.name},
    )
    return document
