"""Writing events at the end of the chain."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import keys
from gongkai.base.events.actions.chainhead import keep_head, locked_head
from gongkai.base.events.models import HASHED, ChainHead, Event, SubjectKey
from gongkai.base.events.rules import Actor, Subject, canonical, event_hash, plain, require, utc_text
from gongkai.base.events.rules.chain import clean


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one event is to say; see `record`."""

    tag: str
    by: Actor
    subject: Subject
    old: object = None
    new: object = None
    remark: str = ""
    sealed: Mapping[str, object] | None = None


def record(
    *,
    tag: str,
    by: Actor,
    subject: Subject,
    old: object = None,
    new: object = None,
    remark: str = "",
    sealed: Mapping[str, object] | None = None,
) -> Event:
    """Write one event at the end of the chain, in the caller's transaction.

    `old` and `new` are what was changed, in plain values; personal data belongs into `sealed`, which is encrypted
    under the subject's own key and can be shredded. A citizen's name and address are sealed here by themselves.
    Three queries, two more with sealed data. Raises UndeclaredTag, and ChainBroken when the end of the record was
    tampered with.
    """
    entry = Entry(tag=tag, by=by, subject=subject, old=old, new=new, remark=remark, sealed=sealed)
    return record_many(entries=[entry])[0]


def record_many(*, entries: Sequence[Entry]) -> list[Event]:
    """Write events one behind the other, in the order given: as many calls of `record`, for about the price of one."""
    for entry in entries:
        require(entry.tag)
    if not entries:
        return []
    with transaction.atomic(savepoint=False):
        head = locked_head()
        events = [_linked(head, entry) for entry in entries]
        Event.objects.bulk_create(events)
        keep_head(head)
    return events


def _linked(head: ChainHead, entry: Entry) -> Event:
    """Return the event as the next behind the head, and move the head on to it."""
    fields = _event_fields(entry.tag, entry.by, entry.subject, entry.sealed) | {
        "seq": head.seq + 1,
        "old": plain(entry.old),
        "new": plain(entry.new),
        "remark": clean(entry.remark),
        "prev_hash": head.hash,
    }
    hashed = [utc_text(fields[key]) if key == "at" else fields[key] for key in HASHED]
    event = Event(**fields, hash=event_hash(hashed))
    head.seq, head.hash = event.seq, event.hash
    return event


def _event_fields(tag: str, by: Actor, subject: Subject, sealed: Mapping[str, object] | None) -> dict[str, Any]:
    name, address, private = _sealed_parts(by, sealed)
    return {
        "at": timezone.now(),
        "tag": tag,
        "actor_key": by.key,
        "actor_name": clean(name),
        "actor_role": clean(by.role),
        "agency_code": by.agency,
        "address": clean(address),
        "subject_type": subject.type,
        "subject_id": clean(subject.id),
        "subject_label": clean(subject.label),
        "sealed": _seal(subject, tag, private) if private else "",
        "salt": secrets.token_hex(16),
    }


def _sealed_parts(by: Actor, sealed: Mapping[str, object] | None) -> tuple[str, str, dict[str, object]]:
    """Return the actor's name and address as they may stand in the open, and what has to be sealed."""
    private = dict(sealed or {})
    if not by.is_citizen:
        return by.name, by.address, private
    private |= {key: value for key, value in (("操作人", by.name), ("网络地址", by.address)) if value}
    return "公民", "", private


def _seal(subject: Subject, tag: str, private: Mapping[str, object]) -> str:
    key_id, key = _subject_key(subject)
    token = keys.seal(key, canonical(plain(private)), bound_to=f"{tag} {subject.type} {subject.id}")
    return f"{key_id}:{token}"


def _subject_key(subject: Subject) -> tuple[str, bytes]:
    """Return the subject's key, made on first use. The head is locked, so no two writers make one at a time."""
    row = SubjectKey.objects.filter(subject_type=subject.type, subject_id=subject.id).first()
    if row is None:
        row = SubjectKey(subject_type=subject.type, subject_id=subject.id)
        row.wrapped = keys.new_wrapped_key(str(row.id))
        row.save(force_insert=True)
    return str(row.id), keys.unwrap(row.wrapped, str(row.id))
