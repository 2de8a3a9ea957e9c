"""Adding lines to the public transparency log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.base.events import heads, keys
from gongkai.base.events.actions.chainhead import ChainBroken, keep_head, locked_head
from gongkai.base.events.models import ChainHead, Event, LogEntry, LogNode, TreeHead
from gongkai.base.events.rules import Json, LogKind, entry_leaf, merkle, proofs, signed_text, utc_text

HEX_64 = frozenset("0123456789abcdef")


class DisclosureRefused(ValueError):
    """The public log is asked to hold a line that cannot be checked later."""


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """What one line of the public log is to say; see `disclose`."""

    kind: LogKind
    item: str
    edition: int
    agency: str
    content_sha256: str
    at: datetime
    event: Event


def disclose(
    *,
    kind: LogKind,
    item: str,
    edition: int,
    agency: str,
    content_sha256: str,
    at: datetime,
    event: Event,
) -> LogEntry:
    """Add one line to the public transparency log, in the caller's transaction.

    `item` is the public index number, `at` the moment of release as shown to the public, `event` the event that
    `record` returned for the same act. What stands here is public for good, so it
    names nothing: the title is part of the content, whose digest stands here.
    """
    line = Disclosure(
        kind=kind, item=item, edition=edition, agency=agency, content_sha256=content_sha256, at=at,
        event=event,
    )  # fmt: skip
    return disclose_many(disclosures=[line])[0]


def disclose_many(*, disclosures: Sequence[Disclosure]) -> list[LogEntry]:
    """Add lines in the order given, under one signed tree head: it stands behind the last and covers them all."""
    for line in disclosures:
        _check(line)
    if not disclosures:
        return []
    with transaction.atomic(savepoint=False):
        head = locked_head()
        frontier = _frontier(head)
        key = keys.log_key(may_make=head.log_size == 0)
        entries: list[LogEntry] = []
        nodes: list[LogNode] = []
        for line in disclosures:
            entry, leaf = _entry(line, frontier.size)
            entries.append(entry)
            nodes += [
                LogNode(level=level, index=index, hash=value.hex()) for (level, index), value in frontier.append(leaf)
            ]
        LogEntry.objects.bulk_create(entries)
        LogNode.objects.bulk_create(nodes)
        now, root = timezone.now(), frontier.root().hex()
        text: dict[str, Json] = proofs.head_document(size=frontier.size, root=root, at=utc_text(now))
        TreeHead(size=frontier.size, root=root, at=now, signature=keys.sign(key, signed_text(text))).save()
        head.log_size, head.log_root = frontier.size, root
        head.log_peaks = " ".join(peak.hex() for peak in frontier.peaks)
        keep_head(head)
    transaction.on_commit(partial(heads.append, head.log_size), robust=True)
    return entries


def _entry(line: Disclosure, index: int) -> tuple[LogEntry, bytes]:
    fields: dict[str, Any] = {
        "index": index,
        "kind": LogKind(line.kind).value,
        "item": line.item,
        "edition": line.edition,
        "agency": line.agency,
        "content_sha256": line.content_sha256,
        "at": line.at,
        "event_seq": line.event.seq,
        "event_hash": line.event.hash,
    }
    leaf = entry_leaf({**fields, "at": utc_text(line.at)})
    return LogEntry(**fields, leaf_hash=leaf.hex()), leaf


def _check(line: Disclosure) -> None:
    if not line.item.strip():
        raise DisclosureRefused("公开日志缺少索引号")
    if line.edition < 1:
        raise DisclosureRefused(f"公开日志的版本号从 1 开始，现为 {line.edition}")
    if len(line.content_sha256) != 64 or not set(line.content_sha256) <= HEX_64:
        raise DisclosureRefused("公开日志的内容哈希应为 64 位小写十六进制的 SHA-256")
    if line.event._state.adding:
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
