"""From the words of conditions to a tree that a person then confirms. What is not surely understood stays in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from gongkai.proactive.policy.rules.conditions import Either, Every, Free, Node, Not, Test
from gongkai.proactive.policy.rules.extraction.lexicon import WORDS

_JOINS = re.compile(r"^(?:人员|者|家庭)?(?:、|和|及|以及|或者|或)(?:其他|贫困|农村)?$")
# «具有本市户籍、持有残疾人证的…»: what follows the pause is asked as well, it is no alternative.
_AND_MORE = re.compile(
    r"^[^、]{0,8}、(?:持有|年满|年龄|符合|取得|依法|具有|参加|正常|未|经|在|签订|缴纳|且|并|残疾等级|同时|属于)"
)
_HIRED = re.compile(
    r"(?:招用|新招用|吸纳|聘用|引进(?!到|来)|培训|组织)(?!单位)"
)  # what follows is about other people than the applicant
_FILLER = re.compile(
    r"[对在的且并和或者及与以内应为是由者、，。；：“”（）()\s]|企业|人员|家庭|个人|单位|公民|老年人|居民|依法|具有|持有|证|法人|以上|本市|我市|符合|条件|下列|之一|情形|给予|享受"
)
MOST_LEFT = 4  # characters left over beside what was understood; more, and the words stay as well
_EITHER = re.compile(r"或者|(?<=[\u4e00-\u9fff])或(?=[\u4e00-\u9fff])")
_ENTRY = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]+[)）]|[①②③④⑤⑥⑦⑧⑨⑩]|第[一二三四五六七八九十百]+[条类]|\d+[.．、]|[一二三四五六七八九十]+、)\s*"
)


@dataclass(frozen=True)
class Hit:
    start: int
    end: int
    node: Node
    group: bool


def hits(text: str) -> list[Hit]:
    """Return what is understood, longest first where words overlap, in the order of the text."""
    taken: list[Hit] = []
    for word in WORDS:
        for match in word.pattern.finditer(text):
            if all(match.end() <= one.start or match.start() >= one.end for one in taken):
                taken.append(Hit(match.start(), match.end(), _marked(word.make(match), match.group()), word.group))
    return sorted(taken, key=lambda one: one.start)


def _marked(node: Node, source: str) -> Node:
    """Keep the words that a test was read from."""
    match node:
        case Test():
            return Test(node.fact, node.op, node.number, node.values, node.flag, source)
        case Every(parts=parts):
            return Every(tuple(_marked(one, source) for one in parts))
        case Either(parts=parts):
            return Either(tuple(_marked(one, source) for one in parts))
    return node


def understood(words: str) -> Node | None:
    """Return a tree for one stretch of words; None for words that say no condition."""
    text = _ENTRY.sub("", words).strip("，。；：、 ")
    if not text:
        return None
    halves = [part for part in _EITHER.split(text) if part.strip()]
    if len(halves) > 1 and all(hits(part) for part in halves):
        return alternatives([node for part in halves if (node := understood(part)) is not None])
    hired = _HIRED.search(text)
    found = [one for one in hits(text) if hired is None or one.end <= hired.start()]
    if not found or _unclear(text, found):
        return Free(text)
    parts: list[Node] = list(_grouped(text, found))
    if _left_over(text, found) > MOST_LEFT:
        parts.append(Free(text))
    return every(parts)


def _unclear(text: str, found: list[Hit]) -> bool:
    """«甲（…）和毕业2年内的乙»: alternatives too far apart to be sure which words belong to which."""
    pairs = pairwise(found)
    between = [(text[one.end : other.start], one.group or other.group) for one, other in pairs]
    return any(
        group and re.search(r"[、和及]", words) and not (_JOINS.match(words) or _AND_MORE.match(words))
        for words, group in between
    )


def _left_over(text: str, found: list[Hit]) -> int:
    rest = text
    for one in reversed(found):
        rest = rest[: one.start] + rest[one.end :]
    return len(_FILLER.sub("", rest))


def _grouped(text: str, found: list[Hit]) -> list[Node]:
    """Join neighbours that are named as alternatives: «退役军人、残疾人、低保家庭»."""
    runs: list[list[Hit]] = []
    for one in found:
        last = runs[-1][-1] if runs else None
        if last is not None and last.group and one.group and _JOINS.match(text[last.end : one.start]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [alternatives([one.node for one in run]) for run in runs]


def alternatives(nodes: list[Node]) -> Node:
    """Return one node; choices of one fact become one test."""
    merged: list[Node] = []
    for node in nodes:
        same = next((n for n, one in enumerate(merged) if _mergeable(one, node)), None)
        if same is None:
            merged.append(node)
        else:
            one = merged[same]
            assert isinstance(one, Test)
            assert isinstance(node, Test)
            merged[same] = Test(one.fact, "in", values=one.values | node.values, source=f"{one.source}、{node.source}")
    return merged[0] if len(merged) == 1 else Either(tuple(merged))


def _mergeable(one: Node, other: Node) -> bool:
    return isinstance(one, Test) and isinstance(other, Test) and one.op == other.op == "in" and one.fact == other.fact


def every(nodes: list[Node]) -> Node:
    """Return all of them as one tree without needless levels and repetitions."""
    flat: list[Node] = []
    for node in nodes:
        flat += list(node.parts) if isinstance(node, Every) else [node]
    unique = [one for number, one in enumerate(flat) if _bare(one) not in [_bare(earlier) for earlier in flat[:number]]]
    return unique[0] if len(unique) == 1 else Every(tuple(unique))


def _bare(node: Node) -> object:
    return (node.fact, node.op, node.number, node.values, node.flag) if isinstance(node, Test) else node


def excluded(words: str) -> Node | None:
    """Return the opposite of what an exclusion says: «被列入失信名单的，不予奖励»."""
    within = re.search(r"（([^（）]{2,30})除外）", words)
    if within:
        words = within.group(1)
    inner = understood(
        re.sub(
            r"(?:的)?[，,]?(?:不予[^，。；]*|不得[^，。；]*|除外|不适用[^，。；]*|不再[^，。；]*)$",
            "",
            words.strip("。； "),
        )
    )
    if inner is None:
        return None
    if isinstance(inner, Test) and inner.op == "is":
        return Test(inner.fact, "is", flag=not inner.flag, source=inner.source)
    return Not(inner)
