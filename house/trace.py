"""`python -m house.trace [--check]`: requirement rows and the tests that prove them, written to docs/trace.md."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from house.generated import Page, mark, run, table
from house.repository import ROOT, files, is_test, relative, tree

COMMAND = "just trace"
ROW = re.compile(r"R\d{3}")
# The full matrix lies outside the repository, where it lies at all; it only serves to find mistyped rows.
MATRIX = ROOT.parent / "shared" / "requirements.md"


@dataclass(frozen=True)
class Row:
    id: str
    module: str
    title: str


class UnknownRow(Exception):
    """A test carries a mark for a row that does not exist."""


def rows() -> list[Row]:
    text = Path(__file__).with_name("requirements.toml").read_text(encoding="utf-8")
    return [Row(**row) for row in tomllib.loads(text)["row"]]


def rows_of_matrix(path: Path = MATRIX) -> dict[str, str]:
    """Return id → module of the full matrix, empty where there is none."""
    if not path.exists():
        return {}
    lines = (line.split("|") for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("| R"))
    return {cells[1].strip(): cells[2].strip() for cells in lines if ROW.fullmatch(cells[1].strip())}


def marked_in(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (row, test name) for every mark on a test, on its class or on the module (`pytestmark`)."""
    shared = [row for node in module.body if isinstance(node, ast.Assign) for row in _module_mark(node)]
    yield from _marked(module.body, "", shared)


def _module_mark(node: ast.Assign) -> list[str]:
    named = any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets)
    return _rows_in(node.value) if named else []


def _marked(body: Sequence[ast.stmt], prefix: str, inherited: list[str]) -> Iterator[tuple[str, str]]:
    for node in body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        own = [*inherited, *(row for decorator in node.decorator_list for row in _rows_in(decorator))]
        if isinstance(node, ast.ClassDef):
            yield from _marked(node.body, f"{prefix}{node.name}.", own)
        elif node.name.startswith("test"):
            yield from ((row, prefix + node.name) for row in own)


def _rows_in(expression: ast.expr) -> list[str]:
    """Return the rows of `pytest.mark.requirement("R001", …)` wherever it stands in the expression."""
    calls = (node for node in ast.walk(expression) if isinstance(node, ast.Call))
    ours = (call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "requirement")
    return [str(ast.literal_eval(argument)) for call in ours for argument in call.args]


def proofs() -> dict[str, list[str]]:
    """Return row → tests, each as file::name."""
    found: dict[str, set[str]] = {}
    for path in files():
        if path.suffix == ".py" and is_test(path):
            for row, name in marked_in(tree(path)):
                found.setdefault(row, set()).add(f"{relative(path)}::{name}")
    return {row: sorted(tests) for row, tests in sorted(found.items())}


def unknown(proven: Sequence[str]) -> list[str]:
    """Return the marked rows that neither our list nor the matrix (where present) knows."""
    known = {row.id for row in rows()} | set(rows_of_matrix())
    wrong = [row for row in proven if not ROW.fullmatch(row)]
    return wrong or ([row for row in proven if row not in known] if rows_of_matrix() else [])


def pages() -> Sequence[Page]:
    proven = proofs()
    if wrong := unknown(list(proven)):
        places = "\n".join(f"  {row}: {', '.join(proven[row])}" for row in wrong)
        raise UnknownRow(f"Marked rows that do not exist:\n{places}")
    listed = rows()
    others = sorted(set(proven) - {row.id for row in listed})
    parts = [mark(COMMAND), "# Requirement rows and the tests that prove them"]
    parts.append(
        'A test carries `@pytest.mark.requirement("R022")` when it proves the row the way a person or a partner system '
        f"would see it. {sum(row.id in proven for row in listed)} of the {len(listed)} rows below have a test; «—» means: none yet."
    )
    for module in dict.fromkeys(row.module for row in listed):
        own = [row for row in listed if row.module == module]
        parts += [
            f"## {module}",
            table(["Row", "What", "Tests"], ([r.id, r.title, _cell(proven.get(r.id))] for r in own)),
        ]
    if others:
        parts += ["## Rows of other modules", table(["Row", "Tests"], ([row, _cell(proven[row])] for row in others))]
    return [Page("docs/trace.md", "\n\n".join(part.strip("\n") for part in parts) + "\n")]


def _cell(tests: Sequence[str] | None) -> str:
    return "<br>".join(f"`{test.removeprefix('src/gongkai/')}`" for test in tests) if tests else "—"


if __name__ == "__main__":
    try:
        raise SystemExit(run(pages, command=COMMAND, arguments=sys.argv[1:]))
    except UnknownRow as error:
        raise SystemExit(str(error)) from None
