"""The law is data: a number of days, pages or yuan stands once in `law` (or in a package's rules), never in a verb."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.repository import SOURCE, production, relative, tree

# Numbers that the Regulation and the plans know as periods, tiers and limits.
OF_LAW = frozenset({5, 7, 10, 15, 20, 30, 60})
PLACES = ("proactive", "responsive", "engine/duties")
DRAWERS = frozenset("actions desk portal api".split())
# Keyword arguments that measure forms, columns and paper, never days.
MEASURES = frozenset("max_length min_length rows cols order size width height indent maxsplit".split())
# (end of the file's path, the line) → why it is no number of law
KNOWN = {
    ("documents/desk/pages.py", "PAGE = 30"): "rows on a page of the list",
    ("documents/desk/pages.py", '"returns": document.returns.all()[:5],'): "the newest returns beside the text",
    (
        "documents/desk/pages.py",
        'context = {"rows": rows, "year": year, "years": range(today.year, today.year - 5, -1)}',
    ): ("years offered by a filter"),
    ("documents/portal/presenting.py", "MOST_IN_OUTLINE = 60"): "headings in the outline of a long text",
    (
        "documents/portal/presenting.py",
        '"type": EXTENSIONS.get(one.file.media_type, one.name.rpartition(".")[2].upper()[:5] or "文件"),',
    ): "letters of a file's extension",
}


def numbers_in(module: ast.Module) -> Iterator[tuple[int, int]]:
    """Yield (line, number) for whole numbers of law, but not for what a keyword says to be a measure of a form."""
    measured = {
        id(node)
        for keyword in ast.walk(module)
        if isinstance(keyword, ast.keyword) and keyword.arg in MEASURES
        for node in ast.walk(keyword.value)
    }
    measured |= {
        id(value)
        for given in ast.walk(module)
        if isinstance(given, ast.Dict)
        for key, value in zip(given.keys, given.values, strict=True)
        if isinstance(key, ast.Constant) and key.value in MEASURES
    }
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and type(node.value) is int
            and node.value in OF_LAW
            and id(node) not in measured
        ):
            yield node.lineno, node.value


def drawers() -> Iterator[Path]:
    for path in production():
        inside = path.relative_to(SOURCE)
        if inside.as_posix().startswith(PLACES) and DRAWERS.intersection((*inside.parts, path.stem)):
            yield path


def test_no_verb_and_no_page_counts_by_itself() -> None:
    found = []
    for path in drawers():
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, value in numbers_in(tree(path)):
            line = lines[number - 1].strip()
            if not any(path.as_posix().endswith(end) and line == known for end, known in KNOWN):
                found.append(f"{relative(path)}:{number}: {value} in «{line}»")
    assert found == []


def test_every_known_number_is_still_there() -> None:
    texts = {
        path.as_posix(): [line.strip() for line in path.read_text(encoding="utf-8").splitlines()] for path in drawers()
    }
    gone = [known for known in KNOWN if not any(p.endswith(known[0]) and known[1] in t for p, t in texts.items())]
    assert gone == []


@pytest.mark.parametrize("text", ["due = day + timedelta(days=20)", "if pages > 30: ...", "extend(days=10)"])
def test_a_number_of_law_is_found(text: str) -> None:
    assert list(numbers_in(ast.parse(text)))


@pytest.mark.parametrize("text", ["CharField(max_length=60)", "Textarea(attrs={'rows': 10})", "x = 3"])
def test_a_measure_of_a_form_is_not(text: str) -> None:
    assert not list(numbers_in(ast.parse(text)))
