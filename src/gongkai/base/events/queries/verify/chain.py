"""The event chain: every row by its hash, every link, no gap, and an end that agrees with the signed head."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from gongkai.base.events import keys
from gongkai.base.events.models import HASHED, ChainHead, Event, SubjectKey
from gongkai.base.events.queries.verify.fault import Fault
from gongkai.base.events.rules import GENESIS, SHRED, event_hash, utc_text

CHUNK = 2000
# Read as text: a row that was tampered with must be reported, not break the reading of those behind it.
AS_TEXT = ("at", "old", "new")
COLUMNS = [f"{name}_text" if name in AS_TEXT else name for name in HASHED] + ["hash"]
SEQ, AT, PREV, HASH = COLUMNS.index("seq"), COLUMNS.index("at_text"), COLUMNS.index("prev_hash"), len(COLUMNS) - 1
JSONS = (COLUMNS.index("old_text"), COLUMNS.index("new_text"))


def moment_text(stored: str) -> str:
    """Return a database's text of a moment in the form that was hashed. SQLite's is naive and means UTC."""
    moment = datetime.fromisoformat(stored)
    return utc_text(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _rows(low: int, high: int | None) -> Iterator[tuple[Any, ...]]:
    casts = {f"{name}_text": Cast(name, TextField()) for name in AS_TEXT}
    rows: QuerySet[Event] = Event.objects.filter(seq__gte=low).order_by("seq")
    if high is not None:
        rows = rows.filter(seq__lte=high)
    return rows.annotate(**casts).values_list(*COLUMNS).iterator(chunk_size=CHUNK)


def _hash_of(row: tuple[Any, ...]) -> str | None:
    """Return the hash that this row ought to have; None when its values are no longer of their kinds."""
    fields = list(row[:HASH])
    try:
        fields[AT] = moment_text(fields[AT])
        for place in JSONS:
            if fields[place] is not None:
                fields[place] = json.loads(fields[place])
        return event_hash(fields)
    except (ValueError, TypeError):
        return None


class Walk:
    """Walks the chain from one event to the next; `seq` and `hash` are those of the last event walked over."""

    def __init__(self, seq: int, hash_: str | None) -> None:
        self.seq = seq
        self.hash = hash_

    def step(self, row: tuple[Any, ...]) -> Iterator[Fault]:
        seq = row[SEQ]
        if not isinstance(seq, int):
            yield Fault("event", "changed", None, f"有一条事件的序号被改成了 {seq!r}")
            return
        if seq > self.seq + 1:
            gap = f"第 {self.seq + 1} 条" if seq == self.seq + 2 else f"第 {self.seq + 1} 至 {seq - 1} 条"
            yield Fault("event", "missing", self.seq + 1, f"{gap}事件不见了")
        elif self.hash is not None and row[PREV] != self.hash:
            yield Fault("event", "link", seq, f"第 {seq} 条事件与前一条衔接不上：前一条被替换，或本条是插入的")
        if _hash_of(row) != row[HASH]:
            yield Fault("event", "changed", seq, f"第 {seq} 条事件的内容与其哈希不符：被改动过")
        self.seq, self.hash = seq, row[HASH]


def _head() -> ChainHead | None:
    return ChainHead.objects.filter(pk=1).first()


def _start(since: int) -> Walk:
    if since <= 1:
        return Walk(0, GENESIS)
    before = Event.objects.filter(seq=since - 1).values_list("hash", flat=True).first()
    return Walk(since - 1, before)


def _end(walk: Walk, head: ChainHead, since: int) -> Iterator[Fault]:
    if not keys.head_mac_holds(head.mac, seq=head.seq, hash_=head.hash, log_size=head.log_size, log_root=head.log_root):
        yield Fault("head", "mac", head.seq, "链头的校验码不符：链头或整条链被改写，或 SECRET_KEY 已更换而未保留旧密钥")
    if walk.seq < head.seq and head.seq >= since:
        yield Fault("head", "cut", walk.seq + 1, f"链尾被截断：应有 {head.seq} 条事件，只剩到第 {walk.seq} 条")
    elif walk.seq == head.seq and walk.hash not in {None, head.hash}:
        yield Fault("head", "replaced", head.seq, f"第 {head.seq} 条（末条）事件与链头不符：末条被替换，或整条链被重算")


def faults(since: int = 0) -> Iterator[Fault]:
    walk, head = _start(since), _head()
    while head is not None:
        for row in _rows(walk.seq + 1, head.seq):
            yield from walk.step(row)
        yield from _end(walk, head, since)
        beyond = Event.objects.filter(seq__gt=max(head.seq, since - 1)).exists()
        later = _head()
        if not beyond or later is None or later.seq == head.seq:
            break
        head = later  # written meanwhile
    if head is None:
        if Event.objects.exists():
            yield Fault("head", "missing", None, "链头不见了，而事件还在")
    else:
        yield from _strays(walk.seq if beyond else None)
    yield from _lost_keys(since)


def _strays(last: int | None) -> Iterator[Fault]:
    """Yield rows outside the chain: before its first event, and behind `last` if given."""
    outside = Q(seq__lt=1) if last is None else Q(seq__lt=1) | Q(seq__gt=last)
    for seq in Event.objects.filter(outside).order_by("seq").values_list("seq", flat=True).iterator(chunk_size=CHUNK):
        yield Fault("event", "inserted", seq if isinstance(seq, int) else None, f"第 {seq} 条事件不是系统写入的")


def _lost_keys(since: int) -> Iterator[Fault]:
    """Yield sealed events whose key is gone although nobody shredded it."""
    subject = {"subject_type": OuterRef("subject_type"), "subject_id": OuterRef("subject_id")}
    shredded = Exists(Event.objects.filter(**subject, tag=SHRED, seq__gt=OuterRef("seq")))
    sealed: QuerySet[Event] = Event.objects.filter(seq__gte=since).exclude(sealed="")
    lost = sealed.filter(~Exists(SubjectKey.objects.filter(**subject)), ~shredded)
    for seq in lost.order_by("seq").values_list("seq", flat=True).iterator(chunk_size=CHUNK):
        yield Fault("key", "key-lost", seq, f"第 {seq} 条事件的个人信息密钥不见了，却没有清除记录")
