"""Making personal data unreadable for good."""

from __future__ import annotations

from django.db import transaction

from gongkai.base.events.actions.record import record
from gongkai.base.events.models import Event, SubjectKey
from gongkai.base.events.rules import SHRED, Actor, Subject


class NothingToShred(Exception):
    """No personal data is sealed under this subject."""


def shred(*, subject: Subject, by: Actor, remark: str) -> Event:
    """Make everything sealed under this subject unreadable for good, and record that it was done and why.

    The chain stays valid: it covers the ciphertext. Copies of the key in old backups live until those are deleted.
    Raises NothingToShred.
    """
    if not remark.strip():
        raise ValueError("清除个人信息须写明依据和原因")
    with transaction.atomic():
        rows = SubjectKey.objects.filter(subject_type=subject.type, subject_id=subject.id)
        wrapped = rows.select_for_update().values_list("wrapped", flat=True).first()
        if wrapped is None:
            raise NothingToShred(f"{subject.label or subject.id} 没有加密保存的个人信息，或者已经清除")
        rows.update(wrapped="0" * len(wrapped))  # overwrite in place: a deleted row may linger in the file
        rows.delete()
        return record(tag=SHRED, by=by, subject=subject, remark=remark)
