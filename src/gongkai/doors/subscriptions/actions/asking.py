"""From a form to a confirmation by the address itself: the link of one mail, or the code of one short message."""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.guard import actions as guard
from gongkai.base.jobs import actions as jobs
from gongkai.doors.subscriptions.actions.outlets import send_messages
from gongkai.doors.subscriptions.actions.subscribing import READERS, confirm, print_of
from gongkai.doors.subscriptions.models import Request, Subscriber
from gongkai.doors.subscriptions.permissions import Refused
from gongkai.doors.subscriptions.queries.links import confirm_url, site_name
from gongkai.doors.subscriptions.rules import (
    CODE_FIGURES,
    CODE_LIVES_MINUTES,
    CODE_TRIES,
    CODES_A_DAY,
    CONFIRMATION_LIVES_HOURS,
    CONFIRMATIONS_A_DAY,
    CONSENT,
    DAY_SECONDS,
    FREQUENCY_NAMES,
    Criteria,
)
from gongkai.doors.subscriptions.rules.adapters import TEMPLATES, Message, filled
from gongkai.doors.subscriptions.rules.letters import confirmation

CONFIRM_JOB = "subscriptions.confirmation"


def ask(
    *, address: str, name: str, criteria: Criteria, frequency: str, kind: str = "person", channel: str = "mail"
) -> Request | None:
    """Keep what was chosen and let one mail or code ask the address itself; None when nothing goes out.

    The page must answer the same either way. Call outside a transaction that may be rolled back. Raises Refused.
    """
    if channel not in READERS:
        raise Refused("请选择用什么方式通知。")
    address = READERS[channel](address)
    if frequency not in FREQUENCY_NAMES:
        raise Refused("请选择通知频率。")
    mark = print_of(address, channel)
    stopped = Subscriber.objects.filter(address_print=mark, channel=channel, stop_reason="complaint").exists()
    most = CONFIRMATIONS_A_DAY if channel == "mail" else CODES_A_DAY
    try:
        guard.count("subscribe-address", mark, limit=most, seconds=DAY_SECONDS)
    except guard.TooMany:
        return None
    if stopped:  # whoever called our mail unwanted is not asked again by anybody
        return None
    now = timezone.now()
    lives = dt.timedelta(hours=CONFIRMATION_LIVES_HOURS)
    if channel != "mail":
        lives = dt.timedelta(minutes=CODE_LIVES_MINUTES)
    with transaction.atomic():
        request = Request.objects.create(
            channel=channel, address=address, address_print=mark, code="" if channel == "mail" else new_code(), kind=kind, name=name.strip()[:60] or "我的订阅",
            criteria=criteria.stored(), frequency=frequency, consent=CONSENT.format(site=site_name()), created_at=now,
            expires_at=now + lives,
        )  # fmt: skip
        jobs.enqueue(kind=CONFIRM_JOB, payload={"request": request.pk}, key=f"request:{request.pk}", priority=5)
    return request


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_FIGURES):0{CODE_FIGURES}d}"


def send_confirmation(*, pk: int) -> bool:
    """Send the one mail of a request; a second run of the job sends none."""
    request = Request.objects.filter(pk=pk, used_at=None).first()
    if request is None or not jobs.only_once(effect=CONFIRM_JOB, key=str(pk)):
        return False
    if request.channel == "wechat":
        return _send_link(request)
    if request.channel != "mail":
        return _send_code(request)
    subject, text = confirmation(
        site=site_name(), name=request.name, link=confirm_url(request), hours=CONFIRMATION_LIVES_HOURS,
        address=request.address,
    )  # fmt: skip
    EmailMessage(subject, text, None, [request.address], headers={"Auto-Submitted": "auto-generated"}).send()
    return True


def _send_code(request: Request) -> bool:
    values = {"site": site_name(), "code": request.code, "minutes": str(CODE_LIVES_MINUTES)}
    text = filled(TEMPLATES["code"], values)
    message = Message(f"code-{request.pk}-{request.nonce}", request.address, "code", text, values)
    return send_messages(request.channel, [message])[0].answer == "sent"


def _send_link(request: Request) -> bool:
    values = {
        "site": site_name(), "title": request.name, "url": confirm_url(request), "hours": str(CONFIRMATION_LIVES_HOURS),
    }  # fmt: skip
    text = filled(TEMPLATES["confirm"], values)
    message = Message(f"confirm-{request.pk}-{request.nonce}", request.address, "confirm", text, values)
    return send_messages(request.channel, [message])[0].answer == "sent"


def confirm_code(*, request: Request | None, code: str) -> Subscriber:
    """Whoever types the code that was sent holds the number. Raises Refused: wrong, too old, or tried too often."""
    wrong = f"验证码不对，或者已经失效。验证码{CODE_LIVES_MINUTES}分钟内有效，请核对短信，或者重新订阅。"
    if request is None or request.channel != "sms" or request.used_at is not None:
        raise Refused(wrong)
    # Counted before it is compared: many at once guess no oftener than one after the other.
    counted = Request.objects.filter(pk=request.pk, tries__lt=CODE_TRIES, expires_at__gt=timezone.now())
    if not counted.update(tries=F("tries") + 1):
        raise Refused(wrong)
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    if not request.code or not secrets.compare_digest(typed.encode(), request.code.encode()):
        raise Refused(wrong)
    return confirm(request=request)
