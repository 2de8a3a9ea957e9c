"""Telling an applicant by mail that a letter lies on the track page: queued with the letter, left at most once each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from gongkai.base.jobs import actions as jobs
from gongkai.base.notify.rules import header_line
from gongkai.base.organisations.queries import default_site
from gongkai.engine.casework.rules.mails import is_final, mark_of, reason_of
from gongkai.responsive.applications.models import Application, LetterMail, RecordRequest
from gongkai.responsive.applications.rules.mails import JOB, TRACK, MailState, address_in, mail_text

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


def _mark(one: LetterMail, state: MailState, note: str = "") -> None:
    one.state, one.note, one.at = state.value, note[:200], timezone.now()
    one.save(update_fields=["state", "note", "at"])


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
