"""Telling an applicant by mail that a letter lies on the track page: queued with the letter, left at most once each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.notify.rules import header_line
from gongkai.base.organisations.queries import default_site
from gongkai.engine.casework.rules.mails import BOUNCE_DAYS, is_final, mark_of, reason_of
from gongkai.responsive.applications.actions.next_person import tell_handlers, tell_record_handlers
from gongkai.responsive.applications.models import Application, LetterMail, RecordRequest
from gongkai.responsive.applications.rules.mails import (
    JOB,
    LEFT,
    NOT_REACHED,
    NOT_REACHED_TITLE,
    TRACK,
    MailState,
    address_in,
    mail_text,
)

if TYPE_CHECKING:
    from gongkai.engine.casework.models import Letter


def mail_applicants(*, application: Application, letter_id: int) -> int:
    """Queue a mail to everybody of the form who left an address; return to how many. Again for the same letter: nothing."""
    people = application.submission.applicants.filter(left_on__isnull=True)
    rows = [LetterMail(letter_id=letter_id, applicant=one) for one in people if address_in(one.email)]
    return _queue(letter_id, rows)


def mail_record(*, request: RecordRequest, letter_id: int) -> int:
    """Queue a mail to who asked for a correction by the web; what an officer entered has no page to look at."""
    reachable = bool(request.receipt) and bool(address_in(request.contact))
    return _queue(letter_id, [LetterMail(letter_id=letter_id, record=request)] if reachable else [])


def _queue(letter_id: int, rows: list[LetterMail]) -> int:
    """Write rows and job in the caller's transaction; the job is accepted a single time ever."""
    if not rows or jobs.enqueue(kind=JOB, payload={"letter": letter_id}, key=str(letter_id), once=True) is None:
        return 0
    return len(LetterMail.objects.bulk_create(rows, ignore_conflicts=True))


def send_letter_mails(letter_id: int, *, last: bool = False) -> int:
    """Send what is queued of a letter and return how many left. Raises what the server answered, after trying the others.

    A mail is marked before it leaves: killed in between, it stays unknown and is never sent twice.
    """
    sent, refused = 0, None
    for pk in LetterMail.objects.filter(letter=letter_id).values_list("pk", flat=True):
        one = _take(pk)
        if one is None:
            continue
        try:
            _message(one).send()
        except Exception as error:  # noqa: BLE001 - whatever a mail back end raises; the job queue tries again
            final = last or is_final(error)
            _mark(one, MailState.FAILED if final else MailState.QUEUED, reason_of(error))
            refused = refused if final else error
        else:
            _mark(one, MailState.SENT)
            sent += 1
    if refused is not None:
        raise refused
    return sent


@transaction.atomic
def _take(pk: int) -> LetterMail | None:
    """Mark the mail as leaving; only one worker finds it queued. One that was leaving already was cut off: nobody knows."""
    one = (
        LetterMail.objects.select_for_update(of=("self",))
        .select_related("letter__agency", "applicant__submission", "record")
        .get(pk=pk)
    )
    if one.state == MailState.SENDING:
        _mark(one, MailState.UNKNOWN)
        return None
    if one.state != MailState.QUEUED:
        return None
    if one.letter.state != "issued" or not _address(one):
        _mark(one, MailState.DROPPED)
        return None
    _mark(one, MailState.SENDING)
    return one


def mail_of_mark(mark: str) -> LetterMail | None:
    """Return the mail that bears the mark (`casework.rules.mails.mark_of`), looked for among those of the last weeks."""
    since = timezone.now() - dt.timedelta(days=BOUNCE_DAYS)
    for one in LetterMail.objects.filter(state__in=LEFT, at__gte=since).iterator():
        if mark_of("applications", one.pk, one.letter_id) == mark:
            return one
    return None


@transaction.atomic
def take_reminder_back(mail: LetterMail, *, reason: str) -> str:
    """Record that a reminder came back; whoever handles the case is told once. Returns what to do, for who hands it in."""
    one = LetterMail.objects.select_for_update(of=("self",)).select_related("letter").get(pk=mail.pk)
    if one.state in LEFT:
        _mark(one, MailState.BOUNCED, reason)
    return (
        f"{one.letter}的邮件提醒已登记退回，经办人已收到提示。文书仍在查询页，期限不变；请用电话等其他方式告诉申请人。"
    )


def _tell_handler(one: LetterMail) -> None:
    """Say that the applicant does not know yet; the letter lies on the track page all the same."""
    key = f"mail-failed:{one.pk}"
    if one.applicant_id is not None:
        case = Application.objects.select_related("agency", "submission", "handler").get(pk=int(one.letter.subject_id))
        tell_handlers(case, NOT_REACHED_TITLE, key)
    elif one.record is not None:
        tell_record_handlers(one.record, f"更正政府信息申请{one.record.number}：{NOT_REACHED_TITLE}", key)


def _mark(one: LetterMail, state: MailState, note: str = "") -> None:
    one.state, one.note, one.at = state.value, note[:200], timezone.now()
    one.save(update_fields=["state", "note", "at"])
    if state in NOT_REACHED:
        _tell_handler(one)


def _address(one: LetterMail) -> str:
    """Return where it goes now: an address may have been changed, and whoever left is told nothing more."""
    if one.applicant is not None:
        return "" if one.applicant.left_on else address_in(one.applicant.email)
    return address_in(one.record.contact) if one.record is not None else ""


def _message(one: LetterMail) -> EmailMessage:
    letter: Letter = one.letter
    site = default_site()
    scheme = "https" if settings.SESSION_COOKIE_SECURE else "http"
    number = one.applicant.submission.receipt if one.applicant is not None else one.record.receipt  # type: ignore[union-attr]
    subject, body = mail_text(
        agency=letter.agency.name, number=number, link=f"{scheme}://{site.host}{TRACK}" if site else TRACK,
        record=one.record is not None,
    )  # fmt: skip
    # The same mail always bears the same id, so that a mailbox drops a second copy should one ever get out.
    host = site.host.partition(":")[0] if site else "gongkai.invalid"
    headers = {
        "Message-ID": f"<{mark_of('applications', one.pk, letter.pk)}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(header_line(subject), body, None, [_address(one)], headers=headers)
