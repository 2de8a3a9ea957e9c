"""会签: a joint issuer on this platform signs at its own desk; for one outside it the office records what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.notify import actions as notify
from gongkai.base.organisations.queries import check, holders
from gongkai.base.organisations.rules import Permission
from gongkai.engine.publishing import queries as publishing
from gongkai.engine.publishing.actions import Refused
from gongkai.proactive.documents.actions.moving import about, subject_of
from gongkai.proactive.documents.models import Countersign, CountersignRequest
from gongkai.proactive.documents.permissions import check_permission
from gongkai.proactive.documents.queries import countersigning as asked
from gongkai.proactive.documents.queries import working_edition
from gongkai.proactive.documents.rules import COUNTERSIGN_RESULTS
from gongkai.proactive.documents.rules.countersigns import (
    BEFORE_SIGNATURE,
    closed_words,
    opinion_problem,
    status_words,
)

if TYPE_CHECKING:
    import datetime as dt

    from gongkai.base.organisations.queries import Acting
    from gongkai.engine.publishing.models import Edition
    from gongkai.proactive.documents.models import Document

CHECK = Permission.DOCUMENTS_CHECK


@transaction.atomic
def countersign(
    *,
    document: Document,
    agency_name: str,
    result: str,
    signer: str,
    signed_on: dt.date,
    by: Acting,
    opinion: str = "",
) -> Countersign:
    """Record what a joint issuer outside the platform says to this very wording.

    Raises Refused while the agency has the draft at its own desk, or has signed this wording there itself.
    """
    _check_asking(document, agency_name, by)
    edition = working_edition(document)
    if problem := opinion_problem(result, opinion, COUNTERSIGN_RESULTS):
        raise Refused(problem)
    if not signer.strip() or len(signer.strip()) > 40:
        raise Refused("请填写会签人，不超过40个字。")
    if signed_on > timezone.localdate():
        raise Refused("会签日期不能晚于今天。")
    _check_not_theirs(document, edition, agency_name)
    actor = by.actor(CHECK, document.item.agency)
    row, _ = Countersign.objects.update_or_create(
        edition=edition,
        agency_name=agency_name,
        defaults={
            "result": result, "opinion": opinion.strip(), "signer": signer.strip(), "signed_on": signed_on,
            "digest": publishing.review_digest(edition), "agency": None, "by_name": actor.name, "at": timezone.now(),
        },
    )  # fmt: skip
    events.record(
        tag="documents:document:countersign", by=actor, subject=subject_of(document, edition.title),
        new={"agency": agency_name, "result": COUNTERSIGN_RESULTS[result], "signer": signer.strip()},
        remark=opinion.strip(),
    )  # fmt: skip
    return row


def _check_asking(document: Document, agency_name: str, by: Acting) -> None:
    if document.status not in BEFORE_SIGNATURE:
        raise Refused("会签在办公室核稿到签发之间办理。")
    check_permission(document, CHECK, by)
    if agency_name not in document.joint_issuers:
        raise Refused(f"“{agency_name}”不是本稿的联合发文机关。")


def _check_not_theirs(document: Document, edition: Edition, name: str) -> None:
    if CountersignRequest.objects.filter(document=document, agency__name=name, closed_at__isnull=True).exists():
        raise Refused(f"已送{name}自行会签。需要代为登记的，请先撤回送签。")
    own = Countersign.objects.filter(edition=edition, agency_name=name, agency__isnull=False).first()
    if own is not None and own.digest == publishing.review_digest(edition):
        raise Refused(f"{name}已自行会签本稿，不能代为登记。")


@transaction.atomic
def ask_countersign(*, document: Document, agency_name: str, by: Acting) -> CountersignRequest:
    """Send the draft to a joint issuer that works here. Raises Refused when it does not, or has it already."""
    _check_asking(document, agency_name, by)
    agency = asked.on_platform(agency_name)
    if agency is None:
        raise Refused(f"{agency_name}在本平台没有签发人，请线下会签后登记意见。")
    edition = working_edition(document)
    _check_not_signed(edition, agency_name)
    actor, today = by.actor(CHECK, document.item.agency), timezone.localdate()
    try:
        with transaction.atomic():
            request = CountersignRequest.objects.create(
                document=document, agency=agency, asked_at=timezone.now(), asked_by=actor.name,
                due_on=asked.due_day(today),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(f"已送{agency_name}会签，正在等待意见。") from error
    events.record(
        tag="documents:countersign:ask", by=actor, subject=subject_of(document, edition.title),
        new={"agency": agency_name, "due_on": request.due_on.isoformat()},
    )  # fmt: skip
    notify.tell(
        people=holders(Permission.DOCUMENTS_SIGN, agency), title=f"{document.item.agency.label}送来一份公文请会签",
        key=f"countersign:{request.pk}", url=f"/desk/documents/countersigning/{request.pk}/", kind="documents",
        about=about(document), mail=True,
    )  # fmt: skip
    return request


def _check_not_signed(edition: Edition, name: str) -> None:
    row = Countersign.objects.filter(edition=edition, agency_name=name).exclude(result="refused").first()
    if row is not None and row.digest == publishing.review_digest(edition):
        raise Refused(f"{name}已会签本稿，不必再送。")


@transaction.atomic
def recall_countersign(*, request: CountersignRequest, reason: str, by: Acting) -> CountersignRequest:
    """Take a draft back from a joint issuer that has not answered; whoever opens it there reads the reason."""
    document = request.document
    check_permission(document, CHECK, by)
    request = _locked(request)
    if not reason.strip():
        raise Refused("请写明撤回送签的原因，对方会看到。")
    _close(request, "recalled", reason)
    events.record(
        tag="documents:countersign:recall", by=by.actor(CHECK, document.item.agency),
        subject=subject_of(document, working_edition(document).title), new={"agency": request.agency.name},
        remark=reason.strip(),
    )  # fmt: skip
    return request


def _locked(request: CountersignRequest) -> CountersignRequest:
    rows = CountersignRequest.objects.select_for_update(of=("self",)).select_related("agency", "document__item__agency")
    found = rows.get(pk=request.pk)
    if found.closed_at is not None:
        raise Refused(closed_words(found.outcome, found.note))
    return found


def _close(request: CountersignRequest, outcome: str, note: str = "") -> None:
    request.closed_at, request.outcome, request.note = timezone.now(), outcome, note.strip()[:300]
    request.save(update_fields=["closed_at", "outcome", "note"])


@transaction.atomic
def sign_jointly(
    *, request: CountersignRequest, result: str, by: Acting, opinion: str = "", seen: str = ""
) -> Countersign:
    """Countersign for one's own agency, or send the draft back with words.

    Raises Refused when somebody was first, the draft was taken back or changed since it was `seen`; OutOfSight.
    """
    grant_agency = request.agency
    check(by, Permission.DOCUMENTS_SIGN, grant_agency)
    request = _locked(request)
    document = request.document
    if words := status_words(document.status):
        raise Refused(words)
    if grant_agency.name not in document.joint_issuers:
        raise Refused("本机关已不是这份公文的联合发文机关，不需要会签。")
    edition = working_edition(document)
    digest = publishing.review_digest(edition)
    if seen != digest:
        raise Refused("稿件在您打开之后有改动。请重新阅读，再提交会签意见。")
    if problem := opinion_problem(result, opinion, COUNTERSIGN_RESULTS):
        raise Refused(problem)
    return _signed(request, edition, digest, result, opinion.strip(), by)


def _signed(
    request: CountersignRequest, edition: Edition, digest: str, result: str, opinion: str, by: Acting
) -> Countersign:
    actor, name = by.actor(Permission.DOCUMENTS_SIGN, request.agency), request.agency.name
    row, _ = Countersign.objects.update_or_create(
        edition=edition,
        agency_name=name,
        defaults={
            "result": result, "opinion": opinion, "signer": actor.name, "signed_on": timezone.localdate(),
            "digest": digest, "agency": request.agency, "by_name": actor.name, "at": timezone.now(),
        },
    )  # fmt: skip
    _close(request, "returned" if result == "refused" else "signed", opinion)
    events.record(
        tag="documents:countersign:sign", by=actor, subject=subject_of(request.document, edition.title),
        new={"agency": name, "result": COUNTERSIGN_RESULTS[result], "signer": actor.name}, remark=opinion,
    )  # fmt: skip
    notify.tell(
        people=holders(CHECK, request.document.item.agency), title=f"{name}会签：{COUNTERSIGN_RESULTS[result]}",
        key=f"countersigned:{request.pk}", url=f"/desk/documents/{request.document_id}/countersign/", kind="documents",
        about=about(request.document),
    )  # fmt: skip
    return row


def remind_countersigners(*, today: dt.date | None = None) -> int:
    """Tell those who sign for an agency once a day what is overdue there; return how many were told."""
    day = today or timezone.localdate()
    return sum(
        notify.tell(
            people=holders(Permission.DOCUMENTS_SIGN, request.agency), title="有一份公文的会签已超过反馈期限",
            key=f"countersign-late:{request.pk}:{day.isoformat()}", about=about(request.document),
            url=f"/desk/documents/countersigning/{request.pk}/", kind="documents",
        )
        for request in asked.overdue(day)
    )  # fmt: skip
