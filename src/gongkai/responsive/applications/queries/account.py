"""What belongs to a mailbox: forms that its owner typed on the web, while they are kept."""

from __future__ import annotations

import datetime as dt
import unicodedata

from django.core import signing
from django.db.models import Min, Q

from gongkai.base.vault.queries import fingerprint_of
from gongkai.responsive.applications.models import AccountLink, Applicant, RecordRequest, Submission
from gongkai.responsive.applications.rules.account import LINK_LASTS, PURPOSE
from gongkai.responsive.applications.rules.mails import address_in

SIGNER = signing.Signer(sep=".", salt="applications.account-link")


def mailbox_of(text: str) -> str:
    """Return the one whole address that was typed, "" where it is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain if plain and address_in(plain) == plain else ""


def mark_of(mailbox: str) -> str:
    """Return what stands for a mailbox in a row; the same however it is written, "" for none."""
    return fingerprint_of(address_in(unicodedata.normalize("NFKC", mailbox)), PURPOSE)


def token_of(link: AccountLink) -> str:
    return SIGNER.sign(str(link.pk))


def link_of(token: str) -> AccountLink | None:
    """Return the row of a token that this platform made; whether it may still be used is another question."""
    try:
        pk = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return AccountLink.objects.filter(pk=pk, sent_at__isnull=False).first()


def is_open(link: AccountLink, now: dt.datetime) -> bool:
    return link.used_at is None and now - link.asked_at <= LINK_LASTS


def forms_of(mark: str) -> list[Submission]:
    """Return the forms whose first applicant is the owner of the mailbox, the newest first.

    The first that has not left speaks for all; the others of a form see it by its number and secret.
    """
    if not mark:
        return []
    speaking = Applicant.objects.filter(left_on=None).values("submission").annotate(first=Min("position"))
    places = Q(pk__in=[])
    own = Applicant.objects.filter(email_mark=mark, left_on=None, submission__erased_at=None)
    mine = {row.submission_id: row.position for row in own.only("submission_id", "position")}
    for row in speaking.filter(submission__in=mine):
        if mine[row["submission"]] == row["first"]:
            places |= Q(pk=row["submission"])
    return list(Submission.objects.filter(places).select_related("agency").order_by("-arrived_on", "-pk"))


def records_of(mark: str) -> list[RecordRequest]:
    """Return the requests to put a record right that came by the web from this mailbox, the newest first."""
    if not mark:
        return []
    rows = RecordRequest.objects.filter(email_mark=mark, erased_at=None).exclude(secret="")
    return list(rows.select_related("agency").order_by("-received_on", "-pk"))


def is_known(mark: str) -> bool:
    return bool(forms_of(mark) or records_of(mark))
