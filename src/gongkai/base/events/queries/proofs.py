"""The public log, read: entries, signed heads, and proofs that anybody can check."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from gongkai.base.events import keys
from gongkai.base.events.models import LogEntry, TreeHead
from gongkai.base.events.queries import tree
from gongkai.base.events.rules import Json, LogKind, fingerprint, merkle, proofs, utc_text
from gongkai.base.prepared.queries import prepared

SHOWN = (LogKind.PUBLISHED, LogKind.CORRECTED)


class NotInLog(LookupError):
    """The public log has no such item, edition or size."""


def entries(*, item: str = "", agency: str = "", kind: str = "", after: int = -1) -> QuerySet[LogEntry]:
    """Return log entries in their order, from the one behind index `after` on."""
    rows: QuerySet[LogEntry] = LogEntry.objects.filter(index__gt=after).order_by("index")
    given = {"item": item, "agency": agency, "kind": kind}
    return rows.filter(**{name: value for name, value in given.items() if value})


@prepared("")
def _of_content(sha256: str) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(content_sha256=sha256, kind__in=SHOWN).order_by("-index")[:1]


def entry_by_content(sha256: str) -> LogEntry | None:
    """Return the newest entry that made exactly this content public, or None."""
    return next(iter(_of_content(sha256.lower())), None)


def tree_head() -> TreeHead | None:
    """Return the newest signed head, or None while nothing was disclosed yet."""
    heads: QuerySet[TreeHead] = TreeHead.objects.order_by("-size")
    return heads.first()


def public_key() -> str:
    """Return the base64 Ed25519 key that tree heads are signed with. Raises keys.LogKeyMissing before first use."""
    return keys.public_key(keys.log_key(may_make=False))


def public_key_fingerprint() -> str:
    return fingerprint(public_key())


def document_of(entry: LogEntry) -> dict[str, Json]:
    """Return the public fields of an entry, as hashed into its leaf."""
    values = {name: getattr(entry, name) for name in proofs.ENTRY_FIELDS}
    return {**values, "at": utc_text(entry.at)}


def _head_document(head: TreeHead) -> dict[str, Json]:
    return proofs.head_document(size=head.size, root=head.root, at=utc_text(head.at))


def _signed(head: TreeHead) -> dict[str, Any]:
    key = public_key()
    return {
        "tree_head": _head_document(head),
        "signature": head.signature,
        "public_key": key,
        "fingerprint": fingerprint(key),
    }


def signed_head(size: int | None = None) -> dict[str, Any]:
    """Return a signed tree head (the newest, or the one of that size) with the key to check it. Raises NotInLog."""
    head = tree_head() if size is None else TreeHead.objects.filter(size=size).first()
    if head is None:
        raise NotInLog("公开日志还是空的" if size is None else f"公开日志没有 {size} 条时的树根")
    return _signed(head)


def _proven(found: list[LogEntry], size: int) -> list[dict[str, Any]]:
    """Return each entry with its leaf hash and audit path, in two queries for all."""
    spans = [merkle.inclusion_spans(entry.index, size) for entry in found]
    stored = tree.hashes(node for path in spans for span in path for node in merkle.cover(span))
    return [
        {
            "entry": document_of(entry),
            "leaf_hash": entry.leaf_hash,
            "audit_path": [step.hex() for step in merkle.hashes_of(path, stored.__getitem__)],
        }
        for entry, path in zip(found, spans, strict=True)
    ]


def _chosen(item: str, edition: int | None, size: int) -> list[LogEntry]:
    """Return the entry that made the item (or this edition of it) public, newest first choice, and what came later."""
    rows = list(LogEntry.objects.filter(item=item, index__lt=size).order_by("index"))
    shown = [row for row in rows if row.kind in SHOWN and edition in {None, row.edition}]
    if not shown:
        which = f"{item} 第 {edition} 版" if edition else item
        raise NotInLog(f"公开日志中没有 {which}，请核对索引号")
    return [shown[-1], *(row for row in rows if row.index > shown[-1].index)]


def proof(item: str, edition: int | None = None) -> dict[str, Any]:
    """Return a self-contained proof that an item (its newest edition, or the one asked for) was made public.

    What happened to the item afterwards (correction, supersession, withdrawal) is proven along in `later`.
    Raises NotInLog. Check it with `rules.check_proof`.
    """
    head = tree_head()
    if head is None:
        raise NotInLog("公开日志还是空的，尚无可证明的公开信息")
    first, *later = _proven(_chosen(item, edition, head.size), head.size)
    return {
        "format": proofs.FORMAT,
        **first,
        "later": later,
        **_signed(head),
        "how_to_check": list(proofs.HOW_TO_CHECK),
    }


def consistency(first: int, second: int | None = None) -> dict[str, Any]:
    """Return the proof that the log of `first` entries is the beginning of that of `second` (default: today's).

    Raises NotInLog for sizes that the log never had.
    """
    new = signed_head(second)
    old = signed_head(first)
    size = new["tree_head"]["size"]
    if not 0 < first <= size:
        raise NotInLog(f"公开日志没有从 {first} 条到 {size} 条的增长")
    spans = merkle.consistency_spans(first, size)
    stored = tree.hashes(node for span in spans for node in merkle.cover(span))
    path = [step.hex() for step in merkle.hashes_of(spans, stored.__getitem__)]
    return {"first": old, "second": new, "path": path}
