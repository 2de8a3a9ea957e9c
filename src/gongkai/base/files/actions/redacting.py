"""Make the redacted edition of a stored file; the original is never touched."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.base.files.models import StoredFile
from gongkai.base.files.queries import read_bytes
from gongkai.base.files.redaction import Passage, Redacted, cleaned_name
from gongkai.base.files.redaction import redact as redact_bytes

from .keep import limits, store

SUFFIX = "（删减版）"


def redact(
    *, file: StoredFile, passages: Sequence[Passage], by: str, show_grounds: bool = True
) -> tuple[StoredFile, Redacted]:
    """Strike the passages from a stored file and keep the result as a file of its own.

    Raises RedactionRefused (nothing is kept) or FileRefused when the file cannot be read.
    """
    redacted = redact_bytes(read_bytes(file), file.name, passages, limits=limits(), show_grounds=show_grounds)
    stem = cleaned_name(file.name.rpartition(".")[0] or file.name, passages)
    name = f"{stem}{SUFFIX}.{redacted.extension}"
    return store(data=redacted.data, filename=name, by=by), redacted
