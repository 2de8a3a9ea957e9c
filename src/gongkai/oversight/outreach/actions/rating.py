"""Counting what readers say of an interpretation. Nothing of the reader is kept beyond the day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongkai.engine.publishing.queries import release_by_key
from gongkai.oversight.outreach.models import Answered, Rating, Voted
from gongkai.oversight.outreach.rules import QUESTIONS, STARS
from gongkai.proactive.interpretation.rules import KIND

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT = "gongkai.outreach.rating"


def code_of(day: dt.date, key: str, address: str) -> str:
    """Return what is kept of an address for one day: it differs from day to day and cannot be turned back."""
    return salted_hmac(SALT, f"{day.isoformat()}\0{key}\0{address}", algorithm="sha256").hexdigest()


@transaction.atomic
def rate(*, key: str, stars: int, answers: Mapping[str, str], address: str, today: dt.date | None = None) -> bool:
    """Count one rating of a public interpretation; False, counting nothing, for a second one of the address that day."""
    day = today or timezone.localdate()
    release = release_by_key(key) if key and "\x00" not in key else None
    if release is None or release.kind != KIND or stars not in STARS:
        return False
    try:
        with transaction.atomic():
            Voted.objects.create(day=day, code=code_of(day, key, address))
    except IntegrityError:
        return False
    row, _ = Rating.objects.get_or_create(day=day, key=key, stars=stars)
    Rating.objects.filter(pk=row.pk).update(count=F("count") + 1)
    for question, choice in answers.items():
        if question in QUESTIONS and choice in QUESTIONS[question][1]:
            one, _ = Answered.objects.get_or_create(day=day, key=key, question=question, choice=choice)
            Answered.objects.filter(pk=one.pk).update(count=F("count") + 1)
    return True


def forget_votes(*, today: dt.date) -> int:
    """Drop the codes of the days before; return how many went."""
    gone, _ = Voted.objects.filter(day__lt=today).delete()
    return gone
