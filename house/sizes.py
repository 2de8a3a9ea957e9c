"""`python -m house.sizes`: files and functions that outgrow a screen. Long ones are named, very long ones fail."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from house.repository import production, relative, tree


@dataclass(frozen=True)
class Limit:
    """Lines that are still fine without a word, and lines that are still accepted."""

    fine: int
    accepted: int


FILE, FUNCTION = Limit(400, 450), Limit(60, 80)


@dataclass(frozen=True)
class Size:
    place: str
    lines: int
    limit: Limit

    @property
    def is_too_much(self) -> bool:
        return self.lines > self.limit.accepted

    def __str__(self) -> str:
        word = "too long" if self.is_too_much else "long"
        return (
            f"{self.place}: {self.lines} lines, {word} (fine up to {self.limit.fine}, fails over {self.limit.accepted})"
        )


def sizes_in(place: str, module: ast.Module, lines: int) -> Iterator[Size]:
    """Yield the file and each function in it; decorators do not count as lines of a function."""
    yield Size(place, lines, FILE)
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Size(
                f"{place}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1, FUNCTION
            )


def long_ones(paths: Iterator[Path]) -> list[Size]:
    found = (
        size
        for path in paths
        for size in sizes_in(relative(path), tree(path), len(path.read_text(encoding="utf-8").splitlines()))
    )
    return [size for size in found if size.lines > size.limit.fine]


def main() -> int:
    found = long_ones(production())
    for size in sorted(found, key=lambda size: size.is_too_much):
        print(size, file=sys.stderr)
    if any(size.is_too_much for size in found):
        return 1
    print(f"no file over {FILE.accepted} lines, no function over {FUNCTION.accepted}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
