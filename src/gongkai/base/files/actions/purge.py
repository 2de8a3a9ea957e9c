"""Really deleting a file: only for what must not be kept here (a secret document entered by mistake)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from gongkai.base.files.models import StoredFile
from gongkai.base.files.store import storage


def purge_if_unused(*, file: StoredFile) -> bool:
    """Delete row, extracted text and bytes unless something still refers to the file; return whether it went.

    The bytes go after the transaction commits, so a roll-back keeps them.
    """
    path = file.path
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:
        return False
    transaction.on_commit(lambda: storage().delete(path))
    return True
