"""Conditions that nobody can meet are found before they are published, and said in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

from gongkai.proactive.policy.rules.conditions import AtLeast, Either, Every, Free, Node, Not, Test, number_words, words
from gongkai.proactive.policy.rules.facts import FACTS, Sort

MOST_BRANCHES = 512  # beyond it nothing is claimed: the check says so
_TURNED = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge"}


class TooMany(Exception):
    """So many alternatives that they are not all looked at."""


@dataclass
class Bounds:
    """What one branch demands of one fact."""

    low: float = float("-inf")
    high: float = float("inf")
    low_open: bool = False
    high_open: bool = False
    allowed: frozenset[str] | None = None
    flags: set[bool] = field(default_factory=set)
    wanted: list[frozenset[str]] = field(default_factory=list)
    unwanted: set[str] = field(default_factory=set)


Branch = list[Test | Not]  # a Not holds a Test here


def turned(node: Node) -> Node:
    """Return the opposite, with the negation at the leaves."""
    match node:
        case Test(op=op) if op in _TURNED:
            return Test(node.fact, _TURNED[op], number=node.number, source=node.source)
        case Test(op="is"):
            return Test(node.fact, "is", flag=not node.flag, source=node.source)
        case Test() | Free():
            return Not(node)
        case Not(part=part):
            return part
        case Every(parts=parts):
            return Either(tuple(turned(one) for one in parts))
        case Either(parts=parts):
            return Every(tuple(turned(one) for one in parts))
        case AtLeast(count=count, parts=parts):
            return AtLeast(len(parts) - count + 1, tuple(turned(one) for one in parts))


def branches(node: Node) -> list[Branch]:
    """Return the ways in which a tree may hold, each a list of tests; words are left out. Raises TooMany."""
    match node:
        case Free():
            return [[]]
        case Test():
            return [[node]]
        case Not(part=Free()):
            return [[]]
        case Not(part=Test() as part) if part.op == "in":
            return [[node]]
        case Not(part=part):
            return branches(turned(part))
        case Either(parts=parts):
            return _limited([branch for one in parts for branch in branches(one)])
        case AtLeast(count=count, parts=parts):
            chosen = [Every(some) for some in combinations(parts, count)]
            return _limited([branch for one in chosen for branch in branches(one)])
        case Every(parts=parts):
            found: list[Branch] = [[]]
            for one in parts:
                found = _limited([left + right for left in found for right in branches(one)])
            return found


def _limited(found: list[Branch]) -> list[Branch]:
    if len(found) > MOST_BRANCHES:
        raise TooMany
    return found


def contradiction(node: Node) -> str:
    """Return a Chinese sentence when nobody can meet the conditions, else nothing."""
    try:
        found = branches(node)
    except TooMany:
        return ""
    faults = [_fault(branch) for branch in found]
    if not found:
        return "这一组条件没有任何一种情形可以满足，请核对。"
    return faults[0] if all(faults) else ""


def dead_alternatives(node: Node) -> list[str]:
    """Return sentences on alternatives («或者») that nobody can meet although the whole can be met."""
    said: list[str] = []
    if isinstance(node, Either):
        said += [f"其中一个“或者”永远不能满足：{fault}" for one in node.parts if (fault := contradiction(one))]
    parts = node.parts if isinstance(node, Every | Either | AtLeast) else (node.part,) if isinstance(node, Not) else ()
    for one in parts:
        said += dead_alternatives(one)
    return list(dict.fromkeys(said))


def _fault(branch: Branch) -> str:
    known: dict[str, Bounds] = {}
    for one in branch:
        test = one.part if isinstance(one, Not) else one
        assert isinstance(test, Test)
        bounds = known.setdefault(test.fact, Bounds())
        _narrow(bounds, test, negated=isinstance(one, Not))
    for key, bounds in known.items():
        if fault := _impossible(key, bounds):
            return fault
    return ""


def _narrow(bounds: Bounds, test: Test, *, negated: bool) -> None:
    sort = test.about.sort
    if sort is Sort.FLAG:
        bounds.flags.add(test.flag)
    elif sort is Sort.NUMBER:
        _narrow_number(bounds, test)
    elif sort is Sort.MANY:
        if negated:
            bounds.unwanted |= test.values
        else:
            bounds.wanted.append(test.values)
    elif sort is not Sort.PLACE:  # a street and its district can both be asked for
        standing = bounds.allowed if bounds.allowed is not None else frozenset(test.about.choices)
        bounds.allowed = standing - test.values if negated else standing & test.values


def _narrow_number(bounds: Bounds, test: Test) -> None:
    if test.op in {"ge", "gt"} and (test.number, test.op == "gt") > (bounds.low, bounds.low_open):
        bounds.low, bounds.low_open = test.number, test.op == "gt"
    if test.op in {"le", "lt"} and (-test.number, test.op == "lt") > (-bounds.high, bounds.high_open):
        bounds.high, bounds.high_open = test.number, test.op == "lt"


def _impossible(key: str, bounds: Bounds) -> str:
    fact = FACTS[key]
    if len(bounds.flags) > 1:
        return f"条件互相矛盾：“{fact.yes}”和“{fact.no}”不能同时成立，请核对。"
    if bounds.allowed is not None and not bounds.allowed:
        return f"条件互相矛盾：“{fact.name}”只能是一种，所列要求没有一种能同时满足，请核对；如果是几种都可以，请改为“符合之一”。"
    if any(one <= bounds.unwanted for one in bounds.wanted):
        return f"条件互相矛盾：“{fact.name}”既要求有、又排除同一项，请核对。"
    if fact.sort is Sort.NUMBER and _empty(bounds, whole=fact.whole, low=fact.low, high=fact.high):
        low, high = (
            number_words(bounds.low) if bounds.low > float("-inf") else "",
            number_words(bounds.high) if bounds.high < float("inf") else "",
        )
        said = "、".join(
            part for part in (f"下限{low}{fact.unit}" if low else "", f"上限{high}{fact.unit}" if high else "") if part
        )
        return f"条件互相矛盾：“{fact.name}”的{said}之间没有可能的数，请核对。"
    return ""


def _empty(bounds: Bounds, *, whole: bool, low: float, high: float) -> bool:
    floor, ceiling = max(bounds.low, low), min(bounds.high, high)
    floor_open = bounds.low_open and bounds.low >= low
    ceiling_open = bounds.high_open and bounds.high <= high
    if floor > ceiling or (floor == ceiling and (floor_open or ceiling_open)):
        return True
    if not whole:
        return False
    first = int(-(-floor // 1)) + (1 if floor_open and floor == int(floor) else 0)
    last = int(ceiling // 1) - (1 if ceiling_open and ceiling == int(ceiling) else 0)
    return first > last


def warnings(node: Node) -> list[str]:
    """Return what an editor should look at: the contradiction, and alternatives that are dead."""
    fault = contradiction(node)
    return [fault] if fault else dead_alternatives(node)


def say(node: Node) -> str:
    return words(node)
