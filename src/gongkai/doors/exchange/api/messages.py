"""`exchange/messages`: an office system hands over documents, attachments, corrections and withdrawals (R027)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pydantic
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Router
from ninja.errors import HttpError, ValidationError

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Subject
from gongkai.base.files.rules import FileRefused
from gongkai.base.organisations.officer import address_of
from gongkai.base.organisations.queries import NotAllowed, OutOfSight, the_system
from gongkai.doors.exchange import actions
from gongkai.doors.exchange.actions.papers import UnknownField, paper
from gongkai.doors.exchange.api.auth import SignedBy, body_of, caller, refuse
from gongkai.doors.exchange.api.schemas import ENVELOPE, MessageStanding
from gongkai.doors.exchange.models import Handover, Message
from gongkai.doors.exchange.rules import MESSAGE_NAMES, STATE_NAMES, Direction, MessageKind, PartnerKind
from gongkai.engine.publishing.actions import Refused as NotNow

router = Router(tags=["系统对接"], auth=SignedBy(PartnerKind.OA))
LONGEST_KEY = 100
REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {"application/json": {"schema": {"type": "object", "description": "见 docs/exchange.md"}}},
}


def _fault(field: str, sentence: str) -> ValidationError:
    return ValidationError([{"type": "sentence", "loc": ("body", *field.split(".")), "msg": sentence}])


@router.post(
    "/messages", response={201: MessageStanding}, summary="送来公文、附件、更正或撤回", operation_id="send_message",
    url_name="exchange-messages", openapi_extra={"requestBody": REQUEST_BODY},
)  # fmt: skip
def take_in(request: HttpRequest) -> HttpResponse:
    """同一 Idempotency-Key、同一内容重复送来，答复相同且只办理一次；附件、更正、撤回先于公文到达的，待公文到后自动办理。"""
    partner = caller(request)
    try:
        key, envelope = _key(request), _parsed(body_of(request))
        payload, sent = _taken_apart(envelope)
        message, repeated = actions.receive(
            partner=partner, kind=MessageKind(envelope.kind), key=key, external_id=envelope.external_id,
            payload=payload, sent=sent, address=address_of(request),
        )  # fmt: skip
    except (HttpError, ValidationError, FileRefused, NotAllowed, OutOfSight, actions.Refused, NotNow) as error:
        refuse(request, partner, _reason(error))
        raise _as_problem(error) from error
    if repeated:
        actions.note_repeat(message, address_of(request))
    response = _answer(message, 201)
    if repeated:
        response["Idempotency-Replayed"] = "true"
    return response


def _as_problem(error: Exception) -> Exception:
    match error:
        case actions.KeyReused():
            return HttpError(409, str(error))
        case actions.Secret() | UnknownField():
            return _fault(error.field, str(error))
        case actions.Refused():
            return HttpError(422, str(error))
        case _:
            return error


def _reason(error: Exception) -> str:
    """Return why it was refused, for the record: fields and our own sentences, nothing of what was sent."""
    if isinstance(error, ValidationError):
        return "不符合要求的项：" + "、".join(".".join(str(part) for part in one["loc"][1:]) for one in error.errors)
    return str(error)


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        sentence = f"请在请求头 Idempotency-Key 中给出本次来件的唯一编号（最多{LONGEST_KEY}个字符），重试时用同一个。"
        raise ValidationError([{"type": "sentence", "loc": ("header", "Idempotency-Key"), "msg": sentence}])
    return key


def _parsed(body: bytes) -> Any:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, "不是合法的 JSON") from error
    kinds = [
        kind.value
        for kind in (MessageKind.DOCUMENT, MessageKind.ATTACHMENT, MessageKind.CORRECTION, MessageKind.WITHDRAWAL)
    ]
    if not isinstance(said, dict):
        raise _fault("body", "应为一个 JSON 对象。")
    if said.get("kind") not in kinds:
        words = "、".join(f"{kind}（{MESSAGE_NAMES[kind]}）" for kind in kinds)
        raise _fault("kind", f"请写明来件种类，可用的有：{words}。")
    try:
        return ENVELOPE.validate_python(said)
    except pydantic.ValidationError as error:
        # The first part of each place is the kind that the discriminator chose.
        raise ValidationError(
            [{**one, "loc": ("body", *one["loc"][1:])} for one in error.errors(include_url=False)]
        ) from error


def _taken_apart(envelope: Any) -> tuple[dict[str, Any], list[actions.SentFile]]:
    """Return the message without its files, as plain JSON, and the files."""
    plain = envelope.model_dump(mode="json", exclude={"kind", "external_id", "file"})
    given = [envelope.file] if envelope.kind == MessageKind.ATTACHMENT else []
    if "document" in plain:
        given = envelope.document.files
        stated = envelope.document.model_fields_set | {"title", "submit", "attachments_to_follow"}
        if envelope.kind == MessageKind.DOCUMENT:
            stated |= {"release_channel", "release_audience"}
        plain["document"] = {name: value for name, value in plain["document"].items() if name in stated - {"files"}}
    sent = [actions.SentFile(one.name, base64.b64decode(one.content), one.as_text) for one in given]
    return plain, sent


@router.get(
    "/messages/{receipt}", response=MessageStanding, summary="一次来件的办理情况", operation_id="get_message",
    url_name="exchange-message",
)  # fmt: skip
def where_it_stands(request: HttpRequest, receipt: str) -> HttpResponse:
    """`receipt` 为送来时答复的回执号。"""
    partner = caller(request)
    message = Message.objects.filter(partner=partner, direction=Direction.IN, receipt=receipt).first()
    if message is None:
        raise Http404("没有这个回执号，请核对。")
    events.record(
        tag="exchange:call:read", by=the_system(f"exchange:{partner.code}").actor(agency=partner.agency),
        subject=Subject("exchange-message", receipt), new={"state": message.state},
    )  # fmt: skip
    return _answer(message, 200)


def _answer(message: Message, status: int) -> HttpResponse:
    handover = Handover.objects.filter(item__key=message.index_number, partner_id=message.partner_id).first()
    body = {
        "receipt": message.receipt, "kind": message.kind, "external_id": message.external_id, "state": message.state,
        "state_name": STATE_NAMES[message.state], "note": message.note,
        "document": actions.standing(paper(handover), handover.external_id) if handover else None,
    }  # fmt: skip
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response
