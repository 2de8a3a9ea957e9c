"""Changing a condition tree one step at a time: what the editor does without script. Trees are the JSON of `trees`.

A path says the way from the root: "" is the root, "0.2" the third part of its first part.
"""

from __future__ import annotations

import copy
from typing import Any

from gongkai.proactive.policy.rules.trees import ConditionRefused

Json = dict[str, Any]
GROUPS = {"all": "同时符合", "any": "符合任意一项", "at_least": "至少符合几项"}


def _steps(path: str) -> list[int]:
    try:
        return [int(one) for one in path.split(".") if one]
    except ValueError:
        raise ConditionRefused("条件的位置不对，请刷新页面。") from None


def parts_of(node: Json) -> list[Json]:
    if "not" in node:
        return [node["not"]]
    found: list[Json] = node.get("all") or node.get("any") or node.get("of") or []
    return found


def kind_of(node: Json) -> str:
    return next((kind for kind in ("all", "any", "at_least", "not", "free") if kind in node), "test")


def at(tree: Json, path: str) -> Json:
    """Return the node at a path. Raises ConditionRefused where there is none any more."""
    node = tree
    for step in _steps(path):
        parts = parts_of(node)
        if not 0 <= step < len(parts):
            raise ConditionRefused("这个条件已经不在了，请刷新页面。")
        node = parts[step]
    return node


def _above(path: str) -> tuple[str, int]:
    head, _, last = path.rpartition(".")
    return head, int(last)


def _put(tree: Json, path: str, node: Json) -> Json:
    if not path:
        return node
    head, last = _above(path)
    above = at(tree, head)
    if "not" in above:
        above["not"] = node
    else:
        parts_of(above)[last] = node
    return tree


def added(tree: Json, path: str, node: Json) -> Json:
    """Put a condition at the end of a group."""
    changed = copy.deepcopy(tree)
    group = at(changed, path)
    kind = kind_of(group)
    if kind not in GROUPS:
        raise ConditionRefused("只能在一组条件里添加。")
    group.setdefault("of" if kind == "at_least" else kind, []).append(node)
    return changed


def removed(tree: Json, path: str) -> Json:
    """Take a condition away; a group that is left empty goes with it."""
    if not path:
        return {"all": []}
    changed = copy.deepcopy(tree)
    at(changed, path)
    head, last = _above(path)
    above = at(changed, head)
    if "not" in above:
        return removed(changed, head)
    parts = parts_of(above)
    del parts[last]
    if not parts and head:
        return removed(changed, head)
    if "at_least" in above:
        above["at_least"] = max(1, min(above["at_least"], len(parts)))
    return changed


def turned(tree: Json, path: str) -> Json:
    """Make «belongs to» of «does not belong to», and the other way round."""
    if not path:
        raise ConditionRefused("不能把全部条件一起取反，请逐条修改。")
    changed = copy.deepcopy(tree)
    node = at(changed, path)
    return _put(changed, path, node.get("not", {"not": node}))


def wrapped(tree: Json, path: str) -> Json:
    """Make a group «符合任意一项» of one condition, so that alternatives can be added to it."""
    if not path:
        raise ConditionRefused("请选一个条件，再改成“或者”组。")
    changed = copy.deepcopy(tree)
    return _put(changed, path, {"any": [at(changed, path)]})


def regrouped(tree: Json, path: str, kind: str, count: int = 1) -> Json:
    """Change what a group asks for: all, any, or at least `count` of its parts."""
    changed = copy.deepcopy(tree)
    group = at(changed, path)
    if kind not in GROUPS or kind_of(group) not in GROUPS:
        raise ConditionRefused("请选“同时符合”“符合任意一项”或者“至少符合几项”。")
    if not path and kind != "all":
        raise ConditionRefused("最外面一层总是“同时符合”。要写“或者”的，请把其中一条改成“或者”组。")
    parts = parts_of(group)
    made: Json = {kind: parts} if kind != "at_least" else {"at_least": count, "of": parts}
    return _put(changed, path, made)
