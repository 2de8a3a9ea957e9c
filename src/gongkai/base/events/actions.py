"""The verbs of the record: write an event, disclose in the public log, make personal data unreadable.

All run inside the caller's transaction, so that an event stands if and only if what it tells happened. From the first
`record` to the commit the record is locked for other writers: change first, record last.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from gongkai.base.events import heads, keys
from gongkai.base.events.models import HASHED, ChainHead, Event, LogEntry, LogNode, SubjectKey, TreeHead
from gongkai.base.events.rules import (
    GENESIS,
    SHRED,
    Actor,
    Json,
    LogKind,
    Subject,
    canonical,
    entry_leaf,
    event_hash,
    merkle,
    plain,
    proofs,
    require,
    signed_text,
    utc_text,
)
from gongkai.base.events.rules.chain import clean

GENESIS_LOCK = 0x676F6E67  # "gong": the advisory lock under which PostgreSQL makes the very first head
HEX_64 = frozenset("0123456789abcdef")


class ChainBroken(Exception):
    """The end of the record is not what we last wrote. Going on would sign somebody else's work."""


class NothingToShred(Exception):
    """No personal data is sealed under this subject."""


class DisclosureRefused(ValueError):
    """The public log is asked to hold a line that cannot be checked later."""


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
    require(tag)
    with transaction.atomic(savepoint=False):
        head = _locked_head()
        fields = _event_fields(tag, by, subject, sealed) | {
            "seq": head.seq + 1,
            "old": plain(old),
            "new": plain(new),
            "remark": clean(remark),
            "prev_hash": head.hash,
        }
        hashed = [utc_text(fields[key]) if key == "at" else fields[key] for key in HASHED]
        event = Event(**fields, hash=event_hash(hashed))
        event.save()
        head.seq, head.hash = event.seq, event.hash
        _keep_head(head)
    return event


def disclose(
    *,
    kind: LogKind,
    item: str,
    edition: int,
    title: str,
    agency: str,
    content_sha256: str,
    at: datetime,
    event: Event,
) -> LogEntry:
    """Add one line to the public transparency log, in the caller's transaction.

    `item` is the public index number, `at` the moment of release as shown to the public, `event` the event that
    `record` returned for the same act. What stands here is public for good: no personal data in the title.
    """
    _check_disclosure(item=item, edition=edition, content_sha256=content_sha256, event=event)
    with transaction.atomic(savepoint=False):
        head = _locked_head()
        frontier = _frontier(head)
        fields: dict[str, Any] = {
            "index": head.log_size,
            "kind": LogKind(kind).value,
            "item": item,
            "edition": edition,
            "title": clean(title),
            "agency": agency,
            "content_sha256": content_sha256,
            "at": at,
            "event_seq": event.seq,
            "event_hash": event.hash,
        }
        leaf = entry_leaf({**fields, "at": utc_text(at)})
        entry = LogEntry(**fields, leaf_hash=leaf.hex())
        entry.save()
        _grow(head, frontier, leaf)
    transaction.on_commit(partial(heads.append, head.log_size), robust=True)
    return entry


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


def _locked_head() -> ChainHead:
    """Return the head under lock. SQLite: the immediate transaction is the lock. PostgreSQL: the row is."""
    rows = ChainHead.objects.select_for_update()
    head = rows.filter(pk=1).first() or _first_head()
    if not keys.head_mac_holds(head.mac, seq=head.seq, hash_=head.hash, log_size=head.log_size, log_root=head.log_root):
        raise ChainBroken(
            "事件链的链头校验码不符：数据可能被改动，或 SECRET_KEY 已更换。请运行 gongkai log verify 查明后再继续"
        )
    return head


def _first_head() -> ChainHead:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GENESIS_LOCK])
        if head := ChainHead.objects.select_for_update().filter(pk=1).first():
            return head
    if Event.objects.exists() or TreeHead.objects.exists():
        raise ChainBroken("事件链的链头不见了，而事件还在：数据可能被改动。请运行 gongkai log verify 查明后再继续")
    head = ChainHead(hash=GENESIS, log_root=merkle.EMPTY_ROOT.hex())
    head.mac = _mac(head)
    head.save(force_insert=True)
    return head


def _mac(head: ChainHead) -> str:
    return keys.head_mac(seq=head.seq, hash_=head.hash, log_size=head.log_size, log_root=head.log_root)


def _keep_head(head: ChainHead) -> None:
    changes = {"seq": head.seq, "hash": head.hash, "log_size": head.log_size, "log_root": head.log_root}
    ChainHead.objects.filter(pk=1).update(**changes, log_peaks=head.log_peaks, mac=_mac(head))


def _check_disclosure(*, item: str, edition: int, content_sha256: str, event: Event) -> None:
    if not item.strip():
        raise DisclosureRefused("公开日志缺少索引号")
    if edition < 1:
        raise DisclosureRefused(f"公开日志的版本号从 1 开始，现为 {edition}")
    if len(content_sha256) != 64 or not set(content_sha256) <= HEX_64:
        raise DisclosureRefused("公开日志的内容哈希应为 64 位小写十六进制的 SHA-256")
    if event._state.adding:
        raise DisclosureRefused("公开日志须以已记录的事件为依据，请先 record 再 disclose")


def _frontier(head: ChainHead) -> merkle.Frontier:
    """Return the right edge of the tree, checked against the root under the head's code."""
    try:
        frontier = merkle.Frontier(head.log_size, map(bytes.fromhex, head.log_peaks.split()))
    except ValueError:
        frontier = None
    if frontier is None or frontier.root().hex() != head.log_root:
        raise ChainBroken("公开日志的右缘与树根不符。请运行 gongkai log verify 查明后再继续")
    return frontier


def _grow(head: ChainHead, frontier: merkle.Frontier, leaf: bytes) -> None:
    key = keys.log_key(may_make=head.log_size == 0)
    completed = frontier.append(leaf)
    LogNode.objects.bulk_create(
        LogNode(level=level, index=index, hash=value.hex()) for (level, index), value in completed
    )
    now, root = timezone.now(), frontier.root().hex()
    text: dict[str, Json] = proofs.head_document(size=frontier.size, root=root, at=utc_text(now))
    TreeHead(size=frontier.size, root=root, at=now, signature=keys.sign(key, signed_text(text))).save()
    head.log_size, head.log_root = frontier.size, root
    head.log_peaks = " ".join(peak.hex() for peak in frontier.peaks)
    _keep_head(head)
