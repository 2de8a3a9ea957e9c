"""Who calls: proven by signature, once, within five minutes, and not oftener than agreed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils import timezone
from ninja.errors import HttpError, Throttled
from ninja.security.base import AuthBase

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.organisations.officer import address_of
from gongkai.base.organisations.queries import the_system
from gongkai.doors.exchange.models import Key, Nonce, Partner
from gongkai.doors.exchange.queries import secret_of
from gongkai.doors.exchange.rules import BadSignature, PartnerKind
from gongkai.doors.exchange.rules.signing import check_time, headers_of, holds
from gongkai.doors.exchange.sealing import Unreadable

if TYPE_CHECKING:
    from gongkai.doors.exchange.rules.signing import Signed

LARGEST_BODY = 32 * 1024 * 1024
SLACK = 64 * 1024
MINUTE = dt.timedelta(seconds=60)
UNKNOWN = "签名不符，或密钥编号不存在、已失效。请核对密钥、时间、地址和请求体后重新签名。"


class SignedBy(AuthBase):
    """The partner whose key signed this call; `request.auth` is the Partner."""

    openapi_type = "apiKey"
    openapi_name = "Gongkai-Signature"

    def __init__(self, kind: PartnerKind) -> None:
        super().__init__()
        self.kind = kind

    def __call__(self, request: HttpRequest) -> Partner:
        partner: Partner | None = None
        try:
            signed = headers_of(request.headers)
            check_time(signed, timezone.now().timestamp())
            partner = _proven(request, signed)
            _check_partner(partner, self.kind)
            _count(partner, signed)
        except BadSignature as error:
            refuse(request, partner, str(error))
            raise HttpError(401, str(error)) from error
        except HttpError as error:
            refuse(request, partner, error.message)
            raise
        return partner


def caller(request: HttpRequest) -> Partner:
    return cast("Partner", request.auth)  # type: ignore[attr-defined]


def body_of(request: HttpRequest) -> bytes:
    """Return the body, read once. Raises HttpError 413, 400.

    Read past Django's limit for forms: here a call is one file in Base64, and the limit is that of a file.
    """
    known: bytes | None = getattr(request, "signed_body", None)
    if known is None:
        most = min(LARGEST_BODY, int(settings.MAX_UPLOAD_BYTES) * 4 // 3 + SLACK)
        try:
            known = request.read(most + 1)
        except UnreadablePostError as error:
            raise HttpError(400, "请求体没有收全") from error
        if len(known) > most:
            words = (
                f"请求过大，最多{most // 1024 // 1024} MB。请把附件分开，每件一次，用 kind 为 attachment 的来件另送。"
            )
            raise HttpError(413, words)
        request.signed_body = known  # type: ignore[attr-defined]
    return known


def _proven(request: HttpRequest, signed: Signed) -> Partner:
    """Return the partner whose key it is. One sentence for all faults: it must not tell a guesser which part was right."""
    key = Key.objects.select_related("partner__agency", "partner__account").filter(key_id=signed.key_id).first()
    now = timezone.now()
    if key is None or key.starts_at > now or (key.ends_at is not None and key.ends_at <= now):
        raise BadSignature(UNKNOWN)
    try:
        secret = secret_of(key)
    except Unreadable as error:
        raise HttpError(503, "平台暂时不能核对签名，请联系平台管理员。") from error
    if not holds(secret, signed, method=request.method or "", path=request.get_full_path(), body=body_of(request)):
        raise BadSignature(UNKNOWN)
    return key.partner


def _check_partner(partner: Partner, kind: PartnerKind) -> None:
    if not partner.active:
        raise HttpError(403, "贵系统的对接已停用，请联系平台管理员。")
    if partner.kind != kind:
        raise HttpError(403, "贵系统登记的类型不能调用这个接口，请联系平台管理员核对。")


def _count(partner: Partner, signed: Signed) -> None:
    """Keep the nonce, so that the same call is let in once; and count the calls of the last minute."""
    now = timezone.now()
    recent = Nonce.objects.filter(partner=partner, at__gt=now - MINUTE)
    if recent.count() >= partner.calls_per_minute:
        first = recent.order_by("at").values_list("at", flat=True).first() or now
        raise Throttled(wait=max(1, round((first + MINUTE - now).total_seconds())))
    try:
        with transaction.atomic():
            Nonce.objects.create(partner=partner, value=signed.nonce, at=now)
    except IntegrityError as error:
        raise BadSignature(
            "这次请求已经收到过（Gongkai-Nonce 重复）。重试时请另取一个并重新签名，幂等编号不变。"
        ) from error
    Partner.objects.filter(pk=partner.pk).update(last_seen_at=now)


def refuse(request: HttpRequest, partner: Partner | None, words: str) -> None:
    """Put a refused call on record: who (if proven), from where, why; nothing of what was sent."""
    subject = (
        Subject("exchange-partner", str(partner.pk), partner.name)
        if partner
        else Subject("exchange-partner", "unknown", "未能识别的系统")
    )
    by = the_system(f"exchange:{partner.code}" if partner else "exchange").actor()
    events.record(
        tag="exchange:call:refuse", by=by, subject=subject, remark=words[:300],
        new={"path": request.path, "address": address_of(request)},
    )  # fmt: skip
