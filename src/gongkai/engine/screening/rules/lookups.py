"""Checks that need the register, the library or the index: their owners register them, queries alone call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from gongkai.engine.screening.rules.findings import Finding
from gongkai.engine.screening.rules.proofreading.trees import HtmlFinding
from gongkai.engine.screening.rules.subjects import Subject

# Told the text of one part (the wording with its lines, a title, a file) and the whole; places are places in the text.
Lookup = Callable[[str, Subject], Iterable[Finding]]
LOOKUPS: dict[str, Lookup] = {}
# Told the tree of the wording or of a file, for what text does not show: addresses behind words.
TreeLookup = Callable[[etree._Element, Subject], Iterable[HtmlFinding]]
TREE_LOOKUPS: dict[str, TreeLookup] = {}


def register_lookup(name: str, function: Lookup) -> Lookup:
    """Let `queries.screen_subject` ask this function too. A second registration under a name replaces the first."""
    LOOKUPS[name] = function
    return function


def register_tree_lookup(name: str, function: TreeLookup) -> TreeLookup:
    """Let `queries.screen_subject` ask this function about every tree. A second registration replaces the first."""
    TREE_LOOKUPS[name] = function
    return function
