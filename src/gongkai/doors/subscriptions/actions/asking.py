"""From a form to a confirmation by the address itself: the link of one mail, or the code of one short message."""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from dataclasses import replace

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongkai.base.guard import actions as guard
from gongkai.base.jobs import actions as jobs
from gongkai.base.organisations.queries import default_site
from gongkai.doors.subscriptions.actions.outlets import send_messages
from gongkai.doors.subscriptions.actions.sending import Unreachable
from gongkai.doors.subscriptions.actions.subscribing import READERS, confirm, print_of
from gongkai.doors.subscriptions.models import Asked, Request, Subscriber
from gongkai.doors.subscriptions.permissions import Refused
from gongkai.doors.subscriptions.queries.documents import in_words
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
    MOST_WAITING,
    Criteria,
)
from gongkai.doors.subscriptions.rules.adapters import TEMPLATES, Message, filled
from gongkai.doors.subscriptions.rules.letters import confirmation
from gongkai.engine.casework.rules.mails import is_final, mark_of

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
    known = {"address_print": mark, "channel": channel}
    stopped = Subscriber.objects.filter(**known, stop_reason="complaint").exists()
    stopped = stopped or Asked.objects.filter(**known, refused_at__isnull=False).exists()
    most = CONFIRMATIONS_A_DAY if channel == "mail" else CODES_A_DAY
    waits = False
    try:
        guard.count("subscribe-address", mark, limit=most, seconds=DAY_SECONDS)
    except guard.TooMany:
        waits = channel == "mail"
        if not waits:
            return None
    if stopped:  # whoever called our mail unwanted is not asked again by anybody
        return None
    if waits and Request.objects.filter(**known, used_at=None, sent_at=None).count() >= MOST_WAITING:
        return None
    now = timezone.now()
    lives = dt.timedelta(hours=CONFIRMATION_LIVES_HOURS)
    if channel != "mail":
        lives = dt.timedelta(minutes=CODE_LIVES_MINUTES)
    with transaction.atomic():
        request = Request.objects.create(
            channel=channel, address="" if waits else address, address_print=mark,
            code="" if channel == "mail" else new_code(), kind=kind, name=name.strip()[:60] or "我的订阅",
            criteria=criteria.stored(), frequency=frequency, consent=CONSENT.format(site=site_name()), created_at=now,
            expires_at=now + lives,
        )  # fmt: skip
        # A second one of a day sends no mail and needs no address: it waits in the space of whoever follows the first.
        if not waits:
            jobs.enqueue(kind=CONFIRM_JOB, payload={"request": request.pk}, key=f"request:{request.pk}", priority=5)
    return None if waits else request


def new_code() -> str:
    return f"{secrets.randbelow(10**CODE_FIGURES):0{CODE_FIGURES}d}"


def send_confirmation(*, pk: int) -> bool:
    """Send the one question of a request and say whether it went out now; once it did, a second run sends none.

    Marked after the other side took it: who is cut off in between offers the same message again, under the same id, and
    whoever carries it drops the second. Raises what kept it, so that the job tries again; a lasting refusal is an end.
    """
    now = timezone.now()
    request = Request.objects.filter(pk=pk, used_at=None, sent_at=None, expires_at__gt=now).first()
    if request is None or not request.address or not _offer(request):
        return False
    Request.objects.filter(pk=pk).update(sent_at=now)
    return True


def _offer(request: Request) -> bool:
    """Return False where the address was refused for good. Raises Unreachable or what the mail server answered."""
    if request.channel == "mail":
        return _send_mail(request)
    said = send_messages(request.channel, [_link(request) if request.channel == "wechat" else _code(request)])[0]
    if said.answer in {"later", "held"}:
        raise Unreachable(said.sentence or "渠道暂时没有收下")
    return said.answer != "refused"


def _send_mail(request: Request) -> bool:
    chosen = Criteria.read(request.criteria)
    # Nothing that was typed: whoever typed it need not be whoever reads it.
    listed = in_words(replace(chosen, words=(), without=()))
    subject, text = confirmation(
        site=site_name(), chosen="；".join([*listed, *(["填写的词语"] if chosen.words else [])]), link=confirm_url(request),
        hours=CONFIRMATION_LIVES_HOURS, address=request.address,
    )  # fmt: skip
    site, mark = default_site(), mark_of("subscription", request.pk, request.nonce)
    headers = {
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{mark}@{site.host if site else 'gongkai.invalid'}>",
    }
    try:
        EmailMessage(subject, text, None, [request.address], headers=headers).send()
    except Exception as error:
        if is_final(error):
            return False
        raise
    Asked.objects.get_or_create(
        mark=mark, defaults={"address_print": request.address_print, "channel": request.channel}
    )
    return True


def _code(request: Request) -> Message:
    values = {"site": site_name(), "code": request.code, "minutes": str(CODE_LIVES_MINUTES)}
    return Message(
        f"code-{request.pk}-{request.nonce}", request.address, "code", filled(TEMPLATES["code"], values), values
    )


def _link(request: Request) -> Message:
    values = {
        "site": site_name(), "title": request.name, "url": confirm_url(request), "hours": str(CONFIRMATION_LIVES_HOURS),
    }  # fmt: skip
    text = filled(TEMPLATES["confirm"], values)
    return Message(f"confirm-{request.pk}-{request.nonce}", request.address, "confirm", text, values)


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
