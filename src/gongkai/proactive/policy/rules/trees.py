"""Condition trees to and from plain JSON, checked: what stands in a snapshot or comes from the editor."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.proactive.policy.rules.conditions import NUMBER_OPS, AtLeast, Either, Every, Free, Node, Not, Test
from gongkai.proactive.policy.rules.facts import FACTS, Sort

DEEPEST = 6
MOST_NODES = 60
LONGEST_WORDS = 300


class ConditionRefused(ValueError):
    """The tree cannot be meant so; the message is a Chinese sentence."""


def to_json(node: Node) -> dict[str, Any]:
    match node:
        case Test():
            return _test_json(node)
        case Free(text=text, source=source):
            return {"free": text} | ({"source": source} if source else {})
        case Not(part=part):
            return {"not": to_json(part)}
        case Every(parts=parts):
            return {"all": [to_json(one) for one in parts]}
        case Either(parts=parts):
            return {"any": [to_json(one) for one in parts]}
        case AtLeast(count=count, parts=parts):
            return {"at_least": count, "of": [to_json(one) for one in parts]}


def _test_json(test: Test) -> dict[str, Any]:
    sort = test.about.sort
    value: Any = test.flag if sort is Sort.FLAG else test.number if sort is Sort.NUMBER else sorted(test.values)
    return {"fact": test.fact, "op": test.op, "value": value} | ({"source": test.source} if test.source else {})


def from_json(said: Any, *, depth: int = 0) -> Node:
    """Return the tree. Raises ConditionRefused for anything that is none, with what to do."""
    if not isinstance(said, Mapping):
        raise ConditionRefused("条件的写法不对，应为一个对象。")
    if depth > DEEPEST:
        raise ConditionRefused(f"条件最多嵌套{DEEPEST}层，请拆成几个事项。")
    node = _node(said, depth)
    if depth == 0 and size(node) > MOST_NODES:
        raise ConditionRefused(f"一个事项最多{MOST_NODES}个条件，请拆成几个事项。")
    return node


def _node(said: Mapping[str, Any], depth: int) -> Node:
    if "free" in said:
        text = str(said["free"]).strip()
        if not text or len(text) > LONGEST_WORDS:
            raise ConditionRefused(f"文字条件不能是空的，最多{LONGEST_WORDS}字。")
        return Free(text, str(said.get("source", "")))
    if "not" in said:
        return Not(from_json(said["not"], depth=depth + 1))
    if "all" in said:
        return Every(_parts(said["all"], depth))
    if "any" in said:
        parts = _parts(said["any"], depth)
        if not parts:
            raise ConditionRefused("“符合之一”下面还没有条件，请补上，或者删去这一组。")
        return Either(parts)
    if "at_least" in said:
        return _at_least(said, depth)
    if "fact" in said:
        return _test(said)
    raise ConditionRefused("有一个条件没有写明是哪一种，请核对。")


def _parts(said: Any, depth: int) -> tuple[Node, ...]:
    if not isinstance(said, Sequence) or isinstance(said, str):
        raise ConditionRefused("一组条件应当写成一列。")
    return tuple(from_json(one, depth=depth + 1) for one in said)


def _at_least(said: Mapping[str, Any], depth: int) -> AtLeast:
    parts = _parts(said.get("of", ()), depth)
    count = said["at_least"]
    if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= len(parts):
        raise ConditionRefused(f"“至少几项”应在1和{max(len(parts), 1)}之间，这一组有{len(parts)}个条件。")
    return AtLeast(count, parts)


def _test(said: Mapping[str, Any]) -> Test:
    fact = FACTS.get(str(said["fact"]))
    if fact is None:
        raise ConditionRefused(f"没有名为“{said['fact']}”的条件，请从列表中选。")
    op, value, source = str(said.get("op", "")), said.get("value"), str(said.get("source", ""))
    if fact.sort is Sort.FLAG:
        if not isinstance(value, bool):
            raise ConditionRefused(f"“{fact.name}”请选“{fact.yes}”或者“{fact.no}”。")
        return Test(fact.key, "is", flag=value, source=source)
    if fact.sort is Sort.NUMBER:
        return Test(fact.key, _op(op, fact.name), number=_number(value, fact.name, fact.low, fact.high), source=source)
    chosen = (
        frozenset(value)
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
        else frozenset()
    )
    # A place stays what it was when its office is reorganised: what is public must go on being read.
    if not chosen or not (fact.sort is Sort.PLACE or chosen <= set(fact.choices)):
        raise ConditionRefused(f"“{fact.name}”请至少选一项，并且只能选列出的各项。")
    return Test(fact.key, "in", values=chosen, source=source)


def _op(op: str, name: str) -> str:
    if op not in NUMBER_OPS:
        raise ConditionRefused(f"“{name}”请选择“不低于”“高于”“不超过”或者“低于”。")
    return op


def _number(value: Any, name: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ConditionRefused(f"“{name}”请填一个数。")
    if not low <= value <= high:
        raise ConditionRefused(f"“{name}”应在{low:g}和{high:g}之间，您填的是{value:g}。")
    return float(value)


def size(node: Node) -> int:
    match node:
        case Test() | Free():
            return 1
        case Not(part=part):
            return 1 + size(part)
    return 1 + sum(size(one) for one in node.parts)
