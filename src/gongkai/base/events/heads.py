"""The checkpoint file: one signed tree head a line, kept outside the database so that the database can be held to it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.base.events.models import LogEntry, TreeHead
from gongkai.base.events.rules import utc_text

TAIL_BYTES = 4096
BATCH = 500


def path() -> Path:
    return Path(settings.DATA_DIR) / "log" / "heads.jsonl"


def line_of(head: TreeHead, entry: LogEntry) -> dict[str, Any]:
    """Return what the file says of a head: the signed root, and the event that the newest entry rests on."""
    return {
        "size": head.size,
        "root": head.root,
        "at": utc_text(head.at),
        "signature": head.signature,
        "event_seq": entry.event_seq,
        "event_hash": entry.event_hash,
    }


def _last_size(file: Path) -> int:
    """Return the size in the last whole line; a line torn by a crash does not count."""
    try:
        with file.open("rb") as handle:
            handle.seek(0, os.SEEK_END)
            handle.seek(max(0, handle.tell() - TAIL_BYTES))
            lines = handle.read().split(b"\n")
    except FileNotFoundError:
        return 0
    for line in reversed(lines):
        try:
            return int(json.loads(line)["size"])
        except (ValueError, KeyError, TypeError):
            continue
    return 0


def _missing(after: int) -> Iterator[str]:
    heads = TreeHead.objects.filter(size__gt=after).order_by("size")
    for start in range(0, heads.count(), BATCH):
        batch = list(heads[start : start + BATCH])
        entries = LogEntry.objects.in_bulk([head.size - 1 for head in batch])
        for head in batch:
            yield json.dumps(line_of(head, entries[head.size - 1]), separators=(",", ":")) + "\n"


def append(size: int) -> None:
    """Bring the file up to the database, if it does not reach `size` yet. Runs after commit.

    Lines that a crash or a full disk kept from being written follow with the next entry. Two processes may write the
    same line twice; that does no harm.
    """
    file = path()
    last = _last_size(file)
    if last >= size:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        torn = os.fstat(handle).st_size > 0 and os.pread(handle, 1, os.fstat(handle).st_size - 1) != b"\n"
        os.write(handle, ("\n" if torn else "").encode() + "".join(_missing(last)).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read() -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Yield (line number, content); None stands for a line that is not a head. No file, no lines."""
    file = path()
    if not file.exists():
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                head = json.loads(line)
                known = isinstance(head, dict) and isinstance(head["size"], int) and isinstance(head["event_seq"], int)
            except (ValueError, KeyError):
                known = False
            yield number, head if known else None
