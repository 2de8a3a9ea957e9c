"""Progress on standard error: a bar on a terminal, a line a phase elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Report: TypeAlias = Callable[[str, int, int], None]


def quiet(_phase: str, _done: int, _total: int) -> None:
    """Report nothing: for callers that have no terminal."""


@contextmanager
def shown() -> Iterator[Report]:
    """Give a function that takes phase, done and total."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks = {}

        def report(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=total)
            bar.update(tasks[phase], completed=done, total=total)

        yield report


def _lines() -> Report:
    told: set[str] = set()

    def report(phase: str, done: int, total: int) -> None:
        if phase not in told:
            told.add(phase)
            sys.stderr.write(f"{phase} …\n")
        elif done == total and total > 1:
            sys.stderr.write(f"{phase}：{total} 项完成\n")
        sys.stderr.flush()

    return report
