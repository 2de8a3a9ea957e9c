"""The files of this repository, as the tools here see them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "gongkai"
# Top folders of a checkout that never belong to it; used where git cannot say (an unpacked archive).
FOREIGN = frozenset(".git .venv data build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis".split())


@cache
def files() -> tuple[Path, ...]:
    """Return what is committed or about to be: everything that .gitignore does not name."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return tuple(path for path in sorted(ROOT.rglob("*")) if path.is_file() and _is_ours(path))
    found = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in found if path.is_file()))


def _is_ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return not FOREIGN.intersection(parts) and "__pycache__" not in parts


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def below(folder: Path, suffix: str) -> Iterator[Path]:
    for path in files():
        if path.suffix == suffix and path.is_relative_to(folder):
            yield path


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts


def production() -> Iterator[Path]:
    """Yield the Python files of the product itself: no tests, no migrations."""
    for path in below(SOURCE, ".py"):
        if not is_test(path) and "migrations" not in path.parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=relative(path))


def first_line(text: str | None) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join((text or "").strip().split("\n\n")[0].split())
