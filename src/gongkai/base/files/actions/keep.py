"""Keep a file, and read it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.base.files.extraction import EXTRACTOR_VERSION, Extracted, Limits, extract, sniff
from gongkai.base.files.extraction.source import Source, size_of
from gongkai.base.files.models import ExtractedText, StoredFile
from gongkai.base.files.queries import open_file
from gongkai.base.files.rules import safe_name
from gongkai.base.files.store import digest_of, local_path, put


def limits() -> Limits:
    """Return the limits with the size that this installation allows."""
    return Limits(bytes=int(settings.MAX_UPLOAD_BYTES))


def store(*, data: Source, filename: str, by: str, media: bool = False) -> StoredFile:
    """Check a file and keep it; the same content again returns the file that is there.

    `by` is the label of who brings it (kept for the first time only); `media` takes sound and moving pictures too.
    Raises FileRefused; then nothing is kept.
    """
    name = safe_name(filename)
    file_type = sniff(data, name, limits(), media=media)
    digest = digest_of(data)
    made = StoredFile(
        sha256=digest,
        size=size_of(data),
        media_type=file_type.media_type,
        kind=file_type.kind,
        name=name,
        stored_by=by[:150],
    )
    # The bytes first: a row without bytes would be a loss, bytes without a row are only spare.
    put(made.path, data)
    with transaction.atomic():
        file, _ = StoredFile.objects.get_or_create(
            sha256=digest,
            defaults={
                "size": made.size,
                "media_type": made.media_type,
                "kind": made.kind,
                "name": made.name,
                "stored_by": made.stored_by,
            },
        )
    return file


def extract_stored(*, file: StoredFile) -> ExtractedText:
    """Return what a stored file says, reading it only the first time and after a change of the extractor.

    Raises FileRefused when it cannot be read (password, damage …); the original stays.
    """
    kept = ExtractedText.objects.filter(file=file, version=EXTRACTOR_VERSION).first()
    if kept is not None:
        return kept
    extracted = extract(_source(file), file.name, limits())
    row, _ = ExtractedText.objects.update_or_create(file=file, defaults=_columns(extracted))
    return row


def _source(file: StoredFile) -> Source:
    place: Path | None = local_path(file.path)
    if place is not None and place.exists():
        return place
    with open_file(file) as opened:
        return bytes(opened.read())


def _columns(extracted: Extracted) -> dict[str, object]:
    return {
        "version": EXTRACTOR_VERSION,
        "title": extracted.title,
        "html": extracted.html,
        "text": extracted.text,
        "pages": extracted.pages,
        "metadata": dict(extracted.metadata),
        "tables": [{"caption": table.caption, "rows": [list(row) for row in table.rows]} for table in extracted.tables],
        "hidden": [asdict(item) for item in extracted.hidden],
        "notices": list(extracted.notices),
    }
