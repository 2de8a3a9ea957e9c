from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One place where the record is not what was written.

    `part` is event, head, key, log or file; `kind` a stable English word; `seq` the event it concerns, or for the log
    the event behind the entry, where known; `message` says it in Chinese.
    """

    part: str
    kind: str
    seq: int | None
    message: str
