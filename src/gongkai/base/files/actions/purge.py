"""Really deleting a file: only for what must not be kept here (a secret document entered by mistake)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from gongkai.base.files import pictures
from gongkai.base.files.models import StoredFile, Upload
from gongkai.base.files.store import storage


def purge_if_unused(*, file: StoredFile) -> bool:
    """Delete row, extracted text, the record of its upload and the bytes unless something still refers to the file.

    Returns whether it went. The bytes go after the transaction commits, so a roll-back keeps them.
    """
    path, digest = file.path, file.sha256
    try:
        with transaction.atomic():
            # An upload keeps the file's name, and that may be secret as well.
            Upload.objects.filter(file=file).delete()
            file.delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: _delete_bytes(path, digest))
    return True


def _delete_bytes(path: str, digest: str) -> None:
    # The same content may have been stored again in between.
    if not StoredFile.objects.filter(sha256=digest).exists():
        storage().delete(path)
        pictures.discard(digest)
