"""A platform's call: who calls, once and only once, and on record with nothing personal in it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject, declare
from gongkai.base.organisations.officer import address_of
from gongkai.base.organisations.queries import acting_by_token
from gongkai.base.vault.queries import fingerprint_of
from gongkai.responsive.applications.api.sealing import opened, seal

if TYPE_CHECKING:
    from gongkai.base.organisations.models import ApiToken, IdempotentCall
    from gongkai.base.organisations.queries import Acting

SCOPE = "intake:applications"
LONGEST_KEY = 80
NUMBER = "applications:"  # keys of the rows by which a number of the platform is found again, under any key
declare(
    {
        "applications:intake:receive": "接口转来申请",
        "applications:intake:repeat": "接口重复转来申请（未再办理）",
        "applications:intake:refuse": "接口转来申请未收",
        "applications:intake:read": "接口查询申请办理情况",
    }
)


class Caller(NamedTuple):
    by: Acting
    token: ApiToken
    bearer: str


class Platform(HttpBearer):
    """The system behind a bearer token; `request.auth` is a Caller."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        found = acting_by_token(token, address=address_of(request))
        if found is None:
            return None
        by, known = found
        if SCOPE not in by.scopes:
            raise HttpError(403, f"这个令牌没有“{SCOPE}”权限，请联系平台管理员重新签发。")
        known.last_used_at = timezone.now()
        known.save(update_fields=["last_used_at"])
        return Caller(by, known, token)


def caller(request: HttpRequest) -> Caller:
    return cast("Caller", request.auth)  # type: ignore[attr-defined]


def note(tag: str, who: Caller, *, receipt: str = "", remark: str = "", **new: Any) -> None:
    """Put a call on record: the number of the receipt where there is one, nothing of what was sent."""
    subject = (
        Subject("application-form", receipt, receipt)
        if receipt
        else Subject("token", str(who.token.pk), who.token.name)
    )
    events.record(
        tag=f"applications:intake:{tag}", by=who.by.actor(), subject=subject, new={"token": who.token.name} | new,
        remark=remark,
    )  # fmt: skip


def key_of(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > LONGEST_KEY or not key.isprintable() or key.startswith(NUMBER):
        sentence = f"请在请求头 Idempotency-Key 中给出本次来件的唯一编号（最多{LONGEST_KEY}个字符），重试时用同一个。"
        raise ValidationError([{"type": "sentence", "loc": ("header", "Idempotency-Key"), "msg": sentence}])
    return key


def digest(payload: object) -> str:
    """Return a keyed digest: whoever reads the row cannot try out what was sent."""
    plain = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    return fingerprint_of(hashlib.sha256(plain.encode()).hexdigest(), "applications-intake")


def once(
    request: HttpRequest, external_id: str, payload: object, work: Callable[[], tuple[dict[str, Any], str]]
) -> HttpResponse:
    """Run `work` and answer 201 with its answer and the secret, or give the answer of the first call.

    Found again by the key of the call or by the platform's own number. The rows are written first, in the same
    transaction: of two calls at one moment the second waits and repeats. What is refused leaves no row. The secret lies
    in them sealed under the caller's token.
    """
    who, key, wanted = caller(request), key_of(request), digest(payload)
    number = NUMBER + hashlib.sha256(external_id.encode()).hexdigest()
    if (earlier := _repeated(who, key, number, wanted)) is not None:
        return earlier
    try:
        with transaction.atomic():
            calls = [
                who.token.calls.create(key=one, request_digest=wanted, status=201, body={}) for one in (key, number)
            ]
            answer, secret = work()
            kept = answer | {"sealed": seal(secret, token=who.bearer, receipt=answer["receipt"])}
            for call in calls:
                call.body = kept
                call.save(update_fields=["body"])
    except IntegrityError:
        earlier = _repeated(who, key, number, wanted)
        if earlier is None:
            raise
        return earlier
    return say(answer | {"secret": secret}, 201)


def _repeated(who: Caller, key: str, number: str, wanted: str) -> HttpResponse | None:
    call = who.token.calls.filter(key=key).first()
    if call is not None and call.request_digest != wanted:
        raise HttpError(409, "这个 Idempotency-Key 已用于内容不同的请求，请换一个新的编号再送。")
    call = call or _by_number(who, number)
    if call is None:
        return None
    if call.request_digest != wanted:
        raise HttpError(
            409, "这个编号的申请已经收到，这次送来的内容与之不同，没有改动。需要补充或者更正的，请由申请人凭回执办理。"
        )
    body = dict(call.body)
    secret = opened(body.pop("sealed"), token=who.bearer, receipt=body["receipt"])
    note("repeat", who, receipt=body["receipt"])
    response = say(body | {"secret": secret}, 201)
    response["Idempotency-Replayed"] = "true"
    return response


def _by_number(who: Caller, number: str) -> IdempotentCall | None:
    """A number was perhaps handed over under an earlier token of the same platform."""
    rows = type(who.token).objects.filter(person=who.token.person_id, calls__key=number).order_by("pk")
    first = rows.first()
    return first.calls.filter(key=number).first() if first is not None else None


def say(body: Any, status: int) -> HttpResponse:
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
