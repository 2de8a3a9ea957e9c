"""Sealed bytes on disk: one file each, written beside its place and moved in one step. Not in the store of public files."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from gongkai.base.vault.models import SealedFile
from gongkai.base.vault.rules import FileGone, Refused

LOST = "文件的内容在服务器上找不到了。请联系系统管理员从备份恢复。"
FULL = "服务器磁盘空间不足，文件没有保存。请联系系统管理员清理空间后再上传。"
UNWRITABLE = "服务器暂时不能保存文件，这次上传没有保存。请联系系统管理员检查文件目录。"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def folder() -> Path:
    return Path(settings.DATA_DIR) / "sealed"


def put(sealed: bytes) -> str:
    """Keep sealed bytes and return their hash. Raises Refused when the disk is full or closed; then nothing is left."""
    digest = hashlib.sha256(sealed).hexdigest()
    target = folder() / SealedFile(sha256=digest).path
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(target)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise Refused(FULL if error.errno in _NO_ROOM else UNWRITABLE) from error
    return digest


def get(file: SealedFile) -> bytes:
    """Return the sealed bytes as they were written. Raises FileGone when they are lost, changed or destroyed."""
    if file.destroyed_at is not None:
        raise FileGone("这个文件已按规定销毁。")
    try:
        sealed = (folder() / file.path).read_bytes()
    except OSError as error:
        raise FileGone(LOST) from error
    if hashlib.sha256(sealed).hexdigest() != file.sha256:
        raise FileGone("文件的内容在服务器上被改动或损坏。请联系系统管理员从备份恢复。")
    return sealed


def drop(digest: str) -> None:
    """Remove bytes that no row names any more."""
    if not SealedFile.objects.filter(sha256=digest, destroyed_at=None).exists():
        (folder() / SealedFile(sha256=digest).path).unlink(missing_ok=True)


def kept() -> Iterator[Path]:
    """Yield every file there is, unfinished ones too."""
    yield from (path for path in folder().glob("??/??/*") if path.is_file())
