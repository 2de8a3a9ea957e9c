"""Fingerprints, sealed files, and who looked at what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db.models import Q, QuerySet

from gongkai.base.events.rules import Actor, Subject
from gongkai.base.organisations.queries import Acting, agencies_where
from gongkai.base.organisations.rules import Permission
from gongkai.base.vault import keys, store
from gongkai.base.vault.looking import note_look
from gongkai.base.vault.models import Look, SealedFile
from gongkai.base.vault.rules import VaultError, fingerprint, key_id_of_bytes, unseal_bytes
from gongkai.base.vault.walking import anything_sealed, columns

__all__ = [
    "Look",
    "Place",
    "SealedFile",
    "Standing",
    "fingerprint_of",
    "looks",
    "looks_at",
    "places",
    "read_file",
    "sealed_file",
    "standing",
]
FILES = "vault.sealedfile（文件内容）"


def fingerprint_of(value: str, purpose: str) -> str:
    """Return what stands for a value in a `fields.Fingerprint` column; empty for an empty value.

    Written differently (full width, blanks, lower-case x) it is the same. Use one `purpose` for what shall be comparable.
    """
    return fingerprint(value, keys.ring().pepper, purpose) if value else ""


def sealed_file(file_id: uuid.UUID | str) -> SealedFile | None:
    try:
        return SealedFile.objects.filter(pk=uuid.UUID(str(file_id))).first()
    except ValueError:
        return None


def read_file(sealed: SealedFile, *, by: Acting | Actor, why: str, subject: Subject) -> bytes:
    """Return the bytes in clear and write down the look; without the record there are no bytes.

    Who may is the caller's to check. Raises FileGone, Unreadable, KeyMissing, or Refused without a reason.
    """
    plain = unseal_bytes(store.get(sealed), keys.ring().keys, sealed.context)
    note_look(subject=subject, fields=[f"文件（{sealed.purpose}）"], by=by, why=why)
    return plain


def looks(
    by: Acting,
    *,
    person: str = "",
    subject_type: str = "",
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    text: str = "",
) -> QuerySet[Look]:
    """Return the looks that this person may audit, newest first: those of officers in the agencies of their post.

    The platform itself sees all. `since` is included, `until` is not.
    """
    rows: QuerySet[Look] = Look.objects.order_by("-id")
    if not by.system:
        codes = agencies_where(by, Permission.EVENTS_READ).values_list("code", flat=True)
        rows = rows.filter(agency_code__in=list(codes))
    if person:
        rows = rows.filter(Q(person_key=person) | Q(person_name__icontains=person))
    if subject_type:
        rows = rows.filter(subject_type=subject_type)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    for word in text.split():
        rows = rows.filter(Q(subject_label__icontains=word) | Q(subject_id=word) | Q(why__icontains=word))
    return rows


def looks_at(subject: Subject) -> QuerySet[Look]:
    """Return who looked at one thing, newest first; may the reader see the thing is the caller's to check."""
    return Look.objects.filter(subject_type=subject.type, subject_id=subject.id).order_by("-id")


@dataclass(frozen=True)
class Place:
    """How one sealed column stands, or all files; `broken` are the keys of rows that do not open."""

    name: str
    total: int
    broken: tuple[str, ...]


def places() -> Iterator[Place]:
    """Open everything that is sealed and say how much of it opens: count and place, nothing of what is in it."""
    for column in columns():
        total, broken = 0, []
        for pk, token in column.tokens().values_list("pk", "stored").iterator(chunk_size=500):
            total += 1
            try:
                column.field.opened(token)
            except VaultError:
                broken.append(str(pk))
        yield Place(column.place, total, tuple(broken))
    total, broken = 0, []
    for file in SealedFile.objects.filter(destroyed_at=None).defer("name").order_by("pk").iterator(chunk_size=100):
        total += 1
        try:
            unseal_bytes(store.get(file), keys.ring().keys, file.context)
        except VaultError:
            broken.append(str(file.pk))
    yield Place(FILES, total, tuple(broken))


@dataclass(frozen=True)
class Standing:
    """The key folder and how much each key has sealed; `open_to_others` are paths that others may read."""

    folder: Path
    current: str
    since: dt.datetime
    uses: dict[str, int]
    rotating: bool
    open_to_others: tuple[Path, ...]


def standing() -> Standing | None:
    """Return how the keys stand; None while nothing was ever sealed. Raises KeyMissing."""
    if not keys.exists() and not anything_sealed():
        return None
    ring = keys.ring()
    return Standing(
        keys.folder(), ring.current.id, ring.since, {key: uses(key) for key in [ring.current.id, *ring.old]},
        keys.rotating(), tuple(keys.open_to_others()),
    )  # fmt: skip


def uses(key_id: str) -> int:
    """Return how many values and files need this key."""
    values = sum(column.tokens_of(key_id).count() for column in columns())
    return values + sum(1 for _ in files_of(key_id))


def files_of(key_id: str) -> Iterator[SealedFile]:
    """Yield the files whose head names this key; lost bytes need none."""
    for file in SealedFile.objects.filter(destroyed_at=None).defer("name").order_by("pk").iterator(chunk_size=200):
        try:
            with (store.folder() / file.path).open("rb") as opened:
                head = opened.read(64)
        except OSError:
            continue
        if key_id_of_bytes(head) == key_id:
            yield file
