"""Make a picture in the sizes of web pages, and take them away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.base.files import pictures
from gongkai.base.files.actions.keep import extract_stored
from gongkai.base.files.queries import open_file

if TYPE_CHECKING:
    from gongkai.base.files.models import StoredFile


def make_pictures(*, file: StoredFile) -> list[list[int]]:
    """Make the sizes of a picture that may be shown, once; return [width, height] of each, nothing for other files.

    Call it only for what is public. Raises FileRefused when the picture cannot be opened.
    """
    if file.kind not in pictures.KINDS:
        return []
    read = extract_stored(file=file)
    standing: list[list[int]] = read.metadata.get("pictures", [])
    if standing and all(pictures.place(file.sha256, width).exists() for width, _ in standing):
        return standing
    with open_file(file) as opened:
        made = pictures.make(opened, file.sha256)  # type: ignore[arg-type]  # a File is read like the file it holds
    read.metadata = read.metadata | {"pictures": made}
    read.save(update_fields=["metadata"])
    return made


def discard_pictures(*, file: StoredFile) -> None:
    """Remove the sizes: the file is no longer public."""
    pictures.discard(file.sha256)
