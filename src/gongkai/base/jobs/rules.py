"""When work is tried again, when a schedule runs next, and what a handler gets to see: pure Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from gongkai.base.events import rules as events

RETRY = "jobs:job:retry"
DISCARD = "jobs:job:discard"
events.declare({RETRY: "重新执行失败的任务", DISCARD: "放弃失败的任务"})

FIRST_DELAY = 5
LONGEST_DELAY = 3600


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DEAD = "dead"


STATE_WORDS = {State.QUEUED: "等待", State.RUNNING: "执行中", State.DEAD: "失败"}


@dataclass(frozen=True)
class ClaimedJob:
    """A job as its handler sees it; `attempt` counts from 1 and includes attempts that a crash cut short."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Any]
    attempt: int
    max_attempts: int
    once: bool = False

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= self.max_attempts


def retry_delay(attempt: int, *, seed: int = 0) -> timedelta:
    """Return how long to wait after the attempt of that number failed: 5 s, doubling, at most an hour.

    `seed` (the job's id) spreads jobs that failed together by up to a fifth, so that they do not come back together.
    """
    seconds = min(FIRST_DELAY * 2 ** min(attempt - 1, 30), LONGEST_DELAY)
    return timedelta(seconds=seconds * (1 + (seed % 21) / 100))


@dataclass(frozen=True)
class Rhythm:
    """How often a schedule runs: every so many seconds, or daily at a time of day in the local time zone."""

    seconds: int | None = None
    daily_at: time | None = None

    def __post_init__(self) -> None:
        if (self.seconds is None) == (self.daily_at is None):
            raise ValueError("定时任务须且只能写明 seconds 或 daily_at 之一")
        if self.seconds is not None and self.seconds < 1:
            raise ValueError("定时任务的间隔至少 1 秒")

    def __str__(self) -> str:
        return f"{self.seconds}s" if self.seconds is not None else f"{self.daily_at:%H:%M}"

    def first(self, now: datetime) -> datetime:
        """Return when a newly declared schedule runs: intervals at once, times of day at the next such time."""
        return now if self.seconds is not None else self.next(now)

    def next(self, now: datetime) -> datetime:
        """Return the next run after `now` (aware, local). Missed runs are not made up one by one: one run is enough."""
        if self.daily_at is None:
            return now + timedelta(seconds=self.seconds or 0)
        today = datetime.combine(now.date(), self.daily_at, tzinfo=now.tzinfo)
        return today if today > now else datetime.combine(now.date() + timedelta(days=1), self.daily_at, now.tzinfo)


def rhythm(*, seconds: int | None = None, daily_at: str | None = None) -> Rhythm:
    """Read a rhythm as declared: `seconds=300` or `daily_at="06:00"`."""
    try:
        at = None if daily_at is None else time.fromisoformat(daily_at)
    except ValueError as error:
        raise ValueError(f"定时任务的时刻应形如 06:00，现为 {daily_at!r}") from error
    return Rhythm(seconds, at)
