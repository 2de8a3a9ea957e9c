"""docs/packages.md: the folder page, one line a package, from the docstrings."""

from __future__ import annotations

import ast
from pathlib import Path

from house.generated import Page, table
from house.pages import page
from house.repository import ROOT, SOURCE, first_line, tree

STOREYS = ("project", "doors", "oversight", "proactive", "responsive", "engine", "base", "law")


def docstring(package: Path) -> str:
    return first_line(ast.get_docstring(tree(package / "__init__.py")))


def packages_of(storey: Path) -> list[Path]:
    found = (path.parent for path in storey.glob("*/__init__.py"))
    return sorted(path for path in found if path.name not in {"tests", "management", "migrations"})


def _modules(storey: Path) -> list[list[str]]:
    paths = sorted(path for path in storey.glob("*.py") if path.stem != "__init__")
    return [[f"`{path.stem}`", first_line(ast.get_docstring(tree(path)))] for path in paths]


def _storey(name: str) -> list[str]:
    folder = SOURCE / name
    parts = [f"## {name}", docstring(folder)]
    packages = packages_of(folder)
    if packages:
        rows = ([f"[`{p.name}`](../{p.relative_to(ROOT).as_posix()})", docstring(p)] for p in packages)
        parts.append(table(["Package", "What it is"], rows))
    if name == "law":
        parts.append(table(["Module", "What it holds"], _modules(folder)))
    return parts


def make() -> Page:
    return page(
        "docs/packages.md",
        "The packages, storey by storey",
        docstring(SOURCE),
        "Imports run downhill only, in the order below; every package has the same drawers (`rules`, `models`, "
        "`permissions`, `queries`, `actions`, `reactions`, `desk/`, `portal/`, `api/`), and others enter by `rules`, "
        "`queries` and `actions` alone. `just check` holds both.",
        *(part for storey in STOREYS for part in _storey(storey)),
    )
