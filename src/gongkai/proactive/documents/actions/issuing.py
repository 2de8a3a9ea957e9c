"""Numbering and issue, which starts the publication clock; and taking over what was issued elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations.queries import check
from gongkai.base.organisations.rules import Permission
from gongkai.engine.duties import actions as duties
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.law.numbers import judge_number, number_key
from gongkai.proactive.documents.actions.drafting import apply_particulars
from gongkai.proactive.documents.actions.moving import move, subject_of
from gongkai.proactive.documents.models import Document
from gongkai.proactive.documents.permissions import check_move
from gongkai.proactive.documents.queries import number_taken, working_edition
from gongkai.proactive.documents.rules import DEFAULT_MODE, PUBLICATION_DUTY, Status

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.models import Agency
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


@transaction.atomic
def file_takeover(
    *,
    agency: Agency,
    title: str,
    html: str,
    by: Acting,
    source: str,
    external_id: str | None,
    published_at: dt.datetime,
    number: str = "",
    issued_on: dt.date | None = None,
    mode: str = DEFAULT_MODE,
    files: tuple[tuple[StoredFile, str, str], ...] = (),
    key: str = "",
    wake: bool = True,
    **particulars: Any,
) -> Document:
    """Take over a document that is public elsewhere already; its takeover is the review on record.

    `files` are (stored file, name, role). A malformed number is kept as it was written, since it was issued so.
    """
    check(by, Permission.PUBLISHING_RELEASE, agency)
    taken = number_taken(number) if number else None
    if taken is not None:
        raise Refused(f"文号“{number}”与已有公文（索引号{taken.item.key}）重复")
    clean = clean_html(html)
    edition = publishing.create_item(
        kind="document", agency=agency, title=title, by=by, html=clean, text=to_text(clean), origin="import",
        external_id=external_id, key=key, year=published_at.year, quiet=True,
    )  # fmt: skip
    edition.mode = mode
    edition.author = None
    edition.save(update_fields=["mode", "author"])
    for file, name, role in files:
        edition.files.create(file=file, name=name, role=role, order=edition.files.count() + 1)
    document = Document(
        item=edition.item, status=Status.PUBLISHED, status_since=published_at, drafting_agency=agency, drafter=None
    )
    document.doc_number, document.doc_number_key = number, number_key(number) or ""
    document.issued_on = issued_on or document.formed_on or published_at.date()
    apply_particulars(document, {"release_channel": "政府网站", **particulars})
    document.save(force_insert=True)
    events.record(
        tag="documents:document:takeover",
        by=by.actor(Permission.PUBLISHING_RELEASE, agency),
        subject=subject_of(document, title),
        new={"source": source, "doc_number": number, "external_id": external_id},
    )
    publishing.take_over(edition=edition, by=by, at=published_at, source=source, wake=wake)
    return document
