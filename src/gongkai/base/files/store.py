"""The bytes on disk: written beside their place, flushed, then moved in one step."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

from .extraction.refusals import StorageFull
from .extraction.source import Source, opened, size_of

PIECE = 1024 * 1024
FULL = "服务器磁盘空间不足，文件没有保存。请联系系统管理员清理空间后再上传。"
UNWRITABLE = "服务器暂时不能保存文件，这次上传没有保存。请联系系统管理员检查文件目录。"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def storage() -> Storage:
    return storages["default"]


@contextlib.contextmanager
def telling_of_full_disks() -> Iterator[None]:
    """Turn failures to write into StorageFull with a sentence."""
    try:
        yield
    except OSError as error:
        raise StorageFull(FULL if error.errno in _NO_ROOM else UNWRITABLE) from error


def pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def digest_of(data: Source) -> str:
    """Return the SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    with opened(data) as file:
        for piece in pieces(file):
            digest.update(piece)
    return digest.hexdigest()


def put(path: str, data: Source) -> None:
    """Write bytes under a path of the store, all or nothing. Bytes that are there already (same size) stay.

    Raises StorageFull; then nothing is left behind.
    """
    target = local_path(path)
    if target is None:
        if not storage().exists(path):
            with opened(data) as file, telling_of_full_disks():
                storage().save(path, File(file))
        return
    if target.exists() and target.stat().st_size == size_of(data):
        return
    with telling_of_full_disks():
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(target, data)


def _write_beside(target: Path, data: Source) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as out, opened(data) as file:
            for piece in pieces(file):
                out.write(piece)
            flush(out)
        Path(temporary).chmod(0o640)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    flush_folder(target.parent)


def flush(file: BinaryIO) -> None:
    """Force written bytes onto the disk."""
    file.flush()
    os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Force a new name onto the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def local_path(path: str) -> Path | None:
    """Return where the store keeps a path on this machine, None for a remote store."""
    try:
        return Path(storage().path(path))
    except NotImplementedError:
        return None


def uploads_folder() -> Path:
    """Return the folder of unfinished uploads; they are not part of the store."""
    return Path(settings.DATA_DIR) / "uploads"
