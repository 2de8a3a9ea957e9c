"""Publication, correction, withdrawal and change of attribute: all through the one road of publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import State, Withdrawal, listing
from gongkai.proactive.documents.actions.moving import move, subject_of
from gongkai.proactive.documents.permissions import check_move
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES, DEFAULT_MODE, PUBLICATION_DUTY, Status, attribute_defects

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Release
    from gongkai.proactive.documents.models import Document


@transaction.atomic
def publish(*, document: Document, by: Acting) -> Release:
    """Publish now. The status, the discharged duty and the columns follow in the same transaction (see reactions)."""
    check_move(document, Status.PUBLISHED, by)
    return publishing.release(edition=working_edition(document), by=by)


@transaction.atomic
def schedule(*, document: Document, at: dt.datetime, by: Acting) -> None:
    """Publish at a time to come; sensitive matters need a recorded assessment of timing first (R016)."""
    check_move(document, Status.PUBLISHED, by)
    if document.sensitive and not document.timing_assessment.strip():
        raise Refused("这份公文涉及市场预期或社会敏感，请先填写时度效评估，再设定发布时间。")
    publishing.schedule(edition=working_edition(document), at=at, by=by)


@transaction.atomic
def unschedule(*, document: Document, by: Acting) -> None:
    check_move(document, Status.PUBLISHED, by)
    publishing.unschedule(edition=working_edition(document), by=by)


@transaction.atomic
def correct(*, document: Document, note: str, by: Acting) -> Document:
    """Begin a corrected edition; the public one stays until the new one has passed every review (R035)."""
    check_move(document, Status.DRAFT, by)
    edition = publishing.open_edition(item=document.item, note=note, by=by)
    if by.person is not None:
        document.drafter = by.person
        document.save(update_fields=["drafter"])
    move(document, Status.DRAFT, by=by, title=edition.title, remark=note)
    return document


@transaction.atomic
def withdraw(*, document: Document, kind: Withdrawal, reason: str, by: Acting) -> Document:
    check_move(document, Status.WITHDRAWN, by)
    publishing.withdraw(item=document.item, kind=kind, reason=reason, by=by)
    document.refresh_from_db()
    return document


@transaction.atomic
def reattribute(*, document: Document, attribute: str, ground: str, reason: str, by: Acting) -> Document:
    """Change the attribute of a finished document.

    Public to not public: it leaves every public place at once and its address says so. Issued but not yet public:
    it is filed and its publication clock ends. Not public to proactive: a new edition starts through all reviews.
    """
    was = document.status
    to = Status.DRAFT if was == Status.FILED else Status.FILED
    check_move(document, to, by)
    if attribute not in ATTRIBUTE_NAMES or attribute == document.attribute:
        raise Refused("请选择与现在不同的公开属性。")
    defects = attribute_defects({"attribute": attribute, "mode": DEFAULT_MODE, "ground": ground, "reason": reason})
    if defects:
        raise Refused(listing(defects))
    if was == Status.FILED and attribute != "proactive":
        raise Refused("不主动公开的公文之间变更属性，请在定期复核中办理。")
    old = document.attribute
    title = working_edition(document).title
    if was == Status.ISSUED:
        duties.cancel(rule=PUBLICATION_DUTY, subject=subject_of(document), reason=f"公开属性变更：{reason}", by=by)
    elif was == Status.PUBLISHED:
        publishing.withdraw(item=document.item, kind=Withdrawal.ATTRIBUTE, reason=reason, by=by)
        document.refresh_from_db()
    else:
        _reopen(document, reason, by)
    # Status before attribute: the database lets nothing stand as published that is not proactive.
    move(
        document, to, by=by, title=title, remark=reason,
        new={"attribute": ATTRIBUTE_NAMES[attribute], "was": ATTRIBUTE_NAMES.get(old, "")},
    )  # fmt: skip
    document.attribute, document.ground, document.reason = attribute, ground, reason
    document.save(update_fields=["attribute", "ground", "reason"])
    return document


def _reopen(document: Document, reason: str, by: Acting) -> None:
    edition = working_edition(document)
    if edition.state == State.PREPARING:
        publishing.new_round(edition=edition)
    else:
        publishing.open_edition(item=document.item, note=reason, by=by)
