"""Reading what was sent: JSON with files in Base64, or multipart with a part `document` and the files as they are."""

from __future__ import annotations

import base64
import json
from typing import Any

import pydantic
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError, ValidationError

from gongkai.proactive.documents.api.schemas import IntakeDocument

REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": IntakeDocument.model_json_schema(ref_template="#/components/schemas/{model}")},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["document"],
                "properties": {
                    "document": {"type": "string", "description": "与 JSON 请求相同的对象，不含 files"},
                    "text": {"type": "string", "format": "binary", "description": "作为正文的文件，至多一个"},
                    "files": {"type": "array", "items": {"type": "string", "format": "binary"}, "description": "附件"},
                },
            }
        },
    },
}


def _sentence(field: str, sentence: str) -> ValidationError:
    return ValidationError([{"type": "sentence", "loc": ("body", field), "msg": sentence}])


def read(request: HttpRequest) -> IntakeDocument:
    """Return the document that was sent. Raises ninja's ValidationError naming every field, HttpError 400, 413, 415."""
    try:
        match request.content_type:
            case "application/json":
                sent = _parsed(request.body)
            case "multipart/form-data":
                sent = _multipart(request)
            case _:
                raise HttpError(415, "请用 application/json 或 multipart/form-data 送文。")
    except RequestDataTooBig as error:
        raise HttpError(413, "请求过大。较大的文件请用 multipart/form-data 送，不用 Base64。") from error
    except MultiPartParserError as error:
        raise HttpError(400, "multipart 请求不完整。") from error
    try:
        return IntakeDocument.model_validate(sent)
    except pydantic.ValidationError as error:
        raise ValidationError([{**one, "loc": ("body", *one["loc"])} for one in error.errors()]) from error


def _parsed(raw: bytes | str) -> dict[str, Any]:
    try:
        sent = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, "不是合法的 JSON") from error
    if not isinstance(sent, dict):
        raise _sentence("body", "应为一个 JSON 对象。")
    return sent


def _multipart(request: HttpRequest) -> dict[str, Any]:
    sent = _parsed(str(request.POST.get("document", "")) or "{}")
    if "files" in sent:
        raise _sentence("files", "用 multipart 送文时，文件放在 files 部分，不放在 document 里。")
    uploads = [(upload, False) for upload in request.FILES.getlist("files")]
    uploads += [(upload, True) for upload in request.FILES.getlist("text")]
    if sum(upload.size or 0 for upload, _ in uploads) > settings.MAX_UPLOAD_BYTES:
        raise HttpError(413, f"文件合计超过 {settings.MAX_UPLOAD_BYTES // 1024 // 1024} MB，请分次送或压缩图片后再送。")
    sent["files"] = [
        {"name": upload.name, "content": base64.b64encode(upload.read()).decode(), "as_text": as_text}
        for upload, as_text in uploads
    ]
    return sent
