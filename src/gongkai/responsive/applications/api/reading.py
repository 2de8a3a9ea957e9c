"""Reading what was sent: JSON with files in Base64, or multipart with a part `application` and the files as they are.

Files come into memory, never to the disk in clear. What is wrong is told field by field, all at once, and no value of
what was sent stands in it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pydantic
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError, ValidationError

from gongkai.responsive.applications.api.schemas import SentApplication
from gongkai.responsive.applications.rules import APPLICANT_NAMES
from gongkai.responsive.applications.rules.intake import (
    MOST_FILES,
    MOST_MATTERS,
    MOST_PARTIES,
    contact_defects,
    identity_defect,
    kind_defect,
)
from gongkai.responsive.applications.rules.window import MOST_AT_ONCE

REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {"schema": SentApplication.model_json_schema(ref_template="#/components/schemas/{model}")},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["application"],
                "properties": {
                    "application": {"type": "string", "description": "与 JSON 请求相同的对象，不含 files"},
                    "identity": {"type": "string", "format": "binary", "description": "身份证明，至多一个"},
                    "files": {"type": "array", "items": {"type": "string", "format": "binary"}, "description": "附件"},
                },
            }
        },
    },
}
Fault = tuple[tuple[str | int, ...], str]


class InMemory(MemoryFileUploadHandler):
    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        del args, kwargs
        self.activated = True


def faulty(*faults: Fault) -> ValidationError:
    return ValidationError([{"type": "sentence", "loc": ("body", *place), "msg": text} for place, text in faults])


def read(request: HttpRequest) -> SentApplication:
    """Return what was sent. Raises ninja's ValidationError naming every field, HttpError 400, 413, 415."""
    try:
        match request.content_type:
            case "application/json":
                sent = _parsed(request.body)
            case "multipart/form-data":
                sent = _multipart(request)
            case _:
                raise HttpError(415, "请用 application/json 或 multipart/form-data 送来。")
    except RequestDataTooBig as error:
        raise HttpError(413, "请求过大。较大的文件请用 multipart/form-data 送，不用 Base64。") from error
    except MultiPartParserError as error:
        raise HttpError(400, "multipart 请求不完整。") from error
    return _checked(sent)


def _parsed(raw: bytes | str) -> dict[str, Any]:
    try:
        sent = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, "不是合法的 JSON") from error
    if not isinstance(sent, dict):
        raise faulty((("body",), "应为一个 JSON 对象。"))
    return sent


def _multipart(request: HttpRequest) -> dict[str, Any]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_AT_ONCE:
        raise HttpError(413, f"一次送来的内容不能超过 {MOST_AT_ONCE // 1024 // 1024} MB，请压缩扫描件后再送。")
    request.upload_handlers = [InMemory(request)]
    sent = _parsed(str(request.POST.get("application", "")) or "{}")
    if "files" in sent:
        raise faulty((("files",), "用 multipart 送来时，文件放在 files 部分，不放在 application 里。"))
    uploads = [(one, False) for one in request.FILES.getlist("files")]
    uploads += [(one, True) for one in request.FILES.getlist("identity")]
    sent["files"] = [
        {"name": one.name, "content": base64.b64encode(one.read()).decode(), "identity": identity}
        for one, identity in uploads
    ]
    return sent


def _checked(sent: dict[str, Any]) -> SentApplication:
    faults: list[dict[str, Any]] = []
    whole: SentApplication | None = None
    try:
        whole = SentApplication.model_validate(sent)
    except pydantic.ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        faults = [{**one, "loc": ("body", *one["loc"])} for one in found]
    named = {one["loc"] for one in faults}
    faults += [
        {"type": "sentence", "loc": ("body", *place), "msg": text}
        for place, text in _defects(sent)
        if ("body", *place) not in named
    ]
    if faults or whole is None:
        raise ValidationError(faults)
    return whole


def _defects(sent: Mapping[str, Any]) -> Iterator[Fault]:
    """Return what the law and common sense find wrong, in what is readable of it."""
    for name, most, unit in (
        ("applicants", MOST_PARTIES, "人"),
        ("matters", MOST_MATTERS, "项"),
        ("files", MOST_FILES, "个"),
    ):
        rows = sent.get(name)
        if isinstance(rows, list) and not rows and name != "files":
            yield (name,), "没有填写。"
        if isinstance(rows, list) and len(rows) > most:
            yield (name,), f"最多{most}{unit}，现有{len(rows)}{unit}。"
    files = sent.get("files")
    if isinstance(files, list) and sum(1 for one in files if isinstance(one, dict) and one.get("identity")) > 1:
        yield ("files",), "身份证明至多一个，请合并为一个文件。"
    applicants = sent.get("applicants")
    for place, one in enumerate(applicants if isinstance(applicants, list) else []):
        if isinstance(one, dict):
            for field, text in _applicant({key: value for key, value in one.items() if isinstance(value, str)}, place):
                yield ("applicants", place, field), text


def _applicant(one: Mapping[str, str], place: int) -> Iterator[tuple[str, str]]:
    yield from contact_defects(one).items()
    kind, identity, number = one.get("kind", ""), one.get("identity", ""), one.get("identity_number", "")
    if kind not in APPLICANT_NAMES:
        return
    if wrong := kind_defect(kind, one.get("name", ""), identity):
        yield "kind", wrong
    if not identity:
        yield "identity", "请选择证件类型。"
    elif wrong := identity_defect(kind, identity, number):
        yield "identity_number", wrong
    if place == 0 and not any(one.get(way, "").strip() for way in ("phone", "email", "address")):
        yield "phone", "请至少留下一种联系方式：电话、电子邮箱或者通信地址。"
