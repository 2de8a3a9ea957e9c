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
# (package, the line) → why it is no number of law
KNOWN = {
    ("proactive/documents", "PAGE = 30"): "rows on a page of the list",
    ("proactive/documents", "MOST_IN_OUTLINE = 60"): "headings in the outline of a long text",
    ("proactive/documents", "MOST = 5  # decisions that are read for one page"): "decisions read for one page",
    ("proactive/stock", "PER_PAGE = 30"): "rows on a page of the list",
    ("proactive/stock", "LONGEST = 60"): "letters of a file's name",
    ("proactive/stock", "progress(10)"): "percent of a job done",
    ("proactive/stock", "progress(60)"): "percent of a job done",
    ("proactive/stock", "progress(60 + 35 * place // max(len(members), 1))"): "percent of a job done",
    ("proactive/targeted", "PER_PAGE = 30"): "rows on a page of the list",
    (
        "responsive/applications",
        "CLOCKS_DIFFER = dt.timedelta(minutes=10)",
    ): "how far clocks of two machines may differ",
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
    # The end of a slice counts places in a list or letters in a word.
    measured |= {id(node) for cut in ast.walk(module) if isinstance(cut, ast.Slice) for node in ast.walk(cut)}
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


def package_of(path: Path) -> str:
    return "/".join(path.relative_to(SOURCE).parts[:2])


def test_no_verb_and_no_page_counts_by_itself() -> None:
    found = []
    for path in drawers():
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, value in numbers_in(tree(path)):
            line = lines[number - 1].strip()
            if (package_of(path), line) not in KNOWN:
                found.append(f"{relative(path)}:{number}: {value} in «{line}»")
    assert found == []


def test_every_known_number_is_still_there() -> None:
    present = {
        (package_of(path), line.strip()) for path in drawers() for line in path.read_text(encoding="utf-8").splitlines()
    }
    assert set(KNOWN) - present == set()


@pytest.mark.parametrize("text", ["due = day + timedelta(days=20)", "if pages > 30: ...", "extend(days=10)"])
def test_a_number_of_law_is_found(text: str) -> None:
    assert list(numbers_in(ast.parse(text)))


@pytest.mark.parametrize("text", ["CharField(max_length=60)", "Textarea(attrs={'rows': 10})", "rows[:5]", "x = 3"])
def test_a_measure_of_a_form_is_not(text: str) -> None:
    assert not list(numbers_in(ast.parse(text)))
