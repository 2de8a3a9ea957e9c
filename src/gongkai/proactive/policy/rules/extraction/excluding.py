"""Who is kept out, and what may be had only once: sentences anywhere in the text that take back what others grant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.proactive.policy.rules.conditions import Either, Every, Node
from gongkai.proactive.policy.rules.extraction import lists
from gongkai.proactive.policy.rules.extraction.guess import every, negated
from gongkai.proactive.policy.rules.extraction.joining import excepted_in, joined
from gongkai.proactive.policy.rules.extraction.text import Paragraph, Piece, clauses, segments, sentences

NEAR = 8  # paragraphs within which an exception is taken to be about a benefit
MOST = 12  # sentences of a text that keep somebody out
LONGEST_NOTE = 300
_BENEFIT = r"奖励|补贴|奖补|补助|资助|支持|扶持|享受|申领|申请|申报|待遇|救助|发放|津贴"
_REFUSED = re.compile(
    rf"不予(?:{_BENEFIT})|不得(?:{_BENEFIT})|不(?:再)?享受|不再(?:{_BENEFIT})|不纳入[^，。；]{{0,8}}(?:范围|对象)|不(?:属于|列入)[^，。；]{{0,8}}(?:{_BENEFIT})[^，。；]{{0,4}}(?:范围|对象)|不适用本"
)
_EXCEPT = re.compile(r"除外|不包括|不包含|不含")
_ONCE = re.compile(
    r"不重复|(?:不得|不可|不能|不再|不予|避免)[^，。；]{0,4}重复|[就从择]高(?!龄|校|层|新)|不(?:得|再|可)?(?:叠加|兼得|同时(?:享受|申[请领]|领取))|不得同时|只能(?:享受|申请|申报|选择)(?:其中)?[一1其]"
)
_TAIL = re.compile(
    r"(?:的)?[，,]?(?:一律|均|原则上)?(?:不予[^，。；：]*|不得[^，。；：]*|不适用[^，。；：]*|不再[^，。；：]*|不享受[^，。；：]*|不纳入[^，。；：]*|不属于[^，。；：]*|不列入[^，。；：]*)[：:]?$"
)
_HAS_IT = re.compile(
    r"^(?!.*(?:同一|符合多项|就高|从高|择高|选择)).*(?:领取|享受|获得|取得|得到)[^。]*的[，,](?:不得|不再|不予|不能|不可)"
)
_LIST = re.compile(r"(?:下列|以下)(?:情形|情况|行为|企业|单位|人员|项目)|之一")
_STATES = re.compile(
    r"可以?(?!再)|应当|每|给予|按照?|[元%％]"
)  # says something of its own, before those who are refused
_NOT_ASKED = re.compile(
    r"许可|登记(?!失业|注册)|处罚|检察|诉讼|立案|追回|收回|追缴|骗取"
)  # what is refused there is no benefit


@dataclass
class Excluded:
    """Conditions with their places; and what is only told to the reader."""

    nodes: list[tuple[Node, Piece, int]] = field(default_factory=list)
    read: set[int] = field(default_factory=set)  # where entries begin that a list has said already
    notes: list[tuple[str, Piece, int]] = field(default_factory=list)


def excluded_in(lines: Sequence[Paragraph], taken: set[int], granting: set[int]) -> Excluded:
    """Read a whole text once; each finding with the index of its paragraph. `granting`: where the clauses that grant begin."""
    found = Excluded()
    for number, line in enumerate(lines):
        if line.start in found.read or not (
            _REFUSED.search(line.text) or _ONCE.search(line.text) or _EXCEPT.search(line.text)
        ):
            continue
        for one in [part for whole in sentences(line) for part in _parts(whole)]:
            grants = any(one.start <= start < one.end for start in granting)
            _read(one, line, lines[number + 1 :], taken, found, grants=grants)
    return found


def _read(
    one: Piece, line: Paragraph, following: Sequence[Paragraph], taken: set[int], found: Excluded, *, grants: bool
) -> None:
    if _ONCE.search(one.text) and not _HAS_IT.search(one.text):
        if len(found.notes) < MOST and "修改为" not in one.text and re.search(_BENEFIT, one.text):
            found.notes.append((_said(one), one, line.index))
        return
    if _NOT_ASKED.search(one.text) or len(found.nodes) >= MOST:
        return
    refused = _REFUSED.search(one.text)
    if refused and not (_LIST.search(one.text) and re.search(r"[：:]", one.text)):
        node = _opposite(one, grants=grants)
        if node is not None:
            found.nodes.append((node, one, line.index))
    elif refused:
        listed = lists.read(one, following, lambda entry: entry.index in taken)
        if listed is not None:
            found.nodes.append((negated(_any(listed.node)), one, line.index))
            found.nodes += [(negated(_any(listed.node)), place, line.index) for place in listed.places]
            found.read |= {place.start for place in listed.places}
    elif line.level == 1 and re.search(r"[，,（(]", one.text):
        return  # what an entry excepts is said where its list is read
    elif not grants and _EXCEPT.search(one.text) and re.search(rf"{_BENEFIT}|除外[。；]?$", one.text):
        found.nodes += [(node, one, line.index) for node in excepted_in([part.text for part in segments(one)])]


def _parts(sentence: Piece) -> list[Piece]:
    """Return what stands between semicolons, or the whole sentence where it opens a list."""
    return [sentence] if _LIST.search(sentence.text) and re.search(r"[：:]", sentence.text) else clauses(sentence)


def _said(one: Piece) -> str:
    bare = re.sub(
        r"^\s*(?:第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|[一二三四五六七八九十]+、)\s*",
        "",
        one.text,
    )
    return bare.strip()[:LONGEST_NOTE]


def _any(node: Node) -> Node:
    """Who is in one of the cases of such a list is out, whether or not the list says «之一»."""
    return Either(node.parts) if isinstance(node, Every) and len(node.parts) > 1 else node


def _opposite(one: Piece, *, grants: bool) -> Node | None:
    """Read «被列入失信名单的，不予奖励» turned round; of «A级每人100元，C级不予补贴» nothing is left, that is a step."""
    parts = [part.text for part in segments(Piece(one.text.strip("。； "), one.start))]
    place = next((number for number, part in enumerate(parts) if _REFUSED.search(part)), len(parts) - 1)
    last = _TAIL.sub("", parts[place].strip("，。； "))
    first = place
    while first and not _STATES.search(parts[first - 1]):
        first -= 1
    if grants and first == place and not last.endswith("的"):
        return None
    kept = [*parts[first:place], last]
    nodes = joined([part for part in kept if part.strip("，。；的但 ")])
    return negated(every(nodes)) if nodes else None
