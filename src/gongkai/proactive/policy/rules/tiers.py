"""Steps of a benefit as facts: for whom, how much, and the condition where the words are surely understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.proactive.policy.rules.conditions import Answer, Every, Free, Node, Not, Profile, Test, evaluate
from gongkai.proactive.policy.rules.extraction.guess import every
from gongkai.proactive.policy.rules.extraction.joining import joined
from gongkai.proactive.policy.rules.extraction.text import Piece, segments
from gongkai.proactive.policy.rules.trees import from_json, to_json

MOST, LONGEST_WHO, LONGEST_GIVES = 20, 80, 80
Tier = dict[str, Any]  # who, gives: words; condition: JSON of a tree, None where an office has to judge


class TierRefused(ValueError):
    """Lines that cannot be meant so; the message is a Chinese sentence."""


def tier(who: str, gives: str) -> Tier:
    node = every(joined([one.text for one in segments(Piece(who, 0))]))
    known = node != Every(()) and not _has_words(node)
    return {"who": who, "gives": gives, "condition": to_json(node) if known else None}


def _has_words(node: Node) -> bool:
    match node:
        case Free():
            return True
        case Test():
            return False
        case Not(part=part):
            return _has_words(part)
    return any(_has_words(one) for one in node.parts)


def applying(tiers: Sequence[Mapping[str, Any]], profile: Profile) -> Mapping[str, Any] | None:
    """Return the step that a profile gets, where it decides that; of «80岁以上» and «90岁以上» the narrower."""
    judged = [(one, from_json(one["condition"])) for one in tiers if one["condition"]]
    answers = [(one, node, evaluate(node, profile).answer) for one, node in judged]
    if any(answer is Answer.DEPENDS for _, _, answer in answers):
        return None
    fitting = [(one, node) for one, node, answer in answers if answer is Answer.YES]
    if len(fitting) < 2:
        return fitting[0][0] if fitting else None
    return _narrowest(fitting)


def _narrowest(fitting: Sequence[tuple[Mapping[str, Any], Node]]) -> Mapping[str, Any] | None:
    tests = [(node, one) for one, node in fitting if isinstance(node, Test)]
    asked = {(test.fact, test.op[0]) for test, _ in tests}
    if len(tests) < len(fitting) or len(asked) > 1:
        return None
    if asked <= {(tests[0][0].fact, "g")}:
        return max(tests, key=lambda pair: pair[0].number)[1]
    if asked <= {(tests[0][0].fact, "l")}:
        return min(tests, key=lambda pair: pair[0].number)[1]
    return None


def as_lines(tiers: Sequence[Mapping[str, Any]]) -> str:
    return "\n".join(f"{one['who']}：{one['gives']}" for one in tiers)


def from_lines(text: str) -> list[Tier]:
    """Read what an officer wrote, one step a line. Raises TierRefused, with what to do."""
    lines = [one.strip() for one in text.splitlines() if one.strip()]
    if len(lines) > MOST:
        raise TierRefused(f"最多写{MOST}档，请把相近的合并。")
    return [_from_line(one) for one in lines]


def _from_line(line: str) -> Tier:
    who, _, gives = re.sub(r"[:：]", "：", line, count=1).partition("：")
    if not who.strip() or not gives.strip():
        raise TierRefused(f"“{line[:20]}”请写成“对象：标准”，中间用冒号隔开。")
    if len(who) > LONGEST_WHO or len(gives) > LONGEST_GIVES:
        raise TierRefused(f"“{line[:20]}”太长，对象和标准各不超过{LONGEST_WHO}字。")
    return tier(who.strip(), gives.strip())
