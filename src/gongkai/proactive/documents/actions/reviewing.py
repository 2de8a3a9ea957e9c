"""Five decisions by five people, and the return with a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gongkai.base.notify import actions as notify
from gongkai.engine.publishing import actions as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.engine.publishing.rules import Result, listing
from gongkai.engine.screening import actions as screening
from gongkai.engine.screening import queries as screened
from gongkai.proactive.documents.actions.attributes import note_attribute
from gongkai.proactive.documents.actions.moving import about, move
from gongkai.proactive.documents.actions.redacting import check_not_own_marks
from gongkai.proactive.documents.models import Document, Return
from gongkai.proactive.documents.permissions import check_move
from gongkai.proactive.documents.queries import facts, working_edition
from gongkai.proactive.documents.queries.gates import stopping
from gongkai.proactive.documents.rules import (
    ATTRIBUTE_NAMES,
    AUTHORITY,
    HEAD,
    MODE_NAMES,
    OFFICE,
    SECRECY,
    SIGN,
    Status,
    attribute_defects,
    is_full_disclosure,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition

STEP_OF: dict[Status, str] = {
    Status.HEAD_REVIEW: HEAD.key,
    Status.OFFICE_REVIEW: OFFICE.key,
    Status.SECRECY_REVIEW: SECRECY.key,
    Status.AUTHORITY_REVIEW: AUTHORITY.key,
    Status.SIGNING: SIGN.key,
}
RETURN_CAUSES: tuple[str, ...] = (
    "未标注公开属性", "未说明理由或理由种类", "公开属性不当", "内容需要修改", "含涉密或敏感内容", "格式不规范", "其他",
)  # fmt: skip


def _check_attribute(document: Document, edition: Edition) -> None:
    known = facts(document, edition)
    defects = [*attribute_defects(known), *known["redaction"]]
    if defects:
        raise Refused(listing([*defects, "依照规定应作退文处理，不能继续流转"]))


def _approve(
    document: Document, at: Status, to: Status, *, by: Acting, opinion: str, checks: Mapping[str, str], seen: str
) -> Document:
    # Whoever comes second to the same decision is told who was first, before anything about statuses.
    document.refresh_from_db()
    edition = working_edition(document)
    if document.status != at:
        _explain_second(document, edition, at)
    grant = check_move(document, to, by)
    _check_attribute(document, edition)
    _check_gates(at, document, edition)
    check_not_own_marks(edition, by)
    publishing.decide(
        edition=edition, step=STEP_OF[at], result=Result.APPROVE, by=by, grant=grant, opinion=opinion, checks=checks,
        seen=seen,
    )  # fmt: skip
    move(document, to, by=by, title=edition.title, remark=opinion)
    return document


GATED: dict[Status, str] = {
    Status.HEAD_REVIEW: "approve_head", Status.OFFICE_REVIEW: "check", Status.SECRECY_REVIEW: "clear", Status.SIGNING: "sign",
}  # fmt: skip


def _check_gates(at: Status, document: Document, edition: Edition) -> None:
    missing = stopping(GATED[at], document, edition) if at in GATED else []
    if missing:
        raise Refused("还不能同意：" + listing(list(dict.fromkeys(missing))))


def _explain_second(document: Document, edition: Edition, at: Status) -> None:
    earlier = edition.reviews.filter(round=edition.round, step=STEP_OF[at]).first()
    if earlier is not None:
        raise publishing.AlreadyReviewed(
            f"{earlier.reviewer_name}已对本环节作出“{earlier.get_result_display()}”决定，一件一审，不能重复审查。请刷新页面。"
        )
    raise Refused(f"这份公文现在处于“{document.get_status_display()}”，请刷新页面查看最新状态。")


@transaction.atomic
def approve_head(*, document: Document, by: Acting, opinion: str = "", seen: str = "") -> Document:
    return _approve(document, Status.HEAD_REVIEW, Status.OFFICE_REVIEW, by=by, opinion=opinion, checks={}, seen=seen)


@transaction.atomic
def check(
    *, document: Document, by: Acting, mode: str, mode_grounds: str, opinion: str = "", seen: str = ""
) -> Document:
    """The office checks the text and chooses the disclosure mode with its grounds (R014).

    A mode other than the drafter's, or the attribute with it, is not changed here: the draft goes back (退文).
    """
    edition = working_edition(document)
    if mode not in MODE_NAMES:
        raise Refused("请选择公开方式。")
    if not mode_grounds.strip():
        raise Refused("请写明选择这种公开方式的依据。")
    if document.attribute == "proactive" and mode != edition.mode:
        raise Refused(
            f"您选择的“{MODE_NAMES[mode]}”与拟稿人提出的“{MODE_NAMES.get(edition.mode, '未定')}”不一致，请退回拟稿人修改后再审。"
        )
    return _approve(
        document, Status.OFFICE_REVIEW, Status.SECRECY_REVIEW, by=by, opinion=opinion,
        checks={"mode": mode, "mode_grounds": mode_grounds.strip()}, seen=seen,
    )  # fmt: skip


@transaction.atomic
def clear(
    *,
    document: Document,
    by: Acting,
    results: Mapping[str, str],
    opinion: str = "",
    seen: str = "",
    combination: tuple[bool, str] | None = None,
) -> Document:
    """Secrecy review with three separate results, each "none" or "found"; any finding stops the document (R010).

    `combination` is the statement (harmless, why) on what this and the related public texts tell together (R011); it
    must have been made where there are such texts.
    """
    edition = working_edition(document)
    if combination is not None:
        check_move(document, Status.SIGNING, by)
        shown = [one.key for one in screened.related_for_edition(edition).items]
        screening.state_combination(edition=edition, harmless=combination[0], text=combination[1], shown=shown, by=by)
    full = is_full_disclosure(document.attribute, edition.mode)
    to = Status.SIGNING if full else Status.AUTHORITY_REVIEW
    return _approve(document, Status.SECRECY_REVIEW, to, by=by, opinion=opinion, checks=results, seen=seen)


@transaction.atomic
def agree_attribute(*, document: Document, by: Acting, opinion: str = "", seen: str = "") -> Document:
    """The openness authority agrees to anything but full disclosure; only then does the attribute stand (R007)."""
    document = _approve(
        document, Status.AUTHORITY_REVIEW, Status.SIGNING, by=by, opinion=opinion,
        checks={"attribute": ATTRIBUTE_NAMES.get(document.attribute, "")}, seen=seen,
    )  # fmt: skip
    note_attribute(document=document, kind="agreed", mode=working_edition(document).mode, by=by)
    return document


@transaction.atomic
def sign(*, document: Document, by: Acting, opinion: str = "", seen: str = "") -> Document:
    """Signature by the leader. A correction of an issued document keeps its number and goes on to publication."""
    to = Status.ISSUED if document.issued_on is not None else Status.SIGNED
    document = _approve(document, Status.SIGNING, to, by=by, opinion=opinion, checks={}, seen=seen)
    if by.person is not None and not document.signer:
        document.signer = by.person.name
        document.save(update_fields=["signer"])
    return document


@transaction.atomic
def return_(*, document: Document, by: Acting, cause: str, detail: str, seen: str = "") -> Document:
    """退文: send back with a cause that is counted by division. Every step is asked again afterwards."""
    document.refresh_from_db()
    at = Status(document.status)
    if at not in STEP_OF:
        raise Refused("这份公文不在审查中，不能退回。")
    grant = check_move(document, Status.RETURNED, by)
    if cause not in RETURN_CAUSES:
        raise Refused("请选择退文原因。")
    edition = working_edition(document)
    publishing.decide(
        edition=edition, step=STEP_OF[at], result=Result.RETURN, by=by, grant=grant, opinion=detail, checks={},
        seen=seen,
    )  # fmt: skip
    Return.objects.create(
        document=document,
        division=document.division,
        agency=document.drafting_agency,
        station=at,
        cause=cause,
        detail=detail,
        by=by.person,
        at=timezone.now(),
    )
    event = move(
        document, Status.RETURNED, by=by, title=edition.title, remark=f"{cause}：{detail}", new={"cause": cause}
    )
    if document.drafter is not None:
        notify.tell(
            people=[document.drafter],
            title=f"退文：{cause}",
            key=f"returned:{document.pk}:{event.seq}",
            url=f"/desk/documents/{document.pk}/",
            kind="documents",
            about=about(document),
            mail=True,
        )
    return document
