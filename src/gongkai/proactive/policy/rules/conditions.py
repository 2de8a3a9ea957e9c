"""Conditions as a small tree, answered with yes, no or «depends», each with its reason.

A `Free` condition is words that no machine judges: it is never yes. A fact that a profile does not give is not known:
neither yes nor no. The logic is Kleene's: all is the least, any the greatest, not turns around.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from gongkai.proactive.policy.rules.facts import FACTS, Fact, Sort
from gongkai.proactive.policy.rules.places import PLACES

Value = float | str | bool | frozenset[str]
Profile = dict[str, Value]  # what is known; a key that is absent is not known


class Answer(IntEnum):
    NO = 0
    DEPENDS = 1
    YES = 2


ANSWER_NAMES = {Answer.NO: "不符合", Answer.DEPENDS: "视情况", Answer.YES: "符合"}
LONGEST_POINT = 60  # characters of a condition in words, where it stands in a letter
NUMBER_OPS = {"ge": "不低于", "gt": "高于", "le": "不超过", "lt": "低于"}


@dataclass(frozen=True)
class Test:
    """One fact against a value: numbers by `ge gt le lt`, choices by `in` (any of `values`), flags by `is`."""

    __test__ = False  # pytest: no test class

    fact: str
    op: str
    number: float = 0
    values: frozenset[str] = frozenset()
    flag: bool = True
    source: str = ""

    @property
    def about(self) -> Fact:
        return FACTS[self.fact]


@dataclass(frozen=True)
class Free:
    """A condition in words. Somebody in an office decides it."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Every:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Either:
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    part: Node


@dataclass(frozen=True)
class AtLeast:
    """At least `count` of the parts."""

    count: int
    parts: tuple[Node, ...]


Node = Test | Free | Every | Either | Not | AtLeast
NOTHING = Every(())  # asks nothing: holds for everybody


@dataclass(frozen=True)
class Verdict:
    """The answer to one node, with those of its parts; `why` is a Chinese sentence for a leaf."""

    node: Node
    answer: Answer
    why: str = ""
    parts: tuple[Verdict, ...] = field(default=())
    vague: bool = False  # something was said, but not exactly enough


def evaluate(node: Node, profile: Profile) -> Verdict:
    match node:
        case Test():
            return _test(node, profile)
        case Free():
            return Verdict(node, Answer.DEPENDS, f"需要由办理部门认定：{node.text}")
        case Not():
            inner = evaluate(node.part, profile)
            return Verdict(node, Answer(Answer.YES - inner.answer), parts=(inner,))
    parts = tuple(evaluate(one, profile) for one in node.parts)
    return Verdict(node, _combined(node, [one.answer for one in parts]), parts=parts)


def _combined(node: Every | Either | AtLeast, answers: list[Answer]) -> Answer:
    match node:
        case Every():
            return min(answers, default=Answer.YES)
        case Either():
            return max(answers, default=Answer.NO)
        case AtLeast(count=count):
            sure = sum(one is Answer.YES for one in answers)
            possible = sum(one is not Answer.NO for one in answers)
            return Answer.YES if sure >= count else Answer.DEPENDS if possible >= count else Answer.NO


def holds(test: Test, value: Value) -> bool:
    """Say whether a known value passes. The one place where a test is decided; the batch uses it too."""
    match value:
        case bool():
            return value == test.flag
        case frozenset():
            return bool(value & test.values)
        case str():
            return PLACES.within(value, test.values) if test.about.sort is Sort.PLACE else value in test.values
    compared = {
        "ge": value >= test.number, "gt": value > test.number, "le": value <= test.number, "lt": value < test.number,
    }  # fmt: skip
    return compared[test.op]


def may_hold(test: Test, value: Value) -> bool:
    """Say whether a value that does not pass may still do so once it is said more exactly: a district, where a street is asked."""
    return test.about.sort is Sort.PLACE and isinstance(value, str) and PLACES.around(value, test.values)


def _test(test: Test, profile: Profile) -> Verdict:
    if test.fact not in profile:
        return Verdict(test, Answer.DEPENDS, f"还需要知道“{test.about.name}”")
    value = profile[test.fact]
    right = holds(test, value)
    if not right and may_hold(test, value):
        said = value_words(test.about, value)
        return Verdict(test, Answer.DEPENDS, f"还需要知道“{test.about.name}”具体在哪里，您填写的是{said}", vague=True)
    return Verdict(
        test, Answer.YES if right else Answer.NO, f"您填写的{test.about.name}：{value_words(test.about, value)}"
    )


def number_words(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


def value_words(fact: Fact, value: Value) -> str:
    match value:
        case bool():
            return fact.yes if value else fact.no
        case frozenset():
            return "、".join(fact.choices[one] for one in fact.choices if one in value) or "都没有"
        case str():
            return fact.choices.get(value, value)
    return f"{number_words(value)}{fact.unit}"


def words(node: Node) -> str:
    """Return a condition as one Chinese phrase."""
    match node:
        case Test():
            return _test_words(node)
        case Free(text=text):
            return text
        case Not(part=part):
            return f"不属于：{words(part)}"
        case Every(parts=parts):
            return "，并且".join(_inner(one) for one in parts) or "没有限制"
        case Either(parts=parts):
            return "，或者".join(_inner(one) for one in parts)
        case AtLeast(count=count, parts=parts):
            return f"下列各项中至少{count}项：" + "；".join(words(one) for one in parts)


def _inner(node: Node) -> str:
    return f"（{words(node)}）" if isinstance(node, Every | Either | AtLeast) and len(node.parts) > 1 else words(node)


def _test_words(test: Test) -> str:
    fact = test.about
    if fact.sort is Sort.FLAG:
        return fact.yes if test.flag else fact.no
    if fact.sort is Sort.NUMBER:
        return f"{fact.name}{NUMBER_OPS[test.op]}{number_words(test.number)}{fact.unit}"
    return f"{fact.name}：" + "或者".join(fact.choices[one] for one in fact.choices if one in test.values)


def outline(node: Node) -> list[tuple[str, list[str]]]:
    """Return a condition as short lists, each under what is asked of it: 满足全部, 满足任一, 至少满足N项, 除外."""
    parts = node.parts if isinstance(node, Every) else (node,)
    groups = [one for one in parts if isinstance(one, Either | AtLeast)]
    excepted = [one.part for one in parts if isinstance(one, Not)]
    plain = [one for one in parts if not isinstance(one, Either | AtLeast | Not)]
    found = [("满足全部", [words(one) for one in plain])]
    found += [(_asked_of(one), [words(part) for part in one.parts]) for one in groups]
    found.append(("除外", [words(one) for one in excepted]))
    return [(label, said) for label, said in found if said]


def _asked_of(group: Either | AtLeast) -> str:
    return f"至少满足{group.count}项" if isinstance(group, AtLeast) else "满足任一"


def leaves(verdict: Verdict) -> list[Verdict]:
    if isinstance(verdict.node, Test | Free):
        return [verdict]
    return [leaf for part in verdict.parts for leaf in leaves(part)]


def unsettled(verdict: Verdict) -> list[str]:
    """Return the facts that could still change the answer, in the order of the conditions."""
    if verdict.answer is not Answer.DEPENDS:
        return []
    if isinstance(verdict.node, Test):
        return [verdict.node.fact]
    return list(dict.fromkeys(fact for part in verdict.parts for fact in unsettled(part)))


def open_points(verdict: Verdict) -> list[str]:
    """Return in words what could still change the answer: facts that were not given, and what an office decides."""
    if verdict.answer is not Answer.DEPENDS:
        return []
    match verdict.node:
        case Test():
            said = "填写得还不够具体" if verdict.vague else "还没有填写"
            return [f"{verdict.node.about.name}（您{said}）"]
        case Free(text=text):
            return [f"{_short(text)}（由办理部门认定）"]
    return list(dict.fromkeys(point for part in verdict.parts for point in open_points(part)))


def _short(text: str) -> str:
    plain = " ".join(text.split()).rstrip("。；;，")
    return plain if len(plain) <= LONGEST_POINT else f"{plain[: LONGEST_POINT - 1]}…"


def facts_in(node: Node) -> set[str]:
    match node:
        case Test(fact=fact):
            return {fact}
        case Free():
            return set()
        case Not(part=part):
            return facts_in(part)
    return set().union(*(facts_in(one) for one in node.parts)) if node.parts else set()
