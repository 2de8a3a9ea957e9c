"""Stored hashes of the public log's tree: leaves from the entries, inner nodes from their own table."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from gongkai.base.events.models import LogEntry, LogNode
from gongkai.base.events.rules.merkle import Node


def hashes(nodes: Iterable[Node]) -> dict[Node, bytes]:
    """Return the hashes of those of the nodes that are stored, in at most two queries."""
    wanted = set(nodes)
    found = _leaves([index for level, index in wanted if level == 0])
    inner = [Q(level=level, index=index) for level, index in wanted if level > 0]
    if inner:
        rows = LogNode.objects.filter(Q(*inner, _connector=Q.OR)).values_list("level", "index", "hash")
        found |= {(level, index): bytes.fromhex(value) for level, index, value in rows}
    return found


def _leaves(indexes: list[int]) -> dict[Node, bytes]:
    if not indexes:
        return {}
    rows = LogEntry.objects.filter(index__in=indexes).values_list("index", "leaf_hash")
    return {(0, index): bytes.fromhex(value) for index, value in rows}
