"""Files that citizens send: read into memory up to a limit, sealed at once, held by a signed name until the form is sent."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest
from django.utils import timezone

from gongkai.base.events.rules import Actor
from gongkai.base.files.rules import FileRefused
from gongkai.base.ui.text import filesize_cn
from gongkai.base.vault import actions as vault
from gongkai.base.vault.queries import SealedFile, sealed_file
from gongkai.base.vault.rules import ALLOWED_KINDS, VaultError
from gongkai.responsive.applications.rules.window import IDENTITY_KINDS, LARGEST_SCAN, MOST_AT_ONCE, UPLOAD_KEPT

SALT = "applications.upload"
IDENTITY, MATERIAL = "身份证明", "申请材料"


class InMemory(FileUploadHandler):
    """Hold what comes in memory and let go of what is too large: the rest of the form is read all the same.

    Identity papers never touch the disk in clear, not even as a temporary file. `too_large` has the fields concerned.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.too_large: dict[str, str] = {}
        self.total = 0
        self.parts: list[bytes] = []
        self.size = 0
        self.over = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.parts, self.size, self.over = [], 0, False
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        del start
        if self.over:
            return
        self.size += len(raw_data)
        self.total += len(raw_data)
        self.parts.append(raw_data)
        if self.size > LARGEST_SCAN or self.total > MOST_AT_ONCE:
            self.over, self.total, self.parts = True, self.total - self.size, []
            self.too_large[self.field_name or ""] = self.file_name or ""

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        del file_size
        if self.over:
            return None
        data, self.parts = b"".join(self.parts), []
        return InMemoryUploadedFile(
            io.BytesIO(data), self.field_name, self.file_name or "", self.content_type or "", len(data), self.charset
        )


def take_in_memory(request: HttpRequest) -> InMemory:
    """Let this request's files come into memory. Call it before anything reads `request.POST`."""
    handler = InMemory(request)
    request.upload_handlers = [handler]
    return handler


def too_large(request: HttpRequest) -> dict[str, str]:
    """Return field → sentence for what was too large to be taken."""
    request.POST  # noqa: B018 - reading the form runs the handlers
    found = [one for one in request.upload_handlers if isinstance(one, InMemory)]
    limit = filesize_cn(LARGEST_SCAN)
    return {
        field: f"“{name}”太大，没有收下。每个文件不超过{limit}，请降低扫描的分辨率或者分成几个文件后再上传。其他内容都还在。"
        for one in found
        for field, name in one.too_large.items()
    }


@dataclass(frozen=True)
class Held:
    """A file that is sealed already: what the form shows of it, and what it sends back."""

    token: str
    name: str
    size: int
    file: SealedFile


def hold(upload: UploadedFile[Any], *, form: str, by: Actor, purpose: str) -> Held:
    """Seal a file for a form that is still being written. Raises FileRefused, VaultError with a sentence."""
    until = timezone.localdate() + UPLOAD_KEPT
    return _held(seal(upload, by=by, purpose=purpose, kept_until=until), form)


def seal(upload: UploadedFile[Any], *, by: Actor, purpose: str, kept_until: Any = None) -> SealedFile:
    name = upload.name or "文件"
    if purpose == IDENTITY and name.rpartition(".")[2].lower().replace("jpeg", "jpg") not in IDENTITY_KINDS:
        raise FileRefused(f"“{name}”不能作为身份证明上传。请上传{'、'.join(IDENTITY_KINDS)}格式的扫描件或者照片。")
    return vault.keep_file(
        data=upload.read(), name=name, by=by, purpose=purpose, kept_until=kept_until,
        kinds=IDENTITY_KINDS if purpose == IDENTITY else ALLOWED_KINDS,
    )  # fmt: skip


def _held(file: SealedFile, form: str) -> Held:
    token = signing.dumps({"file": str(file.pk), "form": form}, salt=SALT)
    return Held(token, str(file.name), file.size, file)


def held(token: str, *, form: str) -> Held | None:
    """Return the file behind a signed name of this very form; None for another's, or one that is gone."""
    try:
        told = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if told.get("form") != form:
        return None
    file = sealed_file(uuid.UUID(told["file"]))
    return _held(file, form) if file is not None and file.destroyed_at is None else None


REFUSALS = (FileRefused, VaultError)
