"""What a section hands back: checks with a target, figures without one; and how medians are taken."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Options:
    """What the command line asked for, as a section sees it. `folder` is scratch and goes away afterwards."""

    folder: Path
    docs: int = 20_000
    search_docs: int = 200_000
    quick: bool = False


@dataclass(frozen=True)
class Check:
    """One line of the table. Without a limit it is a figure for information and cannot fail."""

    name: str
    value: float
    unit: str = ""
    limit: float | None = None
    sense: Literal["most", "least"] = "most"
    note: str = ""

    @property
    def ok(self) -> bool | None:
        if self.limit is None:
            return None
        return self.value <= self.limit if self.sense == "most" else self.value >= self.limit

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"ok": self.ok}


@dataclass
class Result:
    checks: list[Check] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    skipped: str = ""
    remarks: list[str] = field(default_factory=list)

    def most(self, name: str, value: float, limit: float, unit: str = "", note: str = "") -> None:
        self.checks.append(Check(name, round(value, 4), unit, limit, "most", note))

    def least(self, name: str, value: float, limit: float, unit: str = "", note: str = "") -> None:
        self.checks.append(Check(name, round(value, 4), unit, limit, "least", note))

    def tell(self, name: str, value: float, unit: str = "", note: str = "") -> None:
        self.checks.append(Check(name, round(value, 4), unit, note=note))

    def as_json(self) -> dict[str, Any]:
        return {
            "checks": [check.as_json() for check in self.checks],
            "figures": self.figures,
            "skipped": self.skipped,
            "remarks": self.remarks,
        }


def load() -> float:
    """Return the load average of the last minute."""
    return round(os.getloadavg()[0], 2)


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def spread(values: Sequence[float]) -> dict[str, float]:
    return {
        "p50": round(percentile(values, 0.5), 3),
        "p95": round(percentile(values, 0.95), 3),
        "max": round(max(values), 3),
        "n": len(values),
    }


def cpu_ms(call: Callable[[], object]) -> float:
    """Return the CPU time of this process (all threads) for one call."""
    begun = time.process_time()
    call()
    return (time.process_time() - begun) * 1000


def wall_ms(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def interleaved(
    calls: dict[str, Callable[[], object]], rounds: int, clock: Callable[[Callable[[], object]], float] = cpu_ms
) -> dict[str, list[float]]:
    """Run the calls by turns, A B A B, so that a busy minute of the machine falls on all alike; return their times.

    Each call is made once before, uncounted.
    """
    for call in calls.values():
        call()
    times: dict[str, list[float]] = {name: [] for name in calls}
    gc.collect()
    for _ in range(rounds):
        for name, call in calls.items():
            times[name].append(clock(call))
    return times


def ratio(times: dict[str, list[float]], ours: str, theirs: str) -> float:
    """Return the median of ours against the median of theirs."""
    return statistics.median(times[ours]) / statistics.median(times[theirs])
