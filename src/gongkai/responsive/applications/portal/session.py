"""Who is looking at the track page: a signed name of the form in a cookie of that page alone, for a short while.

The cookie holds the number of a row and a mark of its secret, nothing of a person. It is no session of Django: the desk
does not know it, the page cache never sees it.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase

from gongkai.responsive.applications.models import Application, RecordRequest, Submission
from gongkai.responsive.applications.rules.window import LOOK_LASTS, plain_number, plain_secret

COOKIE = "gongkai_track"
PATH = "/apply/track"
SALT = "applications.track"
Followed = Submission | RecordRequest
_KINDS: dict[type[Followed], str] = {Submission: "form", RecordRequest: "record"}


@lru_cache(maxsize=1)
def _nobody() -> str:
    """Return the hash of a secret that nobody has: asked for where there is no form, so that both take as long."""
    return make_password("nobody's secret")


def find(number: str, secret: str) -> Followed | None:
    """Return the form of a receipt or register number when the secret is its own; every other answer takes as long."""
    nobody = _nobody()
    wanted = plain_number(number)[:60]
    by_receipt = Submission.objects.filter(receipt=wanted).select_related("agency").first()
    by_number = (
        Application.objects.filter(number=wanted).exclude(number="").select_related("submission__agency").first()
    )
    # What an officer entered has no secret, and so no page.
    records = RecordRequest.objects.exclude(secret="").select_related("agency")
    record = records.filter(Q(receipt=wanted) | Q(number=wanted)).first()
    found = by_receipt or (by_number.submission if by_number else record)
    right = check_password(plain_secret(secret)[:40], found.secret if found else nobody)
    return found if right else None


def _mark(found: Followed) -> str:
    return hashlib.sha256(found.secret.encode()).hexdigest()[:16]


def enter(response: HttpResponseBase, found: Followed) -> None:
    """Let this browser look for a while; called at every look, so that whoever reads on is not thrown out."""
    value = signing.dumps([_KINDS[type(found)], found.pk, _mark(found)], salt=SALT)
    response.set_cookie(
        COOKIE, value, max_age=int(LOOK_LASTS.total_seconds()), path=PATH, httponly=True, samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def leave(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def whose(request: HttpRequest) -> Followed | None:
    """Return the form this browser may look at, None when nobody entered or it was too long ago."""
    value = request.COOKIES.get(COOKIE, "")
    if not value:
        return None
    try:
        kind, pk, mark = signing.loads(value, salt=SALT, max_age=LOOK_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    model = next((one for one, name in _KINDS.items() if name == kind), None)
    if model is None:
        return None
    found: Followed | None = model._default_manager.filter(pk=pk).select_related("agency").first()
    return found if found is not None and _mark(found) == mark else None


def submission_of(request: HttpRequest) -> Submission | None:
    """Return the form of an application this browser may look at."""
    found = whose(request)
    return found if isinstance(found, Submission) else None


def record_of(request: HttpRequest) -> RecordRequest | None:
    """Return the request to put a record right this browser may look at."""
    found = whose(request)
    return found if isinstance(found, RecordRequest) else None
