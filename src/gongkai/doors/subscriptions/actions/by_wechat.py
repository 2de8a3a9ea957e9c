"""Signing up by WeChat: a code on the page, sent to the official account from the telephone itself, and a link that comes back there.

The page never learns whose telephone it was: what confirms and what opens the space goes to that telephone only.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.guard import actions as guard
from gongkai.base.jobs import actions as jobs
from gongkai.doors.subscriptions.actions.asking import CONFIRM_JOB, new_code
from gongkai.doors.subscriptions.actions.subscribing import print_of
from gongkai.doors.subscriptions.models import Request, Subscriber
from gongkai.doors.subscriptions.permissions import Refused
from gongkai.doors.subscriptions.queries.links import site_name
from gongkai.doors.subscriptions.rules import (
    CODE_TRIES,
    CODES_A_DAY,
    CONFIRMATION_LIVES_HOURS,
    CONSENT,
    DAY_SECONDS,
    FREQUENCY_NAMES,
    WECHAT_LIVES_MINUTES,
    Criteria,
)
from gongkai.doors.subscriptions.rules.adapters import invitation

logger = logging.getLogger(__name__)


def ask_by_wechat(*, name: str, criteria: Criteria, frequency: str, kind: str = "person") -> Request:
    """Keep what was chosen under a code; nobody is asked yet, for nobody is known. Raises Refused."""
    if frequency not in FREQUENCY_NAMES:
        raise Refused("请选择通知频率。")
    now = timezone.now()
    return Request.objects.create(
        channel="wechat", code=new_code(), kind=kind, name=name.strip()[:60] or "我的订阅", criteria=criteria.stored(),
        frequency=frequency, consent=CONSENT.format(site=site_name()), created_at=now,
        expires_at=now + dt.timedelta(minutes=WECHAT_LIVES_MINUTES),
    )  # fmt: skip


def spoken_code(request: Request) -> str:
    """Return what is sent or scanned; "" once somebody did."""
    return f"{request.pk}-{request.code}" if request.code else ""


def square_code(request: Request) -> str:
    """Return what the square code of the page holds, "" where the account has none or cannot be asked now."""
    if not request.code or request.expires_at < timezone.now():
        return ""
    try:
        return invitation("wechat", spoken_code(request))
    except Exception:  # whatever the city's program raises: the code can be sent as a text
        logger.exception("没有取得微信二维码")
        return ""


@transaction.atomic
def bind(*, pk: int, code: str, openid: str) -> bool:
    """Let the account that sent the code be asked whether it wants this; say whether it is. Guessing and sending twice do nothing."""
    waiting = Request.objects.filter(pk=pk, channel="wechat", address_print="", used_at=None)
    # Counted before it is compared: many at once guess no oftener than one after the other.
    if not waiting.filter(tries__lt=CODE_TRIES, expires_at__gt=timezone.now()).update(tries=F("tries") + 1):
        return False
    request = waiting.select_for_update().first()
    if request is None or not openid or not secrets.compare_digest(request.code.encode(), code.encode()):
        return False
    mark = print_of(openid, "wechat")
    if Subscriber.objects.filter(address_print=mark, channel="wechat", stop_reason="complaint").exists():
        return False
    try:
        guard.count("subscribe-address", mark, limit=CODES_A_DAY, seconds=DAY_SECONDS)
    except guard.TooMany:
        return False
    request.address, request.address_print, request.code = openid, mark, ""
    request.expires_at = timezone.now() + dt.timedelta(hours=CONFIRMATION_LIVES_HOURS)
    request.save(update_fields=["address", "address_print", "code", "expires_at"])
    jobs.enqueue(kind=CONFIRM_JOB, payload={"request": request.pk}, key=f"request:{request.pk}", priority=5)
    return True
