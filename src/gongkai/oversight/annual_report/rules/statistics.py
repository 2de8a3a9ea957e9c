"""Days of handling and rates, from counts. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

DISCLOSURE_DEFINITION = "公开率＝（予以公开＋部分公开）÷本期全部办理结果"
ON_TIME_DEFINITION = "按期率＝在答复期限内办结的件数÷本期全部办结件数"
OVERDUE_DEFINITION = "按期率只看已经办结的；逾期还没有办结的不在其中，单列在这里（截至今天，征求意见等依法不计入的时间除外），并给出把它们计入以后的按期率"
DAYS_DEFINITION = "办理天数按工作日计，扣除依法不计入的时间；中位数和第90百分位数取实际出现过的天数"
DISCLOSED = ("granted", "partial")
MIDDLE, HIGH = 50, 90


@dataclass(frozen=True, slots=True)
class Handling:
    """`average`, `median`, `ninetieth` in working days; None where nothing was closed, and rates likewise (0 to 100)."""

    closed: int
    average: float | None
    median: int | None
    ninetieth: int | None
    on_time: float | None
    disclosed: float | None


def on_time_with_open(closed: int, on_time: float | None, overdue: int) -> float | None:
    """Return the share (0 to 100) with cases that are under way and past their day counted as late; None without any."""
    total = closed + overdue
    in_time = closed * (on_time or 0) / 100
    return round(100 * in_time / total, 1) if total else None


def percentile(histogram: Mapping[int, int], rank: int) -> int | None:
    """Return the smallest number of days within which `rank` percent were done (nearest rank)."""
    total = sum(histogram.values())
    wanted, seen = ceil(total * rank / 100), 0
    for days in sorted(histogram):
        seen += histogram[days]
        if seen >= wanted:
            return days
    return None


def handling(histogram: Mapping[int, int], *, late: int, results: Mapping[str, int]) -> Handling:
    """`histogram` counts by days, `results` by row of table 三."""
    timed, closed = sum(histogram.values()), sum(results.values())
    average = sum(days * number for days, number in histogram.items()) / timed if timed else None
    return Handling(
        closed=closed,
        average=round(average, 1) if average is not None else None,
        median=percentile(histogram, MIDDLE),
        ninetieth=percentile(histogram, HIGH),
        on_time=round(100 * (closed - late) / closed, 1) if closed else None,
        disclosed=round(100 * sum(results.get(row, 0) for row in DISCLOSED) / closed, 1) if closed else None,
    )
