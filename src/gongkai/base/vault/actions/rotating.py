"""Change the key: everything sealed is sealed anew, in batches that may be killed between any two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import models, transaction
from django.utils import timezone

from gongkai.base.events import actions as events
from gongkai.base.events.rules import Actor, Subject
from gongkai.base.organisations.queries import Acting
from gongkai.base.vault import keys, store
from gongkai.base.vault.looking import actor_of
from gongkai.base.vault.models import SealedFile
from gongkai.base.vault.queries import uses
from gongkai.base.vault.rules import RETIRE, RETIRE_AFTER, ROTATE, Key, VaultError, seal, seal_bytes, unseal_bytes
from gongkai.base.vault.walking import Column, columns

BATCH = 200
Report: TypeAlias = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Rotated:
    """`values` and `files` were sealed anew; `broken` places hold what does not open and was left as it is.

    `waiting` are old keys that stay: still needed, or replaced a moment ago.
    """

    key: str
    values: int
    files: int
    broken: tuple[str, ...]
    retired: tuple[str, ...]
    waiting: tuple[str, ...]


def quiet(_what: str, _done: int, _total: int) -> None:
    """Report nothing."""


def rotate(*, by: Acting | Actor, retire: bool = False, report: Report = quiet, batch: int = BATCH) -> Rotated:
    """Make a new current key and seal everything under it; one that was interrupted goes on where it was.

    With `retire`, old keys that nothing needs are deleted; when some stand from an earlier rotation no new key is made
    for that. Raises Refused while another one runs, KeyMissing.
    """
    with keys.locked(".rotating.lock", wait=False):
        ring = keys.ring()
        only_retire = retire and bool(ring.old) and not keys.rotating()
        key, is_new = (ring.current, False) if only_retire else keys.begin_rotation()
        if is_new:
            events.record(tag=ROTATE, by=actor_of(by), subject=Subject("vault.key", key.id), old=ring.current.id)
        broken: list[str] = []
        values = sum(_column(column, key, broken, report, batch) for column in columns())
        files = _files(key, broken, report)
        keys.end_rotation()
        retired = _retire(by) if retire else []
        return Rotated(key.id, values, files, tuple(broken), tuple(retired), tuple(keys.ring().old))


def _column(column: Column, key: Key, broken: list[str], report: Report, batch: int) -> int:
    """Seal one column anew, in the order of its keys; return how many values."""
    waiting = column.tokens().exclude(stored__startswith=f"v1.{key.id}.")
    total, done, last = waiting.count(), 0, None
    if not total:
        return 0
    while rows := list((waiting if last is None else waiting.filter(pk__gt=last)).values_list("pk", "stored")[:batch]):
        with transaction.atomic():
            for pk, token in rows:
                done += _value(column, key, pk, token, broken)
        last = rows[-1][0]
        report(column.place, done, total)
    return done


def _value(column: Column, key: Key, pk: Any, token: str, broken: list[str]) -> int:
    try:
        plain = column.field.opened(token)
    except VaultError:
        broken.append(f"{column.place} {pk}")
        return 0
    anew = seal(plain.encode(), key=key, context=column.field.context)
    as_is = models.Value(anew, output_field=models.TextField())
    # Only if it still is what was read: whoever changed it meanwhile has sealed it under the new key.
    return column.tokens().filter(pk=pk, stored=token).order_by().update(**{column.field.name: as_is})


def _files(key: Key, broken: list[str], report: Report) -> int:
    rows = SealedFile.objects.filter(destroyed_at=None).defer("name").order_by("pk")
    # By their keys, read before: a cursor that stays open holds an old view of SQLite, out of which nothing can be
    # written once anybody else wrote (a server that goes on working meanwhile).
    waiting, done = list(rows.values_list("pk", flat=True)), 0
    for place, pk in enumerate(waiting, start=1):
        file = rows.filter(pk=pk).first()
        done += _file(file, key, broken) if file is not None else 0
        report("文件", place, len(waiting))
    return done


def _file(file: SealedFile, key: Key, broken: list[str]) -> int:
    try:
        sealed = store.get(file)
        if sealed[4 : 4 + len(key.id)].decode() == key.id:
            return 0
        plain = unseal_bytes(sealed, keys.ring().keys, file.context)
    except (VaultError, UnicodeDecodeError):
        broken.append(f"vault.sealedfile {file.pk}")
        return 0
    old, new = file.sha256, store.put(seal_bytes(plain, key=key, context=file.context))
    # Killed here, the new bytes are spare and the old ones still the file.
    changed = SealedFile.objects.filter(pk=file.pk, sha256=old, destroyed_at=None).update(sha256=new)
    store.drop(old if changed else new)
    return changed


def _retire(by: Acting | Actor) -> list[str]:
    ring = keys.ring()
    if timezone.now() - ring.since < RETIRE_AFTER:
        return []
    retired = []
    for key_id in ring.old:
        if uses(key_id):
            continue
        keys.remove(key_id)
        events.record(tag=RETIRE, by=actor_of(by), subject=Subject("vault.key", key_id))
        retired.append(key_id)
    return retired
