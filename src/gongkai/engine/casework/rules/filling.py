"""Putting the values in: what is printed, and which quoted facts are others now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.engine.casework.rules.wording import (
    CONTROL,
    HEADING,
    LATER,
    ROW,
    SUB_HEADING,
    VARIABLE,
    clauses_of,
    names_of,
    parse,
    uses,
)

if TYPE_CHECKING:
    from gongkai.engine.casework.rules.kinds import LetterKind

STOPS = "，。；、："


@dataclass(frozen=True)
class Block:
    """A paragraph as it is printed: p, h1, h2 or row (two cells)."""

    kind: str
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\t".join(self.cells)


@dataclass(frozen=True)
class Wording:
    """A letter's words with everything put in."""

    title: str
    to: str
    blocks: tuple[Block, ...]

    def plain(self) -> str:
        """Return the words as plain text, a paragraph a line."""
        head = [self.title, *([f"{self.to}："] if self.to else [])]
        return "\n".join([*head, *(block.text for block in self.blocks)])


def cleaned(value: object) -> str:
    """Return a value as it may be printed: text without control characters, single line breaks."""
    words = CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"\n{2,}", "\n", words).strip()


def fill(text: str, kind: LetterKind, values: Mapping[str, str], *, correcting: bool = False) -> Wording:
    """Put the values in. What is open stays visible as 〔名称：未填写〕; a letter is issued only without any."""
    names, clauses = names_of(kind, correcting=correcting), clauses_of(kind, correcting=correcting)

    def put(words: str) -> str:
        return _put(words, names, values)

    blocks: list[Block] = []
    for line in parse(text)[0]:
        if line.when and not values.get(line.when, "").strip():
            continue
        clause = clauses.get(line.clause)
        if line.clause and clause is None:
            continue
        for words in (clause.text if clause else line.text).splitlines():
            blocks += _blocks(words.strip(), put, plain=clause is not None)
    to = _value(kind.to, names, values).replace("\n", " ") if kind.to else ""
    return Wording(put(kind.title).replace("\n", " "), to, tuple(blocks))


def _put(words: str, names: Mapping[str, str], values: Mapping[str, str]) -> str:
    """Return the words with the values as they read in their sentence: with the comma before, no two stops side by side."""
    said, after_value, place = "", False, 0
    for one in VARIABLE.finditer(words):
        between, place = words[place : one.start()], one.end()
        said, after_value = _joined(said, between, after_value), after_value and not between
        if one["lead"] and not cleaned(values.get(one["name"], "")):
            continue
        said = _joined(said, one["lead"] + _value(one["name"], names, values), after_value)
        after_value = True
    return _joined(said, words[place:], after_value)


def _joined(said: str, more: str, after_value: bool) -> str:
    """A value that was typed with its own stop loses it where the sentence goes on with one."""
    stopped = after_value and more[:1] in STOPS and bool(more)
    return (said.rstrip(STOPS) if stopped else said) + more


def _value(name: str, names: Mapping[str, str], values: Mapping[str, str]) -> str:
    value = cleaned(values.get(name, ""))
    return value or ("" if name in LATER else f"〔{names.get(name, name)}：未填写〕")


def _blocks(words: str, put: Callable[[str], str], *, plain: bool) -> Iterator[Block]:
    if match := ROW.fullmatch(words):
        yield Block("row", tuple(put(cell.strip()).replace("\n", " ") for cell in match.groups()))
        return
    # What a line is, is told by its own words, never by the values put into them.
    look = "p" if plain else "h1" if HEADING.fullmatch(words) else "h2" if SUB_HEADING.fullmatch(words) else "p"
    for part in put(words).split("\n"):
        if part.strip():
            yield Block(look, (part.strip(),))


@dataclass(frozen=True)
class Changed:
    """A fact that a letter quotes and that is another now."""

    name: str
    label: str
    quoted: str
    current: str


def used_names(text: str, kind: LetterKind) -> set[str]:
    """Return the variables that a text uses, in its words, its clauses, its title, as addressee or as condition."""
    lines, _ = parse(text)
    return {use.name for use in uses(lines, kind, clauses_of(kind))} | {line.when for line in lines}


def changed(text: str, kind: LetterKind, quoted: Mapping[str, str], current: Mapping[str, str]) -> list[Changed]:
    """Return which facts that this text uses differ from what is so now; facts not named in `current` are left alone."""
    used = used_names(text, kind)
    pairs = ((name, cleaned(quoted.get(name, "")), cleaned(current[name])) for name in current if name in used)
    return [Changed(name, kind.variables.get(name, name), old, new) for name, old, new in pairs if old != new]
