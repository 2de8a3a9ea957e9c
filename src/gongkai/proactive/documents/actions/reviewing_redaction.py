"""What was withheld for the time being is looked at again: it stays so until another day, or the text is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing.actions import Refused
from gongkai.law.grounds import Mode
from gongkai.proactive.documents.actions.moving import subject_of
from gongkai.proactive.documents.permissions import agency_for, check_permission
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import Status
from gongkai.proactive.documents.rules.reviews import REVIEW_DUTY, REVIEW_MONTHS, REVIEW_SOURCE, latest_review

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document


def follow_review(document: Document, edition: Edition, by: Acting, event_seq: int | None) -> None:
    """Start the clock of the next review of what this release withholds, and end that of the one before."""
    subject = subject_of(document, edition.title)
    duties.discharge(rule=REVIEW_DUTY, subject=subject, event_seq=event_seq, by=by)
    if edition.mode != Mode.REDACTED or document.next_review_on is None:
        return
    duties.open_duty(
        rule=REVIEW_DUTY, subject=subject, agency=document.item.agency, division=document.division,
        title=edition.title, reference=document.doc_number, url=f"/desk/documents/{document.pk}/redaction/",
        opened_on=document.next_review_on, event_seq=event_seq, by=by,
    )  # fmt: skip


@transaction.atomic
def keep_redacted(*, document: Document, reason: str, until: dt.date, by: Acting) -> Document:
    """Record that the passages still may not be public, why, and when that is judged again (条例第十八条).

    When they may be public now, the way is a correction: `correct` begins an edition in which marks are taken back.
    """
    check_permission(document, Permission.PUBLISHING_CORRECT, by)
    edition = working_edition(document)
    if document.status != Status.PUBLISHED or edition.mode != Mode.REDACTED:
        raise Refused("只有已删减公开的公文才需要复核。")
    if not reason.strip():
        raise Refused("请写明继续删减的理由。")
    today = timezone.localdate()
    if not today < until <= latest_review(today):
        raise Refused(f"下次复核日期要在今天之后、{REVIEW_MONTHS}个月以内（{REVIEW_SOURCE}）。")
    old, document.next_review_on = document.next_review_on, until
    document.save(update_fields=["next_review_on"])
    event = events.record(
        tag="documents:redaction:review",
        by=by.actor(Permission.PUBLISHING_CORRECT, agency_for(document, Permission.PUBLISHING_CORRECT)),
        subject=subject_of(document, edition.title),
        old={"next_review_on": old.isoformat() if old else None},
        new={"next_review_on": until.isoformat(), "result": "继续删减"},
        remark=reason.strip(),
    )
    follow_review(document, edition, by, event.seq)
    return document
