"""What the hand-written pages name is there: files, functions, constraints. A tour that lies is worse than none."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from house.generated import mark
from house.repository import ROOT, SOURCE, files, production, relative, tree

PLACES = re.compile(r"`((?:[\w-]+/)*[\w-]+\.(?:py|js|sh|in|toml))(?:::([\w.]+))?`")
# Settings are compared with settings.py in test_house.
WORDS = re.compile(r"`(?!GONGKAI_)([a-z]+(?:_[a-z0-9]+)+|[A-Z]+(?:_[A-Z]+)+)`")


def pages() -> list[Path]:
    found = [path for path in files() if path.suffix == ".md" and not path.is_relative_to(SOURCE)]
    generated = (mark("just docs"), mark("just trace"))
    return [path for path in found if not path.read_text(encoding="utf-8").startswith(generated)]


def holders(name: str) -> list[Path]:
    return [path for path in files() if path == ROOT / name or f"/{relative(path)}".endswith(f"/{name}")]


def names_in(path: Path) -> set[str]:
    """Return what a module defines at its top, methods as Class.method."""
    found = set()
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return found


@cache
def code() -> str:
    house = [path for path in files() if path.is_relative_to(ROOT / "house")]
    return "\n".join(
        path.read_text(encoding="utf-8") for path in (*production(), *house) if path.suffix in {".py", ".toml"}
    )


@pytest.mark.parametrize("page", pages(), ids=relative)
def test_the_places_that_a_page_names_are_there(page: Path) -> None:
    missing = []
    for file, name in PLACES.findall(page.read_text(encoding="utf-8")):
        found = holders(file)
        if not found or (name and not any(name in names_in(path) for path in found if path.suffix == ".py")):
            missing.append(f"{file}::{name}" if name else file)
    assert missing == []


@pytest.mark.parametrize("page", pages(), ids=relative)
def test_the_identifiers_that_a_page_names_are_in_the_code(page: Path) -> None:
    named = set(WORDS.findall(page.read_text(encoding="utf-8")))
    assert sorted(name for name in named if not re.search(rf"\b{name}\b", code())) == []
