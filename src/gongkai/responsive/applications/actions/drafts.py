"""A form that is not sent yet: sealed under a code that only its writer has, and gone after its time."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongkai.base.vault.queries import SealedFile
from gongkai.responsive.applications.models import Draft
from gongkai.responsive.applications.rules.window import DRAFT_GROUPS, DRAFT_KEPT, DRAFT_LETTERS, plain_secret


def _digest(code: str) -> str:
    return salted_hmac("applications.draft", plain_secret(code), algorithm="sha256").hexdigest()


def _new_code() -> str:
    return "-".join("".join(secrets.choice(DRAFT_LETTERS) for _ in range(4)) for _ in range(DRAFT_GROUPS))


@transaction.atomic
def save_draft(*, content: str, code: str = "", files: list[SealedFile] | None = None) -> tuple[str, dt.date]:
    """Keep what was typed under its code, or a new one where there is none; its files stay as long. Return code and day."""
    until = timezone.localdate() + DRAFT_KEPT
    facts = {"content": content, "saved_at": timezone.now(), "kept_until": until}
    found = Draft.objects.filter(code=_digest(code)).first() if code else None
    if found is None:
        code = _new_code()
        Draft.objects.create(code=_digest(code), **facts)
    else:
        for name, value in facts.items():
            setattr(found, name, value)
        found.save()
    kept = SealedFile.objects.filter(
        pk__in=[one.pk for one in files or []], destroyed_at=None, kept_until__isnull=False
    )
    kept.update(kept_until=until)
    return code, until


def open_draft(*, code: str) -> str:
    """Return what was typed, "" for an unknown code or one whose time is over: nobody learns which."""
    found = Draft.objects.filter(code=_digest(code), kept_until__gte=timezone.localdate()).first()
    return found.content if found is not None else ""


def drop_draft(*, code: str) -> None:
    """The form was sent: its draft goes."""
    Draft.objects.filter(code=_digest(code)).delete()


def drop_old_drafts(today: dt.date) -> int:
    """Every night: forget drafts whose time is over; their files go by their own day."""
    gone, _ = Draft.objects.filter(kept_until__lt=today).delete()
    return gone
