"""Reading stored files."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files.base import File

from .extraction.refusals import FileRefused, WrongType
from .extraction.result import Hidden
from .models import ExtractedText, StoredFile, Upload
from .pictures import KINDS as PICTURE_KINDS
from .pictures import MEDIA_TYPE as PICTURE_TYPE
from .pictures import place
from .rules import MEDIA_KINDS
from .store import local_path, pieces, storage

__all__ = [
    "PICTURE_KINDS",
    "PICTURE_TYPE",
    "Damage",
    "ExtractedText",
    "StoredFile",
    "extracted_of",
    "file_by_hash",
    "file_by_id",
    "finished_file_of",
    "hidden_in",
    "open_file",
    "picture_path",
    "picture_sizes",
    "read_bytes",
    "upload_of",
    "verify_store",
]
LOST = "文件的内容在服务器上找不到了。请联系系统管理员从备份恢复。"


def file_by_id(file_id: int) -> StoredFile | None:
    return StoredFile.objects.filter(pk=file_id).first()


def file_by_hash(sha256: str) -> StoredFile | None:
    return StoredFile.objects.filter(sha256=sha256.lower()).first()


def open_file(file: StoredFile) -> File[bytes]:
    """Open the original for reading; close it after use. Raises FileRefused when the store has lost it."""
    try:
        return cast("File[bytes]", storage().open(file.path, "rb"))
    except FileNotFoundError as error:
        raise FileRefused(LOST) from error


def read_bytes(file: StoredFile) -> bytes:
    with open_file(file) as opened:
        return bytes(opened.read())


def extracted_of(file: StoredFile) -> ExtractedText | None:
    """Return what was read in the file, None if nobody has asked yet (see actions.extract_stored)."""
    return ExtractedText.objects.filter(file=file).first()


def picture_sizes(file_ids: Iterable[int]) -> dict[int, list[tuple[int, int]]]:
    """Return width and height of the sizes made of these pictures; a file without any is not in the answer."""
    wanted = list(file_ids)
    if not wanted:
        return {}
    rows = ExtractedText.objects.filter(file__in=wanted, file__kind__in=PICTURE_KINDS)
    found = {pk: metadata.get("pictures") or [] for pk, metadata in rows.values_list("file", "metadata")}
    return {pk: [(width, height) for width, height in sizes] for pk, sizes in found.items() if sizes}


def picture_path(file: StoredFile, width: int) -> Path | None:
    """Return where this size of a picture lies, None when it was not made (or not made again after a restore)."""
    path = place(file.sha256, width)
    return path if file.kind in PICTURE_KINDS and path.is_file() else None


def hidden_in(extracted: ExtractedText) -> list[Hidden]:
    return [Hidden(**item) for item in extracted.hidden]


def upload_of(*, upload_id: uuid.UUID, person_id: int) -> Upload | None:
    """Return the upload if it is this person's."""
    return Upload.objects.filter(pk=upload_id, person_id=person_id).first()


def finished_file_of(*, file_id: int, person_id: int, media: bool = False) -> StoredFile | None:
    """Return a stored file that this person has uploaded: what a form may accept as its hidden file id.

    Raises WrongType for sound and moving pictures where the form takes none.
    """
    upload = Upload.objects.filter(file_id=file_id, person_id=person_id).select_related("file").first()
    file = upload.file if upload else None
    if file is not None and file.kind in MEDIA_KINDS and not media:
        raise WrongType(f"“{file.name}”是音视频，这里不收。音视频请作为政策解读的文件上传，并附字幕或者文字稿。")
    return file


@dataclass(frozen=True)
class Damage:
    """A stored file whose bytes are not what they were."""

    sha256: str
    name: str
    problem: str


def verify_store() -> Iterator[Damage]:
    """Read every stored file again and yield those that are missing or changed. For `doctor` and after `restore`."""
    for file in StoredFile.objects.order_by("id").iterator():
        place = local_path(file.path)
        exists = place.exists() if place is not None else storage().exists(file.path)
        if not exists:
            yield Damage(file.sha256, file.name, "文件内容丢失")
            continue
        digest = hashlib.sha256()
        with storage().open(file.path, "rb") as opened:
            for piece in pieces(cast("BinaryIO", opened)):
                digest.update(piece)
        if digest.hexdigest() != file.sha256:
            yield Damage(file.sha256, file.name, "文件内容已被改动或损坏")
