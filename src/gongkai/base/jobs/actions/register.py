"""Who does which kind of work, and what runs by the clock: declared in the `reactions` of each package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from gongkai.base.jobs.rules import ClaimedJob, Rhythm, rhythm

Work: TypeAlias = Callable[[list[ClaimedJob]], None]

_handlers: dict[str, Handler] = {}
_rhythms: dict[str, Rhythm] = {}


class UnknownKind(LookupError):
    """No package has registered a handler for this kind of job."""


@dataclass(frozen=True)
class Handler:
    kind: str
    work: Work
    batch: int
    lease_seconds: float
    max_attempts: int
    atomic: bool


def handles(
    kind: str, *, batch: int = 1, lease_seconds: float = 60, max_attempts: int = 8, atomic: bool = False
) -> Callable[[Work], Work]:
    """Register the decorated function for jobs of this kind; it is given up to `batch` of them at a time.

    The lease is lengthened while the function runs, so `lease_seconds` is not a limit on its time but how long others
    wait after a crash. When a batch fails, its jobs are tried one by one at once, so that one bad job harms no other.
    `atomic` runs the function and the end of its jobs in one transaction. Raises ValueError for a second handler.
    """

    def register(work: Work) -> Work:
        known = _handlers.get(kind)
        if known and (known.work.__module__, known.work.__qualname__) != (work.__module__, work.__qualname__):
            raise ValueError(f"任务种类 {kind} 已由 {known.work.__module__}.{known.work.__qualname__} 处理")
        _handlers[kind] = Handler(kind, work, batch, lease_seconds, max_attempts, atomic)
        return work

    return register


def every(kind: str, *, seconds: int | None = None, daily_at: str | None = None) -> None:
    """Enqueue a job of this kind every so many seconds, or daily at a local time ("06:00").

    However many workers there are, each run happens once; a run missed while no worker was up happens once when one
    is back.
    """
    _rhythms[kind] = rhythm(seconds=seconds, daily_at=daily_at)


def handler_of(kind: str) -> Handler:
    try:
        return _handlers[kind]
    except KeyError:
        raise UnknownKind(f"没有处理 {kind!r} 任务的程序，请检查种类的写法，或在业务包的 reactions 中登记") from None


def kinds() -> list[str]:
    return sorted(_handlers)


def rhythms() -> Mapping[str, Rhythm]:
    return MappingProxyType(_rhythms)
