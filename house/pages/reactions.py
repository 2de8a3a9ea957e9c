"""docs/reference/reactions.md: what happens by itself, and where it stands."""

from __future__ import annotations

from typing import Any

from gongkai.base.jobs.actions import register
from gongkai.engine.publishing.rules import CONSUMERS
from house.generated import Page, table
from house.pages import page
from house.repository import first_line


def where(function: Any) -> str:
    return f"`{function.__module__.removeprefix('gongkai.')}.{function.__qualname__}`"


def consumer_row(name: str) -> list[str]:
    function = CONSUMERS[name]
    return [f"`{name}`", where(function), first_line(function.__doc__) or "—"]


def _handler(kind: str) -> list[object]:
    handler = register.handler_of(kind)
    rhythm = register.rhythms().get(kind)
    clock = "—" if rhythm is None else f"every {rhythm}" if rhythm.seconds is not None else f"daily at {rhythm}"
    return [
        f"`{kind}`",
        where(handler.work),
        clock,
        handler.batch,
        f"{handler.lease_seconds:g} s",
        handler.max_attempts,
    ]


def make() -> Page:
    return page(
        "docs/reference/reactions.md",
        "What happens by itself",
        "No signals: what a package does when something happened elsewhere stands in its `reactions.py` and nowhere else.",
        "## Outbox consumers",
        "They hear of every change of what is public, at least once each and in order, and are idempotent.",
        table(["Consumer", "Function", "What it does"], map(consumer_row, sorted(CONSUMERS))),
        "## Jobs and schedules",
        "The lease is how long others wait after a crash; it is lengthened while the function runs.",
        table(["Kind", "Function", "By the clock", "Batch", "Lease", "Tries"], map(_handler, register.kinds())),
    )
