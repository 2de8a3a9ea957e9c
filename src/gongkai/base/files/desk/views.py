"""Uploads in parts. Answers are JSON; a refusal carries its sentence under `error`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, UnreadablePostError
from django.views.decorators.http import require_http_methods

from gongkai.base.files import actions, queries
from gongkai.base.files.models import Upload
from gongkai.base.files.rules import CHUNK_BYTES, FileRefused, OutOfStep, StorageFull

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def speaking_json(view: View[P]) -> View[P]:
    """Only for people who are signed in; refusals become JSON with the fitting status."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _refusal("登录已失效。请在新窗口重新登录，再回到本页继续上传。", HTTPStatus.UNAUTHORIZED)
        try:
            return view(request, *args, **kwargs)
        except OutOfStep as refusal:
            return JsonResponse({"error": str(refusal), "offset": refusal.offset}, status=HTTPStatus.CONFLICT)
        except StorageFull as refusal:
            return _refusal(str(refusal), HTTPStatus.INSUFFICIENT_STORAGE)
        except FileRefused as refusal:
            return _refusal(str(refusal), HTTPStatus.UNPROCESSABLE_ENTITY)
        except UnreadablePostError:
            return _refusal("连接中断，这一部分没有收全。请继续上传。", HTTPStatus.BAD_REQUEST)

    return cast("View[P]", wrapped)


def _refusal(sentence: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status)


def _state(upload: Upload) -> dict[str, object]:
    return {
        "id": str(upload.pk),
        "filename": upload.filename,
        "size": upload.size,
        "received": upload.received,
        "chunk": CHUNK_BYTES,
        "file": upload.file_id,
    }


def _own(request: HttpRequest, upload_id: uuid.UUID) -> Upload:
    person_id = request.user.pk
    upload = queries.upload_of(upload_id=upload_id, person_id=person_id) if person_id is not None else None
    if upload is None:
        raise Http404("没有这个上传。")
    return upload


@require_http_methods(["POST"])
@speaking_json
def begin(request: HttpRequest) -> HttpResponseBase:
    """Open an upload: {"filename", "size", "sha256"?}."""
    try:
        asked = json.loads(request.body)
        filename, size = str(asked["filename"]), int(asked["size"])
        sha256 = str(asked.get("sha256") or "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return _refusal("上传请求缺少文件名或大小。请刷新页面后重新上传。", HTTPStatus.BAD_REQUEST)
    upload = actions.begin_upload(person_id=request.user.pk or 0, filename=filename, size=size, sha256=sha256)
    return JsonResponse(_state(upload), status=HTTPStatus.CREATED)


@require_http_methods(["GET", "PATCH", "POST"])
@speaking_json
def part(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponseBase:
    """GET says how much has arrived; PATCH or POST brings the bytes at ?offset=."""
    upload = _own(request, upload_id)
    if request.method == "GET":
        return JsonResponse(_state(upload))
    try:
        offset = int(request.GET.get("offset", ""))
    except ValueError:
        return _refusal("上传请求缺少位置（offset）。请刷新页面后重新上传。", HTTPStatus.BAD_REQUEST)
    try:
        data = request.body
    except RequestDataTooBig:
        return _refusal("一次上传的部分太大。请刷新页面后重新上传。", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return JsonResponse(_state(actions.append_chunk(upload=upload, offset=offset, data=data)))


@require_http_methods(["POST"])
@speaking_json
def finish(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponseBase:
    """Close the upload; answers with the id of the stored file."""
    upload = _own(request, upload_id)
    file = actions.finish_upload(upload=upload, by=str(request.user))
    return JsonResponse(
        {"file": file.pk, "name": upload.filename, "size": file.size, "kind": file.kind, "sha256": file.sha256}
    )
