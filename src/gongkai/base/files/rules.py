"""Reading and cleaning without a database: the public face of `extraction`, and the numbers of storage. No Django."""

from __future__ import annotations

from datetime import timedelta

from .extraction import (
    EXTRACTOR_VERSION,
    Extracted,
    FileRefused,
    FileType,
    Hidden,
    Limits,
    OutlineEntry,
    Table,
    anchored,
    clean_html,
    extract,
    sniff,
    to_tables,
    to_text,
)
from .extraction.media import MEDIA_TYPES
from .extraction.ofd_writer import write_ofd
from .extraction.refusals import (
    BombFile,
    ConversionFailed,
    ConverterMissing,
    EmptyFile,
    EncryptedFile,
    MalformedFile,
    OutOfStep,
    StorageFull,
    TookTooLong,
    TooLarge,
    WrongType,
)
from .redaction import (
    MARK,
    Found,
    PageBox,
    Passage,
    Place,
    Redacted,
    RedactionRefused,
    Survivor,
    blocks_of,
    redact,
    redact_html,
    verify,
)

# How long an unfinished upload waits to be taken up again, and how much one request may bring. Configuration of our own.
UPLOAD_LIFETIME = timedelta(days=2)
CHUNK_BYTES = 4 * 1024 * 1024
OPEN_UPLOADS_PER_PERSON = 20
LONGEST_NAME = 200
MEDIA_KINDS = frozenset(MEDIA_TYPES)  # sound and moving pictures


def safe_name(filename: str) -> str:
    """Return the last part of a file name without control characters, cut to LONGEST_NAME but keeping its extension."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    name = "".join(character for character in name if character.isprintable()).strip() or "未命名"
    stem, dot, extension = name.rpartition(".")
    if len(name) <= LONGEST_NAME or not dot:
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"


__all__ = [
    "CHUNK_BYTES",
    "EXTRACTOR_VERSION",
    "LONGEST_NAME",
    "MARK",
    "MEDIA_KINDS",
    "OPEN_UPLOADS_PER_PERSON",
    "UPLOAD_LIFETIME",
    "BombFile",
    "ConversionFailed",
    "ConverterMissing",
    "EmptyFile",
    "EncryptedFile",
    "Extracted",
    "FileRefused",
    "FileType",
    "Found",
    "Hidden",
    "Limits",
    "MalformedFile",
    "OutOfStep",
    "OutlineEntry",
    "PageBox",
    "Passage",
    "Place",
    "Redacted",
    "RedactionRefused",
    "StorageFull",
    "Survivor",
    "Table",
    "TooLarge",
    "TookTooLong",
    "WrongType",
    "anchored",
    "blocks_of",
    "clean_html",
    "extract",
    "redact",
    "redact_html",
    "safe_name",
    "sniff",
    "to_tables",
    "to_text",
    "verify",
    "write_ofd",
]
