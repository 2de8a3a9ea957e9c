"""Check what came with a form, and count who comes. Call both outside a transaction that may be rolled back."""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from gongkai.base.guard import secret
from gongkai.base.guard.models import Spent, Visits
from gongkai.base.guard.rules import FORGET_AFTER, GuardRefused, Slowing, TooMany, check_purpose, is_right, verify

__all__ = ["GuardRefused", "TooMany", "check", "count", "forgive", "missed", "sweep"]
USED = "这次验证已经用过，请再提交一次；填写的内容都还在。"
WRONG = "验证问题答得不对，请回答下面的新问题；填写的内容都还在。"
EMPTY = "请回答验证问题；填写的内容都还在。"


def check(request: HttpRequest, purpose: str) -> None:
    """Let a posted form pass once: by the work of the script, else by the answer to the question.

    Raises GuardRefused with a sentence for the form; then show it again with what was typed and a fresh challenge.
    """
    now = int(timezone.now().timestamp())
    check_purpose(purpose)
    proof = str(request.POST.get("guard_proof", ""))
    if proof:
        _spend(*verify(proof, key=secret.key("work"), purpose=purpose, now=now))
        return
    answer = str(request.POST.get("guard_answer", ""))
    if not answer.strip():
        raise GuardRefused(EMPTY)
    token = str(request.POST.get("guard_token", ""))
    right, salt, expires = is_right(token, answer, key=secret.key("question"), purpose=purpose, now=now)
    _spend(salt, expires)  # a wrong answer uses the question up as well: nobody tries them all
    if not right:
        raise GuardRefused(WRONG)


def _spend(challenge: str, expires: int) -> None:
    digest = hashlib.sha256(challenge.encode()).hexdigest()
    try:
        with transaction.atomic():
            Spent.objects.create(digest=digest, expires_at=datetime.fromtimestamp(expires, tz=UTC))
    except IntegrityError as error:
        raise GuardRefused(USED) from error


def count(purpose: str, key: str, *, limit: int, seconds: int) -> int:
    """Count one visit and return how many there were within `seconds` of the first. Raises TooMany beyond `limit`.

    `key` is an address (`queries.address_of`) or another name of who comes; only a code of it is stored. Holds for all
    processes and hosts. What was refused is not counted on, so the wait does not grow.
    """
    check_purpose(purpose)
    code = secret.code_of(purpose, key)
    while True:
        now = timezone.now()
        since = now - timedelta(seconds=seconds)
        mine = Visits.objects.filter(purpose=purpose, key=code)
        if mine.filter(started_at__gt=since, hits__lt=limit).update(hits=F("hits") + 1):
            return mine.values_list("hits", flat=True).first() or limit
        if mine.filter(started_at__lte=since).update(started_at=now, hits=1):
            return 1
        row = mine.first()
        if row is not None and row.started_at > since and row.hits >= limit:
            left = row.started_at - since
            raise TooMany(math.ceil(left.total_seconds()))
        if row is None and _begun(purpose, code, now):
            return 1


def missed(purpose: str, key: str, slowing: Slowing) -> int:
    """Put down a wrong answer and return the seconds until the next one is heard (`queries.waiting`)."""
    check_purpose(purpose)
    code, now = secret.code_of(purpose, key), timezone.now()
    mine = Visits.objects.filter(purpose=purpose, key=code)
    lately = mine.filter(started_at__gt=now - timedelta(seconds=slowing.forgotten))
    known = lately.update(hits=F("hits") + 1, started_at=now) or mine.update(hits=1, started_at=now)
    if not known and not _begun(purpose, code, now):
        mine.update(hits=F("hits") + 1, started_at=now)
    return slowing.wait(mine.values_list("hits", flat=True).first() or 1)


def forgive(purpose: str, key: str) -> None:
    """Forget the wrong answers of whoever then gave the right one."""
    Visits.objects.filter(purpose=check_purpose(purpose), key=secret.code_of(purpose, key)).delete()


def _begun(purpose: str, code: str, now: datetime) -> bool:
    """Write the first visit; say no when another process was first."""
    try:
        with transaction.atomic():
            Visits.objects.create(purpose=purpose, key=code, started_at=now)
    except IntegrityError:
        return False
    return True


def sweep() -> int:
    """Forget challenges that have expired anyway and visits of days ago; return how many rows went."""
    now = timezone.now()
    spent, _ = Spent.objects.filter(expires_at__lt=now).delete()
    visits, _ = Visits.objects.filter(started_at__lt=now - FORGET_AFTER).delete()
    return spent + visits
