"""Publication, correction, withdrawal and change of attribute: all through the one road of publishing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.actions.release import lock
from gongkai.engine.publishing.rules import State, Withdrawal, listing
from gongkai.proactive.documents.actions.attributes import note_attribute
from gongkai.proactive.documents.actions.moving import move, subject_of
from gongkai.proactive.documents.actions.redacting import carry
from gongkai.proactive.documents.permissions import check_move, check_permission
from gongkai.proactive.documents.queries import is_public, working_edition
from gongkai.proactive.documents.rules import ATTRIBUTE_NAMES, DEFAULT_MODE, PUBLICATION_DUTY, Status, attribute_defects

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition, Release
    from gongkai.proactive.documents.models import Document


def _check_ready(document: Document, by: Acting) -> None:
    """From issue only: what goes back to public from a correction that was given up is another verb."""
    if document.status not in {Status.ISSUED, Status.PUBLISHED}:
        raise Refused(f"这份公文现在是“{document.get_status_display()}”，印发以后才能公开。")
    check_move(document, Status.PUBLISHED, by)


@transaction.atomic
def publish(*, document: Document, by: Acting) -> Release:
    """Publish now. The status, the discharged duty and the columns follow in the same transaction (see reactions)."""
    _check_ready(document, by)
    return publishing.release(edition=working_edition(document), by=by)


@transaction.atomic
def schedule(*, document: Document, at: dt.datetime, by: Acting) -> None:
    """Publish at a time to come; sensitive matters need a recorded assessment of timing first (R016)."""
    _check_ready(document, by)
    if document.sensitive and not document.timing_assessment.strip():
        raise Refused("这份公文涉及市场预期或社会敏感，请先填写时度效评估，再设定发布时间。")
    publishing.schedule(edition=working_edition(document), at=at, by=by)


@transaction.atomic
def unschedule(*, document: Document, by: Acting) -> None:
    _check_ready(document, by)
    publishing.unschedule(edition=working_edition(document), by=by)


@transaction.atomic
def correct(*, document: Document, note: str, by: Acting) -> Document:
    """Begin a corrected edition; the public one stays until the new one has passed every review (R035)."""
    check_move(document, Status.DRAFT, by)
    taken_down = document.status == Status.ABANDONED and document.item.withdrawn_at is not None
    if document.status not in {Status.PUBLISHED, Status.WITHDRAWN} and not taken_down:
        raise Refused(f"这份公文现在是“{document.get_status_display()}”，没有可以更正的公开版本，请刷新页面。")
    edition = open_next(document, note, by)
    if by.person is not None:
        document.drafter = by.person
        document.save(update_fields=["drafter"])
    move(document, Status.DRAFT, by=by, title=edition.title, remark=note)
    return document


@transaction.atomic
def withdraw(*, document: Document, kind: Withdrawal, reason: str, by: Acting) -> Document:
    """Take down what is public, at any time: a correction in preparation goes on and may be published later."""
    if is_public(document) and document.status != Status.PUBLISHED:
        check_permission(document, Permission.PUBLISHING_WITHDRAW, by)
    else:
        check_move(document, Status.WITHDRAWN, by)
    publishing.withdraw(item=document.item, kind=kind, reason=reason, by=by)
    document.refresh_from_db()
    return document


@transaction.atomic
def restore(*, document: Document, number: int, by: Acting) -> Edition:
    """Put an older wording, with its marks, into the edition in preparation. Raises Refused when there is none."""
    if document.status not in {Status.DRAFT, Status.RETURNED}:
        raise Refused("稿件已送审，不能恢复旧版本；如需修改请由审查人退回。")
    check_permission(document, Permission.DOCUMENTS_DRAFT, by)
    older = document.item.editions.filter(number=number).first()
    if older is None:
        raise Refused(f"没有第{number}版。")
    edition = publishing.roll_back(edition=working_edition(document), to=older, by=by)
    carry(older, edition)
    # What was redacted stays redacted: the mode comes back together with the wording.
    type(edition).objects.filter(pk=edition.pk).update(mode=older.mode)
    edition.refresh_from_db()
    return edition


def open_next(document: Document, note: str, by: Acting) -> Edition:
    """Begin the next edition with all that is withheld from the one it follows."""
    source = document.item.editions.exclude(state=State.DISCARDED).order_by("-number").first()
    edition = publishing.open_edition(item=document.item, note=note, by=by)
    if source is not None:
        carry(source, edition)
    return edition


@transaction.atomic
def reattribute(*, document: Document, attribute: str, ground: str, reason: str, by: Acting) -> Document:
    """Change the attribute of a finished document.

    Public to not public: it leaves every public place at once and its address says so. Issued but not yet public:
    it is filed and its publication clock ends. Not public to proactive: a new edition starts through all reviews.
    Edition and document are locked, in this order as by every release: whoever publishes at the same moment either
    comes too late and is refused, or was first, and then the document is withdrawn here.
    """
    edition = lock(working_edition(document))
    type(document).objects.select_for_update(of=("self",)).get(pk=document.pk)
    document.refresh_from_db()
    was, old = Status(document.status), (document.attribute, edition.mode)
    to = Status.DRAFT if was is Status.FILED else Status.FILED
    check_move(document, to, by)
    _check_change(document, was, attribute, ground, reason)
    _leave(document, edition, was, reason, by)
    # Status before attribute: the database lets nothing stand as published that is not proactive.
    move(
        document, to, by=by, title=edition.title, remark=reason,
        new={"attribute": ATTRIBUTE_NAMES[attribute], "was": ATTRIBUTE_NAMES.get(old[0], "")},
    )  # fmt: skip
    document.attribute, document.ground, document.reason = attribute, ground, reason
    document.save(update_fields=["attribute", "ground", "reason"])
    note_attribute(document=document, kind="changed", mode=edition.mode, by=by, was=old, reason=reason)
    return document


def _check_change(document: Document, was: Status, attribute: str, ground: str, reason: str) -> None:
    if attribute not in ATTRIBUTE_NAMES or attribute == document.attribute:
        raise Refused("请选择与现在不同的公开属性。")
    if not reason.strip():
        raise Refused("请写明变更公开属性的理由。")
    defects = attribute_defects({"attribute": attribute, "mode": DEFAULT_MODE, "ground": ground, "reason": reason})
    if defects:
        raise Refused(listing(defects))
    if was is Status.FILED and attribute != "proactive":
        raise Refused("不主动公开的公文之间变更属性，请在定期复核中办理。")


def _leave(document: Document, edition: Edition, was: Status, reason: str, by: Acting) -> None:
    """Take the document out of where it stands: its clock, its hour of release, the public."""
    if was is Status.ISSUED:
        if edition.state == State.SCHEDULED:
            publishing.unschedule(edition=edition, by=by)
        duties.cancel(rule=PUBLICATION_DUTY, subject=subject_of(document), reason=f"公开属性变更：{reason}", by=by)
    elif was is Status.PUBLISHED:
        publishing.withdraw(item=document.item, kind=Withdrawal.ATTRIBUTE, reason=reason, by=by)
        document.refresh_from_db()
    elif edition.state == State.PREPARING:
        publishing.new_round(edition=edition)
    else:
        open_next(document, reason, by)
