"""`python -m house.templates [--check] [PATH…]`: indentation of our templates by djhtml, and what they may not hold."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from house.repository import ROOT, SOURCE, below, relative

TAB_WIDTH = "2"
INLINE = {
    re.compile(r"<script(?![^>]*\b(?:src=|type=[\"']application/(?:ld\+)?json))[^>]*>", re.IGNORECASE): (
        "script in the page: put it into a static file and attach it by data-…"
    ),
    re.compile(r"<style\b", re.IGNORECASE): "style in the page: put it into a static file",
    re.compile(r"\sstyle\s*=\s*[\"']", re.IGNORECASE): "style attribute: use a class",
    re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE): "event attribute: attach by data-…",
}
# SVG drawn on the server carries numbers in attributes, and an e-mail has no stylesheet.
EXEMPT = frozenset({"mail"})


def templates(under: Sequence[Path] = ()) -> list[Path]:
    """Return our templates, all or those below the given paths; nothing vendored."""
    found = [path for path in below(SOURCE, ".html") if "templates" in path.parts and "vendor" not in path.parts]
    return [path for path in found if not under or any(path.is_relative_to(place) for place in under)]


def offences(path: Path) -> list[str]:
    """Return what a page may not hold: the content security policy would refuse it, and nobody would see why."""
    if EXEMPT.intersection(path.parts):
        return []
    text = path.read_text(encoding="utf-8")
    found = []
    for pattern, sentence in INLINE.items():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{relative(path)}:{line}: {sentence}")
    return found


def indent(paths: Iterable[Path], *, check: bool) -> int:
    command = [
        sys.executable,
        "-m",
        "djhtml",
        "--tabwidth",
        TAB_WIDTH,
        *(["--check"] if check else []),
        *map(str, paths),
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(arguments: Sequence[str]) -> int:
    check = "--check" in arguments
    under = [Path(argument).resolve() for argument in arguments if argument != "--check"]
    paths = templates(under)
    if not paths:
        print("no templates there", file=sys.stderr)
        return 2
    status = indent(paths, check=check)
    found = [line for path in paths for line in offences(path)]
    if found:
        print("\n".join(found), file=sys.stderr)
    return 1 if status or found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
