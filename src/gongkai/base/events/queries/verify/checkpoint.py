"""The checkpoint file: whatever it says was signed must still be in the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.base.events import heads
from gongkai.base.events.models import Event, TreeHead
from gongkai.base.events.queries.verify.fault import Fault

BATCH = 500


def faults(since: int = 0) -> Iterator[Fault]:
    lines: list[tuple[int, dict[str, Any]]] = []
    for number, head in heads.read():
        if head is None:
            yield Fault("file", "line", None, f"检查点文件 {heads.path()} 第 {number} 行读不懂")
            continue
        if head["event_seq"] < since:
            continue
        lines.append((number, head))
        if len(lines) == BATCH:
            yield from _compare(lines)
            lines = []
    yield from _compare(lines)


def _compare(lines: list[tuple[int, dict[str, Any]]]) -> Iterator[Fault]:
    sizes = TreeHead.objects.filter(size__in=[head["size"] for _, head in lines])
    known = {size: (root, signature) for size, root, signature in sizes.values_list("size", "root", "signature")}
    events = dict(Event.objects.filter(seq__in=[h["event_seq"] for _, h in lines]).values_list("seq", "hash"))
    for number, head in lines:
        size, seq = head["size"], head["event_seq"]
        if known.get(size) != (head.get("root"), head.get("signature")):
            yield Fault("file", "head", seq, f"检查点文件第 {number} 行：公开日志 {size} 条时的树根与当时不同或已不在")
        if events.get(seq) != head.get("event_hash"):
            yield Fault("file", "event", seq, f"检查点文件第 {number} 行：第 {seq} 条事件与当时不同或已不在")
