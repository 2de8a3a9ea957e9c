"""Is everything still what we wrote? Reads all, trusts nothing in the database, changes nothing.

Constant memory. What is written while it runs is checked along. What it cannot find alone: a database put back as a
whole to an older, once valid state, together with the checkpoint file; whoever keeps a copy of the file finds that.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import DatabaseError

from gongkai.base.events.queries.verify import chain, checkpoint, log
from gongkai.base.events.queries.verify.fault import Fault

MOST_FAULTS = 1000
"""`verify` stops here; a chain that was re-hashed as a whole need not be listed row by row."""

__all__ = ["MOST_FAULTS", "Fault", "iter_faults", "verify"]


def iter_faults(since: int = 0) -> Iterator[Fault]:
    """Yield every fault from event `since` on: first the chain, then the public log, then the checkpoint file."""
    for part, faults in (("event", chain.faults), ("log", log.faults), ("file", checkpoint.faults)):
        try:
            yield from faults(since)
        except DatabaseError as error:
            yield Fault(part, "unreadable", None, f"数据读不出来（{error}），请检查数据库文件")


def verify(since: int = 0) -> list[Fault]:
    """Return the faults found (at most MOST_FAULTS); an empty list means that all is as it was written."""
    return list(islice(iter_faults(since), MOST_FAULTS))
