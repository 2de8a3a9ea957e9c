"""Numbering and issue, which starts the publication clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import listing
from gongkai.law.numbers import judge_number, number_key
from gongkai.proactive.documents.actions.moving import move, subject_of
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.permissions import check_move
from gongkai.proactive.documents.queries import number_taken, working_edition
from gongkai.proactive.documents.queries.gates import stopping
from gongkai.proactive.documents.rules import PUBLICATION_DUTY, Status

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting


def _proper_number(document: Document | None, number: str) -> tuple[str, str]:
    """Return the number as written by the standard and its key. Raises Refused when malformed or taken."""
    if not number.strip():
        return "", ""
    verdict = judge_number(number)
    if verdict.normalised is None:
        raise Refused(f"发文字号不规范：{verdict.reason}")
    taken = number_taken(number, but=document)
    if taken is not None:
        raise Refused(f"发文字号“{verdict.normalised}”已用于索引号为{taken.item.key}的公文，请另编号。")
    return verdict.normalised, number_key(number) or ""


def _check_day(document: Document, issued_on: dt.date, today: dt.date) -> None:
    if issued_on > today:
        raise Refused("印发日期不能晚于今天。")
    if document.formed_on is not None and issued_on < document.formed_on:
        raise Refused("印发日期不能早于成文日期，请检查两个日期。")


@transaction.atomic
def issue(
    *, document: Document, number: str, issued_on: dt.date, by: Acting, formed_on: dt.date | None = None
) -> Document:
    """Give the number and the day of issue (印发日期). A proactive document then has a publication clock running."""
    to = Status.ISSUED if document.attribute == "proactive" else Status.FILED
    check_move(document, to, by)
    if missing := stopping("issue", document, working_edition(document)):
        raise Refused("还不能编号印发：" + listing(missing))
    document.formed_on = formed_on or document.formed_on or issued_on
    _check_day(document, issued_on, timezone.localdate())
    document.doc_number, document.doc_number_key = _proper_number(document, number)
    document.issued_on = issued_on
    try:
        with transaction.atomic():
            document.save(update_fields=["formed_on", "issued_on", "doc_number", "doc_number_key"])
    except IntegrityError as error:
        raise Refused(f"发文字号“{number}”刚刚被另一份公文使用，请另编号。") from error
    edition = working_edition(document)
    event = move(
        document, to, by=by, title=edition.title,
        new={"doc_number": document.doc_number, "issued_on": issued_on.isoformat()},
    )  # fmt: skip
    if to is Status.ISSUED:
        duties.open_duty(
            rule=PUBLICATION_DUTY, subject=subject_of(document, edition.title), agency=document.item.agency,
            division=document.division, title=edition.title, reference=document.doc_number,
            url=f"/desk/documents/{document.pk}/", opened_on=issued_on, event_seq=event.seq, by=by,
        )  # fmt: skip
    return document
