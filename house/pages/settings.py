"""docs/reference/settings.md: the environment variables, read out of settings.py itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from house.generated import Page, table
from house.pages import page
from house.repository import SOURCE, production, tree
from house.words import setting_words

READERS = {"env": "text", "env_bool": "1 or 0", "env_list": "list, by commas"}
ELSEWHERE = re.compile(r"GONGKAI_[A-Z_]+")
NUMBERS = frozenset({"int", "float"})


@dataclass(frozen=True)
class Setting:
    name: str
    kind: str
    default: str


def _default(call: ast.Call) -> str:
    given = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "default")]
    if not given:
        return ""
    value = ast.literal_eval(given[0])
    return str(int(value)) if isinstance(value, bool) else str(value)


def _calls() -> Iterator[Setting]:
    module = tree(SOURCE / "project" / "settings.py")
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    numbers = {id(given) for call in calls if _name(call) in NUMBERS for given in call.args}
    for call in calls:
        if _name(call) in READERS and call.args and isinstance(call.args[0], ast.Constant):
            kind = "number" if id(call) in numbers else READERS[_name(call)]
            yield Setting(f"GONGKAI_{call.args[0].value!s}", kind, _default(call))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _elsewhere() -> Iterator[Setting]:
    """Yield the variables that commands read by themselves: strings that are such a name and nothing else."""
    for path in production():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and ELSEWHERE.fullmatch(node.value):
                yield Setting(node.value.removesuffix("_FILE"), "text", "")


def settings() -> list[Setting]:
    """Return every variable that the product reads, each once (the first reading with a default counts)."""
    found: dict[str, Setting] = {}
    for setting in (*_calls(), *_elsewhere()):
        known = found.get(setting.name)
        if known is None or (setting.default and not known.default):
            found[setting.name] = setting
    return sorted(found.values(), key=lambda setting: setting.name)


def make() -> Page:
    words = setting_words()
    rows = ([f"`{s.name}`", s.kind, f"`{s.default}`" if s.default else "—", words.get(s.name, "")] for s in settings())
    return page(
        "docs/reference/settings.md",
        "Settings",
        "All settings come from the environment; unset means the embedded default. Each can also be given as a file: "
        "`GONGKAI_SECRET_KEY_FILE=/run/secrets/key` reads the file's content instead of `GONGKAI_SECRET_KEY`. A malformed "
        "value stops the start with a sentence that says what to write.",
        table(["Variable", "Value", "Default", "What it does"], rows),
    )
