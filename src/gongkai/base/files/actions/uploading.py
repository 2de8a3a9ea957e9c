"""Take in a file in parts, so that a lost connection costs one part only."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongkai.base.files.extraction.refusals import (
    EmptyFile,
    FileRefused,
    MalformedFile,
    OutOfStep,
    StorageFull,
    TooLarge,
)
from gongkai.base.files.models import StoredFile, Upload
from gongkai.base.files.rules import CHUNK_BYTES, OPEN_UPLOADS_PER_PERSON, UPLOAD_LIFETIME, safe_name
from gongkai.base.files.store import digest_of, flush, telling_of_full_disks, uploads_folder

from .keep import limits, store

_HASH = re.compile(r"[0-9a-f]{64}")
GONE = "这次上传已失效，已传的部分已清除。请重新选择文件上传。"


def _part(upload: Upload) -> Path:
    return uploads_folder() / f"{upload.pk}.part"


def begin_upload(*, person_id: int, filename: str, size: int, sha256: str = "") -> Upload:
    """Open an upload. Raises FileRefused when empty, too large, or the person has too many open ones."""
    most = limits().bytes
    if size <= 0:
        raise EmptyFile(f"“{filename}”是空文件（0 字节）。请检查原文件后重新上传。")
    if size > most:
        raise TooLarge(f"“{filename}”大于 {most // 1024 // 1024} MB 的上限。请压缩图片或拆分后再上传。")
    if sha256 and not _HASH.fullmatch(sha256.lower()):
        raise FileRefused("文件校验值的格式不对，应为 64 位十六进制数。请刷新页面后重新上传。")
    now = timezone.now()
    with transaction.atomic():
        waiting = Upload.objects.filter(person_id=person_id, file=None, expires_at__gt=now).count()
        if waiting >= OPEN_UPLOADS_PER_PERSON:
            raise FileRefused(f"您有 {waiting} 个文件还没有传完。请先完成它们，或过两天自动清除后再传。")
        return Upload.objects.create(
            person_id=person_id,
            filename=safe_name(filename),
            size=size,
            sha256=sha256.lower(),
            expires_at=now + UPLOAD_LIFETIME,
        )


def append_chunk(*, upload: Upload, offset: int, data: bytes) -> Upload:
    """Add a part at `offset`. The same part again changes nothing.

    Raises OutOfStep with the offset to go on from, TooLarge, StorageFull, or FileRefused when the upload has expired.
    """
    if len(data) > CHUNK_BYTES:
        raise TooLarge(f"一次最多上传 {CHUNK_BYTES // 1024 // 1024} MB。请刷新页面后重新上传。")
    with transaction.atomic():
        current = _locked(upload)
        received = current.received
        if offset + len(data) <= received and _is_there(current, offset, data):
            return current
        if current.file_id is not None:
            raise OutOfStep("这个文件已经传完。", offset=current.size)
        if offset != received:
            raise OutOfStep(f"上传位置不符，请从第 {received} 字节继续。", offset=received)
        if received + len(data) > current.size:
            raise TooLarge("收到的内容超过了文件的大小，文件在上传中可能被改动。请重新选择文件上传。")
        _write(current, data)
        current.received = received + len(data)
        current.expires_at = timezone.now() + UPLOAD_LIFETIME
        current.save(update_fields=["received", "expires_at"])
        return current


def _locked(upload: Upload) -> Upload:
    current = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if current is None or (current.file_id is None and current.expires_at <= timezone.now()):
        raise FileRefused(GONE)
    return current


def _is_there(upload: Upload, offset: int, data: bytes) -> bool:
    try:
        with _part(upload).open("rb") as file:
            file.seek(offset)
            return file.read(len(data)) == data
    except FileNotFoundError:
        return upload.file_id is not None


def _write(upload: Upload, data: bytes) -> None:
    """Write behind what is confirmed: bytes of a request that died in between are overwritten."""
    with telling_of_full_disks():
        uploads_folder().mkdir(parents=True, exist_ok=True)
        handle = os.open(_part(upload), os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            try:
                file.truncate(upload.received)
                file.seek(upload.received)
                file.write(data)
                flush(file)
            except OSError:
                file.truncate(upload.received)
                raise


def finish_upload(*, upload: Upload, by: str) -> StoredFile:
    """Check size and hash, tell the type, and keep the file. Finishing twice returns the same file.

    Raises OutOfStep while parts are missing; any other FileRefused ends the upload and removes its bytes.
    """
    with transaction.atomic():
        current = _locked(upload)
        if current.file is not None:
            return current.file
        if current.received != current.size:
            raise OutOfStep(f"文件还没有传完，请从第 {current.received} 字节继续。", offset=current.received)
        path = _part(current)
        if not path.exists() or path.stat().st_size != current.size:
            Upload.objects.filter(pk=current.pk).update(received=0)
            raise FileRefused(GONE)
    try:
        if current.sha256 and digest_of(path) != current.sha256:
            raise MalformedFile("收到的内容与原文件不一致，可能在传输中损坏。请重新上传。")
        # What it may be is said by the form that takes it: `queries.finished_file_of`.
        file = store(data=path, filename=current.filename, by=by, media=True)
    except OSError as error:
        # Another request may have finished it and taken the bytes away meanwhile.
        done = Upload.objects.filter(pk=current.pk, file__isnull=False).select_related("file").first()
        if done is None or done.file is None:
            raise FileRefused(GONE) from error
        return done.file
    except StorageFull:
        raise  # not the file's fault: its bytes wait for room
    except FileRefused:
        _discard(current)
        raise
    Upload.objects.filter(pk=current.pk).update(file=file)
    path.unlink(missing_ok=True)
    return file


def _discard(upload: Upload) -> None:
    _part(upload).unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()


def drop_expired_uploads(*, now: datetime | None = None) -> int:
    """Remove uploads that nobody took up again, with their bytes, and return how many. Stored files stay."""
    expired = list(Upload.objects.filter(expires_at__lte=now or timezone.now()))
    for upload in expired:
        _discard(upload)
    _drop_orphans()
    return len(expired)


def _drop_orphans() -> None:
    """Remove parts without an upload, left by a crash or a restored database."""
    if not uploads_folder().is_dir():
        return
    known = {str(key) for key in Upload.objects.values_list("pk", flat=True)}
    for path in uploads_folder().glob("*.part"):
        if path.stem not in known:
            path.unlink(missing_ok=True)
