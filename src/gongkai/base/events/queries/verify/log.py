"""The public log: every entry by its leaf and its event, every stored node, every signed head, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from gongkai.base.events import keys
from gongkai.base.events.models import ChainHead, Event, LogEntry, LogNode, TreeHead
from gongkai.base.events.queries import tree
from gongkai.base.events.queries.verify.chain import moment_text
from gongkai.base.events.queries.verify.fault import Fault
from gongkai.base.events.rules import entry_leaf, merkle, proofs

BATCH = 1000
COLUMNS = ["at_text" if name == "at" else name for name in proofs.ENTRY_FIELDS] + ["leaf_hash"]


def _entries(low: int, high: int) -> list[dict[str, Any]]:
    rows: QuerySet[LogEntry] = LogEntry.objects.filter(index__gte=low, index__lt=high).order_by("index")
    return list(rows.annotate(at_text=Cast("at", TextField())).values(*COLUMNS))


def _leaf_of(row: Mapping[str, Any]) -> str | None:
    try:
        return entry_leaf({**row, "at": moment_text(row["at_text"])}).hex()
    except (ValueError, TypeError):
        return None


def _bytes(text: object) -> bytes:
    """Return a stored hash; what is no hash becomes one that fits nothing."""
    try:
        value = bytes.fromhex(str(text))
    except ValueError:
        return b""
    return value if len(value) == 32 else b""


class Growth:
    """Grows the tree again, entry by entry, and compares what is stored with what comes out."""

    def __init__(self, frontier: merkle.Frontier, key: str | None, end: int) -> None:
        self.frontier = frontier
        self.end = end
        self.key = key
        self.whole = True  # after a missing entry no root can be right any more: it is said once

    def batch(self, high: int) -> Iterator[Fault]:
        low = self.frontier.size
        rows = {row["index"]: row for row in _entries(low, high)}
        events = dict(Event.objects.filter(seq__in=[r["event_seq"] for r in rows.values()]).values_list("seq", "hash"))
        nodes: dict[merkle.Node, tuple[str, int | None]] = {}
        roots: dict[int, str] = {}
        for index in range(low, high):
            row = rows.get(index)
            yield from self._entry(index, row, events)
            leaf = _bytes(row["leaf_hash"]) if row else b""
            for node, value in self.frontier.append(leaf):
                nodes[node] = (value.hex(), row["event_seq"] if row else None)
            roots[index + 1] = self.frontier.root().hex()
        if self.whole:
            yield from _node_faults(nodes)
            yield from self._head_faults(roots)

    def _entry(self, index: int, row: dict[str, Any] | None, events: Mapping[int, str]) -> Iterator[Fault]:
        if row is None:
            self.whole = False
            yield Fault("log", "missing", None, f"公开日志第 {index} 条不见了")
            return
        seq = row["event_seq"] if isinstance(row["event_seq"], int) else None
        if _leaf_of(row) != row["leaf_hash"]:
            yield Fault(
                "log", "changed", seq, f"公开日志第 {index} 条（{row['item']}）的内容与其叶子哈希不符：被改动过"
            )
        if events.get(row["event_seq"]) != row["event_hash"]:
            yield Fault(
                "log", "event", seq, f"公开日志第 {index} 条（{row['item']}）与第 {row['event_seq']} 条事件对不上"
            )

    def _head_faults(self, roots: Mapping[int, str]) -> Iterator[Fault]:
        rows: QuerySet[TreeHead] = TreeHead.objects.filter(size__in=list(roots))
        found = {
            row["size"]: row
            for row in rows.annotate(text=Cast("at", TextField())).values("size", "root", "text", "signature")
        }
        for size, root in roots.items():
            if size not in found:
                # Entries written together share the head behind the last of them; behind the end there is always one.
                # A head taken from the middle is missed by the checkpoint file, where each was noted.
                if size == self.end:
                    yield Fault("log", "head-missing", None, f"公开日志 {size} 条时的签名树根不见了")
            elif found[size]["root"] != root:
                yield Fault("log", "head-root", None, f"公开日志 {size} 条时的签名树根与各条内容不符")
            elif not self._signed(found[size]):
                yield Fault("log", "head-signature", None, f"公开日志 {size} 条时的树根签名无效")

    def _signed(self, row: Mapping[str, Any]) -> bool:
        if self.key is None:
            return True  # said once, in `faults`
        try:
            head = proofs.head_document(size=row["size"], root=row["root"], at=moment_text(row["text"]))
        except (ValueError, TypeError):
            return False
        return proofs.signature_holds(head=head, signature=str(row["signature"]), public_key=self.key)


def _node_faults(expected: Mapping[merkle.Node, tuple[str, int | None]]) -> Iterator[Fault]:
    if not expected:
        return
    spans: dict[int, list[int]] = {}
    for level, index in expected:
        spans.setdefault(level, []).append(index)
    wanted = [Q(level=level, index__range=(min(found), max(found))) for level, found in spans.items()]
    rows = LogNode.objects.filter(Q(*wanted, _connector=Q.OR)).values_list("level", "index", "hash")
    stored = {(level, index): value for level, index, value in rows}
    for (level, index), (value, seq) in expected.items():
        if (level, index) not in stored:
            yield Fault("log", "node-missing", seq, f"公开日志的树节点 {level}/{index} 不见了")
        elif stored[level, index] != value:
            yield Fault("log", "node", seq, f"公开日志的树节点 {level}/{index} 与各条内容不符")


def _start(since: int) -> tuple[int, list[bytes]]:
    """Return where to begin, and the peaks there as stored; the signed heads show whether those are right."""
    if since <= 1:
        return 0, []
    first = LogEntry.objects.filter(event_seq__gte=since).order_by("index").values_list("index", flat=True).first()
    size = first if isinstance(first, int) else max(LogEntry.objects.count(), 0)
    nodes = merkle.cover((0, size))
    stored = tree.hashes(nodes)
    if len(stored) < len(nodes):
        return 0, []  # something is missing further back: walk all the way
    return size, [stored[node] for node in nodes]


def _public_key() -> str | None:
    try:
        return keys.public_key(keys.log_key(may_make=False))
    except keys.LogKeyMissing:
        return None


def faults(since: int = 0) -> Iterator[Fault]:
    head = ChainHead.objects.filter(pk=1).first()
    size = head.log_size if head else 0
    growth = Growth(merkle.Frontier(*_start(since)), _public_key(), size)
    if growth.key is None and size:
        yield Fault("log", "key-missing", None, "公开日志的签名密钥读不出来，树根的签名无法核验；请从备份恢复 log-key")
    while growth.frontier.size < size:
        yield from growth.batch(min(growth.frontier.size + BATCH, size))
    if head and growth.whole and growth.frontier.size == size and growth.frontier.root().hex() != head.log_root:
        yield Fault("log", "root", None, "公开日志的树根与链头所记不符：日志被整体改写")
    peaks = " ".join(peak.hex() for peak in growth.frontier.peaks)
    if head and growth.whole and growth.frontier.size == size and peaks != head.log_peaks:
        yield Fault("head", "peaks", None, "链头所记的公开日志右缘与日志不符：链头被改写")
    yield from _strays(size)


def _strays(size: int) -> Iterator[Fault]:
    """Yield rows that the head does not know, unless they were written while we were reading."""
    entries = LogEntry.objects.filter(Q(index__gte=size) | Q(index__lt=0)).count()
    heads = TreeHead.objects.filter(Q(size__gt=size) | Q(size__lt=1)).count()
    nodes = LogNode.objects.count() - sum(size >> level for level in range(1, size.bit_length()))
    now = ChainHead.objects.filter(pk=1).values_list("log_size", flat=True).first() or 0
    if now != size:
        return
    if entries > 0:
        yield Fault("log", "inserted", None, f"公开日志有 {entries} 条不是系统写入的")
    if heads > 0:
        yield Fault(
            "log", "head-inserted", None, f"有 {heads} 个签名树根超出公开日志的条数：日志尾部被截断，或树根是插入的"
        )
    if nodes > 0:
        yield Fault("log", "node-inserted", None, f"公开日志多出 {nodes} 个树节点")
