"""Which mails told an applicant of a letter, in words for the page of the case: whether one left, and nothing of who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.responsive.applications.models import LetterMail
from gongkai.responsive.applications.rules.mails import MAIL_STATE_NAMES, MailState

if TYPE_CHECKING:
    from gongkai.responsive.applications.models import Application


def mails_of(application: Application) -> dict[int, str]:
    """Return words by letter; what is no longer needed is not said."""
    rows = LetterMail.objects.filter(applicant__submission=application.submission_id)
    found: dict[int, list[str]] = {}
    for one in rows.exclude(state=MailState.DROPPED):
        day = f"（{timezone.localdate(one.at):%-m月%-d日}）" if one.state == MailState.SENT else ""
        note = f"：{one.note}" if one.note else ""
        found.setdefault(one.letter_id, []).append(f"{MAIL_STATE_NAMES[one.state]}{day}{note}")
    return {letter: "；".join(dict.fromkeys(words)) for letter, words in found.items()}
