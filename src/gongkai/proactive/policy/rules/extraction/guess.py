"""From the words of conditions to a tree that a person then confirms. What is not surely understood stays in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from gongkai.proactive.policy.rules.conditions import Either, Every, Free, Node, Not, Test, facts_in
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
_AND = re.compile(r"且|同时|并(?:在|按|已|经|取|缴|持|具|签|依)")
_LEADING = re.compile(r"^(?:并且|而且|同时|且)(?!符合)")
_ENDS_LEAD = re.compile(r"^(?:内|内的|的|且为|且属于|且|、|，)+")
_BRACKET = re.compile(
    r"[（(](?:(?:但|不含|不包括|不包含|除)(?!本数|\d|税|该)([^（）()]{2,60}?)(?:的)?(?:除外|以?外)?|([^（）()]{2,60}?)(?:的)?除外)[)）]"
)
OF_ALL = {
    "registered_here",
    "lives_here",
    "household_here",
    "dishonest",
    "home_here",
}  # asked of whoever is named after
OF_GRADUATES = {"graduated_years"}  # said of graduates only, whoever else is named beside them
LONGEST_FREE = 300
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
    """Return a tree for one stretch of words between commas; None for words that say no condition."""
    text = bare(words)
    if not text:
        return None
    text, excepted = _brackets(text)
    node = _said(text)
    if excepted and isinstance(node, Either):  # «甲、乙（丙除外）»: whom the bracket is about is not said
        return every([node, Free(bare(words)[:LONGEST_FREE])])
    return every([node, *(negated(one) for part in excepted if (one := understood(part)) is not None)])


def bare(words: str) -> str:
    """Return words without the number of the entry and the signs around them."""
    return _LEADING.sub("", _ENTRY.sub("", words).strip("，。；：、 "))


def _brackets(text: str) -> tuple[str, list[str]]:
    """Take out what a bracket excepts: «…的老年人（特困人员除外）»."""
    found = [group for match in _BRACKET.finditer(text) if (group := match.group(1) or match.group(2))]
    return (_BRACKET.sub("", text), found) if found else (text, [])


def _said(text: str) -> Node:
    found = hits(text)
    hired = _HIRED.search(text)
    cuts = [one for one in _EITHER.finditer(text) if not _is_within(one, found, text)]
    if cuts and found and not (hired and hired.start() < cuts[0].start()):
        ends = [0, *(end for one in cuts for end in one.span()), len(text)]
        halves = [text[ends[number] : ends[number + 1]] for number in range(0, len(ends), 2)]
        return either(text, halves)
    return _plain(text, [one for one in found if hired is None or one.end <= hired.start()])


def _is_within(cut: re.Match[str], found: list[Hit], text: str) -> bool:
    before = text[: cut.start()]
    in_bracket = before.count("（") > before.count("）")
    return in_bracket or any(one.start <= cut.start() < one.end for one in found)


def _plain(text: str, found: list[Hit]) -> Node:
    if not found or _unclear(text, found):
        return Free(text[:LONGEST_FREE])
    parts: list[Node] = list(_grouped(text, found))
    if _left_over(text, found) > MOST_LEFT:
        parts.append(Free(text[:LONGEST_FREE]))
    return every(parts)


def either(text: str, halves: list[str]) -> Node:
    """Read «甲或者乙», as far as the words tell which of them a word before or after belongs to; else keep the words."""
    doubt = Free(text[:LONGEST_FREE])
    shared, first = _shared(halves[0])
    common, last = _predicate(halves[-1])
    whole = _of_both(first, halves[1:])
    if whole is not None:
        return every([*shared, *whole])
    inner = [first, *halves[1:-1], last]
    if any(_AND.search(one) for one in inner) or not all(hits(one) for one in inner):
        return doubt
    if _spreads(first, inner[1:]):
        return doubt
    return every([*shared, alternatives([_plain(bare(one), hits(bare(one))) for one in inner]), *common])


def _shared(half: str) -> tuple[list[Node], str]:
    """Take off where somebody lives or is registered, said before the first of several groups: it is asked of all."""
    found = hits(half)
    group = next((one for one in found if one.group), None)
    lead = [one for one in found if group and one.end <= group.start and facts_in(one.node) <= OF_ALL]
    if not lead or not _ENDS_LEAD.match(half[lead[-1].end :]) or lead != found[: len(lead)]:
        return [], half
    rest = _ENDS_LEAD.sub("", half[lead[-1].end :], count=1)
    return [one.node for one in lead], rest


def _predicate(half: str) -> tuple[list[Node], str]:
    """Take off what is said after the last of several groups: «退役军人或者残疾人在本市创业的»."""
    found = hits(half)
    groups = [one for one in found if one.group]
    after = [one for one in found if groups and one.start >= groups[-1].end]
    return ([one.node for one in after], half[: after[0].start]) if after else ([], half)


def _of_both(first: str, others: list[str]) -> list[Node] | None:
    """Read «(甲或者乙)的丙»: the group at the end is asked besides either of the two; None where it is not so built."""
    last = others[-1]
    groups = [one for one in hits(last) if one.group]
    if len(others) != 1 or not groups or any(one.group for one in hits(first)) or not hits(first):
        return None
    modifier = last[: groups[0].start]
    if not modifier.endswith("的") or _AND.search(first + modifier) or _left_over(first, hits(first)) > MOST_LEFT:
        return None
    tail = last[groups[0].start :]
    return [
        alternatives([_plain(bare(one), hits(bare(one))) for one in (first, modifier[:-1])]),
        _plain(tail, hits(tail)),
    ]


def _spreads(first: str, others: list[str]) -> bool:
    """Tell whether it stays open if a word before the first group is asked of the next too: «满50周岁的甲或者乙»."""
    found = hits(first)
    before = [one for one in found if not one.group and any(two.group and two.start >= one.end for two in found)]
    own = {fact for one in before for fact in facts_in(one.node)} - OF_GRADUATES
    return bool(own) and any(all(hit.group for hit in hits(one)) for one in others)


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


def negated(node: Node) -> Node:
    """Return the opposite; of a plain yes or no the other of the two."""
    if isinstance(node, Test) and node.op == "is":
        return Test(node.fact, "is", flag=not node.flag, source=node.source)
    return Not(node)
