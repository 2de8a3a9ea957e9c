"""`filing/receipts`: a superior tells later what became of a filing."""

from __future__ import annotations

import json

import pydantic
from django.http import HttpRequest
from ninja import Router
from ninja.errors import HttpError, ValidationError

from gongkai.doors.exchange import actions
from gongkai.doors.exchange.api.auth import SignedBy, body_of, caller, refuse
from gongkai.doors.exchange.api.schemas import Receipt, ReceiptTaken
from gongkai.doors.exchange.rules import Outcome, PartnerKind, Verdict

router = Router(tags=["系统对接"], auth=SignedBy(PartnerKind.SUPERIOR))


@router.post(
    "/receipts", response=ReceiptTaken, summary="送达报送回执", operation_id="give_receipt", url_name="filing-receipts",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": Receipt.model_json_schema()}}}
    },
)  # fmt: skip
def take_receipt(request: HttpRequest) -> dict[str, object]:
    """迟到或重复的回执同样答复 200；只有第一次计入。"""
    partner = caller(request)
    try:
        said = Receipt.model_validate(json.loads(body_of(request)))
        message, counted = actions.acknowledge(
            partner=partner, key=said.key, verdict=Verdict(Outcome(said.result), said.receipt, said.reason)
        )
    except pydantic.ValidationError as error:
        refuse(request, partner, "回执不符合要求")
        raise ValidationError(
            [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
        ) from error
    except (ValueError, RecursionError) as error:
        refuse(request, partner, "回执不是合法的 JSON")
        raise HttpError(400, "不是合法的 JSON") from error
    except actions.UnknownFiling as error:
        refuse(request, partner, str(error))
        raise HttpError(404, str(error)) from error
    return {"key": message.key, "state": message.state, "counted": counted}
