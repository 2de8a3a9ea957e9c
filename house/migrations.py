"""`python -m house.migrations`: models and migrations agree, and nothing is taken away in one step.

Web processes of the old release still run while the new one migrates. So a column goes in two: one release stops using
the field (it leaves the models by `SeparateDatabaseAndState`, the column stays), a later one drops it and names the
migration of the first step: `FORGOTTEN_IN = "0004_stop_using_fax"`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from house.repository import SOURCE, below, relative, tree

REMOVING = frozenset({"RemoveField", "DeleteModel", "RenameField", "RenameModel"})
NOTE = "FORGOTTEN_IN"


def removals(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield (line, operation) for what takes something out of the database; changes of state alone are free."""
    free = {id(node) for call in ast.walk(module) if isinstance(call, ast.Call) for node in _state_only(call)}
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and id(node) not in free and (name := _name(node)) in REMOVING:
            yield node.lineno, name


def _state_only(call: ast.Call) -> Iterator[ast.AST]:
    if _name(call) == "SeparateDatabaseAndState":
        for word in call.keywords:
            if word.arg == "state_operations":
                yield from ast.walk(word.value)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def first_step(module: ast.Module) -> str:
    """Return the migration named as the first step, or nothing."""
    for node in module.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == NOTE for t in node.targets):
            return str(ast.literal_eval(node.value))
    return ""


def offences(path: Path) -> list[str]:
    found = list(removals(tree(path)))
    if not found:
        return []
    named = first_step(tree(path))
    if named and named < path.stem and (path.parent / f"{named}.py").exists():
        return []
    why = f"{NOTE} names no earlier migration" if named else f"two steps, please: see house/migrations.py ({NOTE})"
    return [f"{relative(path)}:{line}: {operation}: {why}" for line, operation in found]


def unmade() -> str:
    """Return what `makemigrations` would write, or nothing. The database is an empty scratch file."""
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    try:
        call_command("makemigrations", check_changes=True, dry_run=True, stdout=out, stderr=out)
    except SystemExit:
        return out.getvalue()
    return ""


def main() -> int:
    from house.platform import start

    found = [line for path in below(SOURCE, ".py") if "migrations" in path.parts for line in offences(path)]
    start()
    if missing := unmade():
        found.append(f"Models have changes without a migration (`just migrate`):\n{missing}")
    if found:
        print("\n".join(found), file=sys.stderr)
        return 1
    print("models and migrations agree")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
