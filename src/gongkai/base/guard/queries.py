"""A challenge for a form, and whether somebody has come too often."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gongkai.base.guard import secret
from gongkai.base.guard.models import Visits
from gongkai.base.guard.rules import LIFETIME, MOST, Slowing, ask, check_purpose, make, network_of


def challenge(request_purpose: str) -> dict[str, Any]:
    """Return the context `guard` of `guard/_challenge.html`, fresh for every rendering. Never keep such a page in a cache.

    `request_purpose` ("apply", "track", …) is what `actions.check` must be given. Raises ValueError for a malformed one.
    """
    purpose = check_purpose(request_purpose)
    expires = int((timezone.now() + LIFETIME).timestamp())
    question = ask(key=secret.key("question"), purpose=purpose, expires=expires)
    return work(purpose, expires) | {
        "question": question.text,
        "hint": question.hint,
        "token": question.token,
        "url": f"{reverse('guard:challenge')}?purpose={purpose}",
    }


def work(purpose: str, expires: int | None = None) -> dict[str, Any]:
    """Return the part of a challenge that a script works on."""
    until = expires or int((timezone.now() + LIFETIME).timestamp())
    made = make(key=secret.key("work"), purpose=check_purpose(purpose), expires=until, most=MOST)
    return {
        "salt": made.salt, "challenge": made.challenge, "signature": made.signature, "most": made.most,
        "lifetime": int(LIFETIME.total_seconds()),
    }  # fmt: skip


def blocked(purpose: str, key: str, *, limit: int, seconds: int) -> int:
    """Return the seconds this visitor still has to wait, 0 when the next `count` would pass. Counts nothing."""
    row = Visits.objects.filter(purpose=purpose, key=secret.code_of(purpose, key)).first()
    if row is None or row.hits < limit:
        return 0
    left = row.started_at + timedelta(seconds=seconds) - timezone.now()
    return max(math.ceil(left.total_seconds()), 0)


def waiting(purpose: str, key: str, slowing: Slowing) -> int:
    """Return the seconds until the next answer of whoever answered wrongly is heard, 0 for now. Counts nothing."""
    row = Visits.objects.filter(purpose=purpose, key=secret.code_of(purpose, key)).first()
    if row is None:
        return 0
    left = row.started_at + timedelta(seconds=slowing.wait(row.hits)) - timezone.now()
    return max(math.ceil(left.total_seconds()), 0)


def address_of(request: HttpRequest) -> str:
    """Return what `count` takes as one visitor: the network address, of IPv6 the network."""
    return network_of(str(request.META.get("REMOTE_ADDR", "")))
