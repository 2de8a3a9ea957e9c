"""Pages written from the code: write them, or say how what is committed differs."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from house.repository import ROOT

MOST_LINES = 12  # of a difference, a page


@dataclass(frozen=True)
class Page:
    """One generated file; `path` is relative to the repository."""

    path: str
    text: str


def mark(command: str) -> str:
    """Return the first line of every generated page; it also tells which pages are no longer written."""
    return f"<!-- Written by `{command}` from the code: change the code, not this page. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def differences(pages: Sequence[Page], *, marked: str, root: Path = ROOT) -> list[str]:
    """Return what to tell: one block for each page that differs, is missing, or is written by nobody any more."""
    found = [text for page in pages if (text := _difference(root / page.path, page))]
    ours = {root / page.path for page in pages}
    for path in sorted((root / "docs").rglob("*.md")):
        if path not in ours and path.read_text(encoding="utf-8").startswith(marked):
            found.append(f"{path.relative_to(root).as_posix()}: written by nobody any more, remove it")
    return found


def _difference(path: Path, page: Page) -> str:
    if not path.exists():
        return f"{page.path}: missing"
    before = path.read_text(encoding="utf-8")
    if before == page.text:
        return ""
    lines = list(difflib.unified_diff(before.splitlines(), page.text.splitlines(), "committed", "from the code", n=0))
    shown = lines[2 : 2 + MOST_LINES]
    more = len(lines) - 2 - len(shown)
    return "\n".join(
        [f"{page.path}: differs", *(f"  {line}" for line in shown), *([f"  … {more} more"] if more else [])]
    )


def write(pages: Sequence[Page], *, root: Path = ROOT) -> list[str]:
    """Write the pages that changed; return their paths."""
    written = []
    for page in pages:
        path = root / page.path
        if path.exists() and path.read_text(encoding="utf-8") == page.text:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.text, encoding="utf-8")
        written.append(page.path)
    return written


def run(make: Callable[[], Sequence[Page]], *, command: str, arguments: Sequence[str]) -> int:
    """Be the main function of a writer: `--check` compares (exit status 1 when different), otherwise write."""
    if set(arguments) - {"--check"}:
        print(f"usage: {command} [--check]", file=sys.stderr)
        return 2
    pages = make()
    if "--check" not in arguments:
        for path in write(pages):
            print(f"wrote {path}")
        return 0
    found = differences(pages, marked=mark(command))
    if found:
        print("\n".join(found), file=sys.stderr)
        print(f"Pages differ from the code. Run `{command}` and commit the result.", file=sys.stderr)
        return 1
    print(f"{len(pages)} pages agree with the code")
    return 0
