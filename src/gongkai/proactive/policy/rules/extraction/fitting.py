"""Making a tree of conditions one that the editor takes and that its readers can be asked."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.proactive.policy.rules.conditions import AtLeast, Either, Every, Free, Node, Not, Test, words
from gongkai.proactive.policy.rules.facts import FACTS, Audience
from gongkai.proactive.policy.rules.trees import DEEPEST, LONGEST_WORDS, MOST_NODES, size

ASKED_OF_BOTH = {"dishonest"}  # a question for companies that policies put to people too


def depth(node: Node) -> int:
    match node:
        case Test() | Free():
            return 0
        case Not(part=part):
            return 1 + depth(part)
    return 1 + max((depth(one) for one in node.parts), default=0)


def fitting(node: Node) -> Node:
    """Say the largest groups in words where a tree is larger or deeper than the editor takes."""
    parts = list(node.parts) if isinstance(node, Every) else [node]
    while parts and (size(Every(tuple(parts))) > MOST_NODES or depth(Every(tuple(parts))) >= DEEPEST):
        at = max(range(len(parts)), key=lambda number: (depth(parts[number]), size(parts[number])))
        if isinstance(parts[at], Test | Free):
            return Every(tuple(parts[: MOST_NODES - 1]))
        parts[at] = Free(words(parts[at])[:LONGEST_WORDS])
    return Every(tuple(parts)) if isinstance(node, Every) else parts[0]


def in_words(node: Node, audiences: Sequence[str]) -> Node:
    """Leave to an office what only companies are asked, where the item is for people: «失信被执行人不得申请»."""
    if str(Audience.COMPANY) in audiences:
        return node
    match node:
        case Test(fact=fact) if fact in ASKED_OF_BOTH:
            said = Free(node.source or FACTS[fact].yes)
            return (
                said
                if not node.flag and node.source.startswith(("未", "无", "不", "非"))
                else Not(said)
                if not node.flag
                else said
            )
        case Not(part=part):
            return Not(in_words(part, audiences))
        case Every(parts=parts):
            return Every(tuple(in_words(one, audiences) for one in parts))
        case Either(parts=parts):
            return Either(tuple(in_words(one, audiences) for one in parts))
        case AtLeast(count=count, parts=parts):
            return AtLeast(count, tuple(in_words(one, audiences) for one in parts))
    return node
