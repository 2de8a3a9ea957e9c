"""Drafting, changing and reviewing a delivery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.html import escape

from gongkai.base.files.rules import clean_html, to_text
from gongkai.base.organisations.queries import check
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules.serving import may_be_served
from gongkai.proactive.targeted import queries
from gongkai.proactive.targeted.actions.shared import PERMISSION, locked, note
from gongkai.proactive.targeted.models import Delivery, Recipient
from gongkai.proactive.targeted.permissions import check_manage, check_review
from gongkai.proactive.targeted.rules import KIND, MOST_RECIPIENTS, Line, State

if TYPE_CHECKING:
    from gongkai.base.files.queries import StoredFile
    from gongkai.base.organisations.models import Agency
    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import EditionFile, Review
    from gongkai.proactive.documents.models import Document


def _html(text: str) -> str:
    return clean_html("".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip()))


@transaction.atomic
def draft(
    *, agency: Agency, title: str, text: str, why: str, expires_at: dt.datetime, lines: Sequence[Line], by: Acting
) -> Delivery:
    """Begin a delivery: content, why it concerns only some, to whom, until when."""
    check(by, PERMISSION, agency)
    if not title.strip():
        raise Refused("请填写标题。")
    return _begin(agency, title.strip(), _html(text), why, expires_at, lines, by)


@transaction.atomic
def draft_of(*, document: Document, why: str, expires_at: dt.datetime, lines: Sequence[Line], by: Acting) -> Delivery:
    """Begin the delivery of an issued document whose mode is 定点、定向公开: its own wording and files, nothing typed.

    Raises Refused for any other document, or when a delivery of it stands already.
    """
    check(by, PERMISSION, document.item.agency)
    source = working_edition(document)
    if not may_be_served(document.status, source.mode):
        raise Refused("只有公开方式为“定点、定向公开”、已印发的公文可以这样送达。请先查看这份公文的状态和公开方式。")
    try:
        with transaction.atomic():
            made = _begin(document.item.agency, source.title, source.html, why, expires_at, lines, by, document)
    except IntegrityError as error:
        raise Refused("这份公文已经有一件定向公开在办理，请在列表中打开继续办理。") from error
    for one in source.files.select_related("file"):
        publishing.attach(edition=queries.edition_of(made), file=one.file, name=one.name, by=by)
    return made


def _begin(
    agency: Agency,
    title: str,
    html: str,
    why: str,
    expires_at: dt.datetime,
    lines: Sequence[Line],
    by: Acting,
    document: Document | None = None,
) -> Delivery:
    edition = publishing.create_item(
        kind=KIND, agency=agency, title=title, by=by, html=html, text=to_text(html), quiet=True
    )
    edition.mode = "targeted"
    edition.save(update_fields=["mode"])
    delivery = Delivery.objects.create(item=edition.item, why=why.strip(), expires_at=expires_at, document=document)
    _set_recipients(delivery, lines)
    note("delivery:draft", delivery, by, new={"对象": len(lines)}, sealed={"标题": title})
    return delivery


def _set_recipients(delivery: Delivery, lines: Sequence[Line]) -> None:
    if len(lines) > MOST_RECIPIENTS:
        raise Refused(f"对象超过{MOST_RECIPIENTS}个。面向这么多人的内容，请考虑主动公开。")
    delivery.recipients.all().delete()
    Recipient.objects.bulk_create(
        [
            Recipient(
                delivery=delivery, channel=line.channel, name=line.name, organisation=line.organisation,
                contact=line.contact,
            )
            for line in lines
        ]
    )  # fmt: skip


@transaction.atomic
def edit(
    *,
    delivery: Delivery,
    version: int,
    title: str,
    text: str,
    why: str,
    expires_at: dt.datetime,
    lines: Sequence[Line],
    by: Acting,
) -> Delivery:
    """Change what is not delivered yet; reviews of what was seen before then count no more. Raises Stale."""
    check_manage(delivery, by)
    delivery = locked(delivery, State.PREPARING)
    edition = queries.edition_of(delivery)
    # The wording of a document is the document's: here only whom it goes to and until when can change.
    own = delivery.document_id is not None
    html = edition.html if own else _html(text)
    publishing.save_edition(
        edition=edition, version=version, by=by, title=edition.title if own else title.strip(), html=html,
        text=to_text(html), mode="targeted",
    )  # fmt: skip
    delivery.why, delivery.expires_at = why.strip(), expires_at
    delivery.save(update_fields=["why", "expires_at"])
    _set_recipients(delivery, lines)
    # Whoever reviewed the former wording may review the new one: a new round asks everybody again.
    publishing.new_round(edition=queries.edition_of(delivery))
    note("delivery:edit", delivery, by, new={"对象": len(lines)})
    return delivery


@transaction.atomic
def attach(*, delivery: Delivery, file: StoredFile, name: str, by: Acting) -> EditionFile:
    check_manage(delivery, by)
    delivery = locked(delivery, State.PREPARING)
    return publishing.attach(edition=queries.edition_of(delivery), file=file, name=name, by=by)


@transaction.atomic
def review(
    *,
    delivery: Delivery,
    step: str,
    agree: bool,
    by: Acting,
    opinion: str = "",
    checks: Mapping[str, str] | None = None,
    seen: str = "",
) -> Review:
    """One decision of one step on one delivery, recipients included; see `publishing.decide` for what is refused."""
    grant = check_review(delivery, step, by)
    delivery = locked(delivery, State.PREPARING)
    edition = queries.edition_of(delivery)
    made = publishing.decide(
        edition=edition, step=step, result=Result.APPROVE if agree else Result.RETURN, by=by, grant=grant,
        opinion=opinion, checks=checks or {}, seen=seen,
    )  # fmt: skip
    if not agree:
        publishing.new_round(edition=edition)
    return made
