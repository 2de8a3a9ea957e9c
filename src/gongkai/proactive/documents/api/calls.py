"""A partner's call: who calls, once and only once, and on record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject, declare
from gongkai.base.organisations.officer import address_of
from gongkai.base.organisations.queries import acting_by_token
from gongkai.engine.publishing.rules import digest

if TYPE_CHECKING:
    from gongkai.base.organisations.models import ApiToken
    from gongkai.base.organisations.queries import Acting

SCOPE = "intake:documents"
LONGEST_KEY = 100
declare(
    {
        "documents:intake:receive": "接口送来公文",
        "documents:intake:repeat": "接口重复送文（未再办理）",
        "documents:intake:refuse": "接口送文未收",
        "documents:intake:read": "接口查询办理情况",
    }
)


class Partner(HttpBearer):
    """The system behind a bearer token; `request.auth` is (Acting, ApiToken)."""

    def authenticate(self, request: HttpRequest, token: str) -> tuple[Acting, ApiToken] | None:
        found = acting_by_token(token, address=address_of(request))
        if found is None:
            return None
        by, known = found
        if SCOPE not in by.scopes:
            raise HttpError(403, f"这个令牌没有“{SCOPE}”权限，请联系平台管理员重新签发。")
        known.last_used_at = timezone.now()
        known.save(update_fields=["last_used_at"])
        return by, known


def caller(request: HttpRequest) -> tuple[Acting, ApiToken]:
    return cast("tuple[Acting, ApiToken]", request.auth)  # type: ignore[attr-defined]


def note(tag: str, *, by: Acting, token: ApiToken, label: str, number: str = "", remark: str = "", **new: Any) -> None:
    """Put a call on record. The subject is the document where there is one, else the token that called."""
    subject = Subject("document", number, label) if number else Subject("token", str(token.pk), token.name)
    events.record(tag=tag, by=by.actor(), subject=subject, new={"token": token.name} | new, remark=remark)


def key_of(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        sentence = f"请在请求头 Idempotency-Key 中给出本次送文的唯一编号（最多{LONGEST_KEY}个字符），重试时用同一个。"
        raise ValidationError([{"type": "sentence", "loc": ("header", "Idempotency-Key"), "msg": sentence}])
    return key


def once(request: HttpRequest, payload: object, work: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Run `work` and answer 201, or give the answer of the first call with this key.

    The row of the call is written first, in the same transaction: of two calls at one moment the second waits for the
    first and repeats its answer. What is refused leaves no row, so a corrected call may use the key again.
    """
    _, token = caller(request)
    key, wanted = key_of(request), digest(payload)
    if (earlier := _repeated(request, key, wanted)) is not None:
        return earlier
    try:
        with transaction.atomic():
            call = token.calls.create(key=key, request_digest=wanted, status=201, body={})
            call.body = work()
            call.save(update_fields=["body"])
    except IntegrityError:
        earlier = _repeated(request, key, wanted)
        if earlier is None:
            raise
        return earlier
    return _answer(201, call.body)


def _repeated(request: HttpRequest, key: str, wanted: str) -> HttpResponse | None:
    by, token = caller(request)
    call = token.calls.filter(key=key).first()
    if call is None:
        return None
    if call.request_digest != wanted:
        raise HttpError(409, "这个 Idempotency-Key 已用于内容不同的请求，请换一个新的编号再送。")
    note("documents:intake:repeat", by=by, token=token, label=str(call.body.get("title", "")), number=call.body["id"])
    response = _answer(call.status, call.body)
    response["Idempotency-Replayed"] = "true"
    return response


def _answer(status: int, body: Any) -> HttpResponse:
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
