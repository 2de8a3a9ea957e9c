"""Kinds of letters, as the packages above register them; who wants to hear what became of a letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gongkai.base.organisations.rules import Permission
from gongkai.engine.casework.rules.numbers import SERIES
from gongkai.engine.casework.rules.wording import Clause, Problem, problems

LAYOUTS = ("letter", "red-head")


@dataclass(frozen=True)
class CounterStep:
    """One signature before issue. The drafter signs only where `author_may` says so."""

    key: str
    name: str
    permission: Permission
    author_may: bool = False


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: `to` is the variable printed as the addressee, `required` must have values before it is signed.

    `permission` is held by who drafts, issues and voids; `layout` is "letter" (信函格式) or "red-head".
    """

    key: str
    name: str
    title: str
    variables: Mapping[str, str]
    body: str
    required: tuple[str, ...] = ()
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    steps: tuple[CounterStep, ...] = ()
    series: str = ""
    addressee: str = "applicant"
    to: str = ""
    permission: Permission = Permission.CASEWORK_DISPATCH
    layout: str = "letter"

    def step(self, key: str) -> CounterStep | None:
        return next((step for step in self.steps if step.key == key), None)


KINDS: dict[str, LetterKind] = {}


def register(kind: LetterKind) -> LetterKind:
    """Add a kind; raises ValueError when its own default text would be refused at the desk."""
    if kind.layout not in LAYOUTS or (kind.series and kind.series not in SERIES):
        raise ValueError(f"文书种类 {kind.key}：版式或者编号序列没有登记")
    found = [one.sentence for one in problems(kind.body, kind)]
    if found:
        raise ValueError(f"文书种类 {kind.key} 的默认文本有问题：{'；'.join(found)}")
    if KINDS.get(kind.key, kind) != kind:
        raise ValueError(f"文书种类 {kind.key} 已经登记")
    KINDS[kind.key] = kind
    return kind


def kind(key: str) -> LetterKind:
    """Return a registered kind. Raises KeyError."""
    return KINDS[key]


@dataclass(frozen=True)
class Happening:
    """What became of a letter: issued, voided, sent, counted, signed, returned, unmailed or recounted.

    `day` is the day that counts against the deadline for `counted` and `recounted`, else the day of the event. `by` is
    the Acting. `recounted`: a day was put right, `before` is the one that counted until then, `reason` why.
    """

    what: str
    subject_type: str
    subject_id: str
    kind: str
    letter_id: int
    dispatch_id: int | None
    day: dt.date
    by: Any
    before: dt.date | None = None
    reason: str = ""


# Subject type → (subject id, who the letter is to) → the route that the reader asked for, "" where nobody said.
Chosen = Callable[[str, str], str]
CHOSEN_ROUTES: dict[str, Chosen] = {}


# Subject type → (subject id, letter id) → what has become of an issued letter since, "" where it stands.
Standing = Callable[[str, int], str]
STANDING: dict[str, Standing] = {}


@dataclass(frozen=True)
class Recipient:
    """One of those to whom a letter is written; `ways` is route → address as written on it; `waits`: it has not left for them."""

    name: str
    ways: Mapping[str, str]
    waits: bool


# Subject type → (subject id, who the letter is to, letter id) → everybody it is written to.
Recipients = Callable[[str, str, int], list[Recipient]]
RECIPIENTS: dict[str, Recipients] = {}


def recipients(subject_type: str) -> Callable[[Recipients], Recipients]:
    """Let the function name those to whom such letters are written, so that nobody types an address that is known."""

    def decorate(function: Recipients) -> Recipients:
        RECIPIENTS[subject_type] = function
        return function

    return decorate


def standing(subject_type: str) -> Callable[[Standing], Standing]:
    """Let the function say what must be known before a letter that left is relied on: that it was set aside, by whom."""

    def decorate(function: Standing) -> Standing:
        STANDING[subject_type] = function
        return function

    return decorate


def chosen_route(subject_type: str) -> Callable[[Chosen], Chosen]:
    """Let the function say by which route the readers of such letters asked to be told; offered first, never forced."""

    def decorate(function: Chosen) -> Chosen:
        CHOSEN_ROUTES[subject_type] = function
        return function

    return decorate


# Given the mark of a mail: the letter it reminded of, and what records that it came back (reason, who hands it in) and
# returns words for them. None where the mark is none of theirs.
Returned = Callable[[str, Any], str]
Reminder = Callable[[str], "tuple[int, Returned] | None"]
REMINDERS: dict[str, Reminder] = {}


def reminder(subject_type: str) -> Callable[[Reminder], Reminder]:
    """Let the function know its own mails again: those that only said that a letter lies ready."""

    def decorate(function: Reminder) -> Reminder:
        REMINDERS[subject_type] = function
        return function

    return decorate


Follower = Callable[[Happening], None]
FOLLOWERS: dict[str, list[Follower]] = {}


def follow(subject_type: str) -> Callable[[Follower], Follower]:
    """Call the function, in the transaction of the verb, with what becomes of letters about such subjects."""

    def decorate(function: Follower) -> Follower:
        FOLLOWERS.setdefault(subject_type, []).append(function)
        return function

    return decorate


__all__ = [
    "CHOSEN_ROUTES",
    "FOLLOWERS",
    "KINDS",
    "REMINDERS",
    "STANDING",
    "Clause",
    "CounterStep",
    "Happening",
    "LetterKind",
    "Problem",
    "chosen_route",
    "follow",
    "kind",
    "register",
    "reminder",
    "standing",
]
