"""What happens by itself: an answer that counts closes its case, silence ends a period, late days are kept beside the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import the_system
from gongkai.engine.casework.queries import dispatches, was_issued
from gongkai.engine.casework.rules import (
    KINDS,
    Happening,
    Recipient,
    Route,
    chosen_route,
    follow,
    recipients,
    reminder,
    standing,
)
from gongkai.engine.casework.rules import Refused as LetterRefused
from gongkai.engine.publishing.rules import Topic, consumes
from gongkai.responsive.applications import actions
from gongkai.responsive.applications.actions.account import forget_links, send_link
from gongkai.responsive.applications.actions.drafts import drop_old_drafts
from gongkai.responsive.applications.actions.shared import subject_of
from gongkai.responsive.applications.models import AnswerOrder, Application, RecordRequest
from gongkai.responsive.applications.permissions import HANDLE
from gongkai.responsive.applications.queries.reaching import recipients_of, unreached
from gongkai.responsive.applications.rules import Method, Status, letters
from gongkai.responsive.applications.rules.account import JOB as LINK_JOB
from gongkai.responsive.applications.rules.mails import JOB as MAIL_JOB
from gongkai.responsive.applications.rules.records import HANDOVER
from gongkai.responsive.applications.rules.records import SUBJECT as RECORDS
from gongkai.responsive.applications.rules.watch import SUBJECT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.base.jobs.rules import ClaimedJob
    from gongkai.engine.casework.rules.kinds import Returned
    from gongkai.engine.publishing.models import OutboxEntry

NIGHTLY = "applications.nightly"
APPLICANT = "applicant"
del letters  # importing it registers the kinds of letters


ROUTES = {
    Method.ONLINE: Route.SITE, Method.MAIL: Route.MAIL, Method.POST: Route.POST, Method.FAX: Route.FAX,
    Method.PICK_UP: Route.HAND,
}  # fmt: skip


@chosen_route(SUBJECT)
def as_asked_for(subject_id: str, addressee: str) -> str:
    """Offer the way in which the applicant wants to be answered; others who are written to said nothing."""
    if addressee != APPLICANT:
        return ""
    method = Application.objects.filter(pk=int(subject_id)).values_list("submission__method", flat=True).first()
    return ROUTES[Method(method)].value if method else ""


@recipients(SUBJECT)
def written_to(subject_id: str, addressee: str, letter_id: int) -> list[Recipient]:
    """Name the applicants with their addresses; a third party stands in its own letter with what was typed for it."""
    application = Application.objects.select_related("submission").get(pk=int(subject_id))
    if addressee == APPLICANT:
        return recipients_of(application, letter_id, subject_of(application))
    return []


@standing(SUBJECT)
def set_aside_by(subject_id: str, letter_id: int) -> str:
    """Say by which review or judgement an answer was set aside."""
    order = AnswerOrder.objects.filter(application=int(subject_id), letter=letter_id).select_related("challenge").last()
    return f"这份答复已被{order.source}撤销，不再作为依据；本机关另行答复。" if order is not None else ""


@follow(SUBJECT)
def letter_moved(happening: Happening) -> None:
    """The day on which an answer counts as given (`law.delivery`) is the day on which its case closes.

    An answer that was voided before it left goes back to its handler.
    """
    if happening.kind == "application.fee" and happening.what == "signed":
        _fee_reached(happening)
    if not happening.kind.startswith("application.reply."):
        return
    if AnswerOrder.objects.filter(letter=happening.letter_id).exists():
        return  # set aside: whatever becomes of it, the case waits for another one
    if happening.what == "recounted":
        _counted_anew(happening)
    if happening.what in {"returned", "counted"}:
        _served(happening)
    application = Application.objects.filter(pk=int(happening.subject_id), status=Status.REPLYING).first()
    if application is None:
        return
    if happening.what == "counted":
        left = unreached(application, happening.letter_id, subject_of(application))
        if left:
            actions.part_served(application=application, left=len(left), on=happening.day, by=happening.by)
        else:
            actions.delivered(application=application, by=happening.by, on=happening.day)
    elif happening.what == "issued":
        actions.answer_issued(application=application, on=happening.day)
    elif happening.what == "voided":
        actions.recall(application=application, by=happening.by)


ANSWERED = (
    "这份答复已经送达、案件已经办结，不能作废。文字有误的，请出具更正文书；被复议、诉讼撤销的，登记结果以后重新答复。"
)
IN_FORCE: dict[str, str] = {
    "application.supplement": "补正告知书已经发出，补正期限按它计算，不能作废。内容有误的，请出具更正文书。",
    "application.extension": "延长答复已经告知申请人，答复期限按它计算，不能作废。内容有误的，请出具更正文书。",
}


@follow(SUBJECT)
def check_voided(happening: Happening) -> None:
    """What a case rests on is not declared void beside the case: it is refused, or the case goes back with it."""
    if happening.what != "voided" or not was_issued(happening.letter_id):
        return
    application = Application.objects.select_related("agency", "submission").get(pk=int(happening.subject_id))
    if AnswerOrder.objects.filter(letter=happening.letter_id).exists():
        return  # set aside already
    if happening.kind.startswith("application.reply.") and application.status == Status.CLOSED:
        raise LetterRefused(ANSWERED)
    if happening.kind in IN_FORCE and application.status != Status.CLOSED:
        raise LetterRefused(IN_FORCE[happening.kind])
    if happening.kind == "application.fee" and application.status == Status.PAYING:
        actions.recall_fee(application=application, by=happening.by)


@follow(SUBJECT)
def mail_what_is_new(happening: Happening) -> None:
    """A notice is on the track page once it is issued, an answer once it was put there."""
    if _is_new(happening, "application.reply."):
        application = Application.objects.select_related("submission").get(pk=int(happening.subject_id))
        actions.mail_applicants(application=application, letter_id=happening.letter_id)


@follow(RECORDS)
def mail_new_record_letter(happening: Happening) -> None:
    if _is_new(happening, ""):
        request = RecordRequest.objects.get(pk=int(happening.subject_id))
        actions.mail_record(request=request, letter_id=happening.letter_id)


def _is_new(happening: Happening, put_there: str) -> bool:
    """Whether the applicant can read it from now on; letters of a kind that begins so only after they were put there."""
    if KINDS[happening.kind].addressee != APPLICANT:
        return False
    if not put_there or not happening.kind.startswith(put_there):
        return happening.what == "issued"
    if happening.what != "sent" or happening.dispatch_id is None:
        return False
    return dispatches().get(pk=happening.dispatch_id).route == Route.SITE


@reminder(SUBJECT)
def own_reminder(mark: str) -> tuple[int, Returned] | None:
    """Know the mails again that told an applicant to look at the track page."""
    mail = actions.mail_of_mark(mark)
    return (
        None if mail is None else (mail.letter_id, lambda reason, _by: actions.take_reminder_back(mail, reason=reason))
    )


@jobs.handles(MAIL_JOB, lease_seconds=120)
def send_mails(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        actions.send_letter_mails(int(job.payload["letter"]), last=job.is_last_attempt)


@jobs.handles(LINK_JOB, lease_seconds=60)
def send_links(claimed: Sequence[ClaimedJob]) -> None:
    for job in claimed:
        send_link(int(job.payload["link"]))


@follow(RECORDS)
def record_letter_moved(happening: Happening) -> None:
    """The letter that settles a request to put a record right closes it when issued; voided, it is looked into again."""
    if happening.kind == HANDOVER:
        return
    found = RecordRequest.objects.filter(pk=int(happening.subject_id)).first()
    if found is None:
        return
    if happening.what == "issued":
        actions.close_record_request(request=found, on=happening.day, by=happening.by)
    elif happening.what == "voided":
        actions.reopen_record_request(request=found, by=happening.by, reason="告知书已作废")


def _counted_anew(happening: Happening) -> None:
    """A day of posting or signing was put right: where it closed the case, the case closes on the right day."""
    application = Application.objects.filter(pk=int(happening.subject_id), status=Status.CLOSED).first()
    if application is None or happening.before is None:
        return
    by = happening.by if happening.by.may(HANDLE, application.agency) else the_system("applications")
    actions.redelivered(
        application=application, before=happening.before, on=happening.day, reason=happening.reason, by=by
    )


def _served(happening: Happening) -> None:
    """An answer of a closed case came back, or what had come back is given by another way."""
    application = Application.objects.filter(pk=int(happening.subject_id), status=Status.CLOSED).first()
    if application is None or happening.dispatch_id is None:
        return
    route = dispatches().get(pk=happening.dispatch_id).route
    verb = actions.answer_returned if happening.what == "returned" else actions.served_again
    verb(application=application, on=happening.day, route=route, by=happening.by)


def _fee_reached(happening: Happening) -> None:
    """The applicant opened or signed for the fee notice: the period of payment runs from the day after."""
    application = Application.objects.filter(pk=int(happening.subject_id), status=Status.PAYING).first()
    if application is not None and application.fee.reached_on is None:
        actions.fee_reached(application=application, on=happening.day, by=happening.by)


@consumes("applications")
def follow_publishing(entries: Sequence[OutboxEntry]) -> None:
    """Note what was given on application and is public now."""
    actions.follow_releases({entry.item_id for entry in entries if entry.topic == Topic.RELEASED})


@jobs.handles(NIGHTLY, lease_seconds=600)
def nightly(claimed: Sequence[ClaimedJob]) -> None:
    del claimed
    actions.close_silent(timezone.localdate())
    actions.erase_due(timezone.localdate())
    actions.drop_settled_returns()
    actions.tell_of_gaps(timezone.localdate())
    drop_old_drafts(timezone.localdate())
    forget_links(timezone.now())


jobs.every(NIGHTLY, daily_at="00:40")
