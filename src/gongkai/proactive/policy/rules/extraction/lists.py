"""Lists of conditions: all of them, any of them, at least some; in lines of their own or in one line; lists within entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gongkai.proactive.policy.rules.conditions import AtLeast, Node
from gongkai.proactive.policy.rules.extraction.guess import alternatives, bare, every
from gongkai.proactive.policy.rules.extraction.joining import joined
from gongkai.proactive.policy.rules.extraction.numbers import NUMBER, chinese
from gongkai.proactive.policy.rules.extraction.text import Paragraph, Piece, segments, sentences

ANY, ALL = "any", "all"
_ANY = re.compile(r"之一|任[一意何](?:一)?[项条个种类]?")
_SOME = re.compile(
    rf"(?:至少|不少于)[^，。：；]{{0,14}}?({NUMBER})[项条个]|(?:符合|满足|具备|达到)[^，。：；]{{0,16}}中的?({NUMBER})[项条个]"
)
_FOLLOWS = re.compile(r"下列|以下|如下|[：:]\s*$")
_ASKS = re.compile(r"条件|要求|同时|均应|均须")
_KINDS = re.compile(r"对象|人员|范围|情形|群体|主体|企业|单位|家庭")
_A_KIND = re.compile(
    r"(?:人员|者|老年人|残疾人|人才|家庭|企业|单位|户|学生|儿童|毕业生|军人|机构|组织|合作社|对象|成员|子女|孤儿|职工|情形)(?:（[^）]*）)?$"
)
_STYLES = (
    ("section", re.compile(r"\s*[一二三四五六七八九十]+、")),
    ("chinese", re.compile(r"\s*[（(][一二三四五六七八九十]+[)）]")),
    ("number", re.compile(r"\s*\d+[.．、]")),
    ("bracket", re.compile(r"\s*[（(]\d+[)）]")),
    ("circle", re.compile(r"\s*[①②③④⑤⑥⑦⑧⑨⑩]")),
)
_MARKS = (
    re.compile(r"[（(][一二三四五六七八九十]+[)）]"),
    re.compile(r"[①②③④⑤⑥⑦⑧⑨⑩]"),
    re.compile(r"(?<=[：:；;。\s])\d[.．、]"),
)
_OTHER_LIST = re.compile(r"材料|资料|证件|程序|流程|步骤|标准(?:如下|为|：|:)|职责|措施")
_INTRO = re.compile(
    r"(?:还|并)?(?:应当?|须|需要?|必须)?(?:至少)?(?:同时)?(?:符合|具备|满足|属于|具有|有|是)?(?:下列|以下|如下)[^，。；]*$"
)
MOST_ENTRIES = 30


@dataclass
class Entry:
    """One entry with its place, and the entries under it."""

    piece: Piece
    within: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Listed:
    """A list as read, with the places of its entries."""

    node: Node
    places: list[Piece]


def wanted(intro: str) -> str | int:
    """Return what the words before a list ask of it: all, any, or at least so many."""
    some = _SOME.search(intro)
    if some:
        number = chinese(some.group(1) or some.group(2))
        if number is not None and number > 1:
            return int(number)
    if _ANY.search(intro):
        return ANY
    return ALL


def style(line: str) -> str:
    return next((name for name, pattern in _STYLES if pattern.match(line)), "")


def read(line: Piece, following: Sequence[Paragraph], stops: Callable[[Paragraph], bool]) -> Listed | None:
    """Return the list that a line opens, in the same line or in those that follow; None where it opens none."""
    intro, entries = _inline(line)
    if not entries:
        intro, entries = line.text, _entries(following, stops)
    if _OTHER_LIST.search(re.split(r"[。；]", intro.rstrip("。；："))[-1]):
        return None
    if len(entries) < 2 or not (_FOLLOWS.search(intro) or _ASKS.search(intro) or _KINDS.search(intro)):
        return None
    node = _group(intro, entries)
    return Listed(node, [place for one in entries for place in _places(one)]) if node is not None else None


def _inline(line: Piece) -> tuple[str, list[Entry]]:
    """Cut «…下列条件：（一）…；（二）…。» at its marks."""
    colon = re.search(r"[：:]", line.text)
    if colon is None:
        return line.text, []
    for mark in _MARKS:
        places = [one.start() for one in mark.finditer(line.text, colon.start() + 1)][:MOST_ENTRIES]
        if len(places) > 1 and not line.text[colon.end() : places[0]].strip():
            ends = [*places[1:], _end(line.text, places[-1])]
            cut = [Piece(line.text[one:end], line.start + one) for one, end in zip(places, ends, strict=True)]
            return line.text[: colon.end()], [Entry(one) for one in cut]
    return line.text, []


def _end(text: str, at: int) -> int:
    stop = re.compile(r"[。\n]").search(text, at)
    return stop.end() if stop else len(text)


def _entries(following: Sequence[Paragraph], stops: Callable[[Paragraph], bool]) -> list[Entry]:
    found: list[Entry] = []
    stack: list[tuple[str, list[Entry]]] = []
    for line in following[: 2 * MOST_ENTRIES]:
        kind = style(line.text)
        if not kind or kind == "section" or line.heading or stops(line):
            break
        known = [name for name, _ in stack]
        if kind in known:
            del stack[known.index(kind) + 1 :]
        else:
            stack.append((kind, stack[-1][1][-1].within if stack else found))
        stack[-1][1].append(Entry(line))
    return found[:MOST_ENTRIES]


def _places(entry: Entry) -> list[Piece]:
    return [entry.piece, *(place for one in entry.within for place in _places(one))]


def _group(intro: str, entries: list[Entry]) -> Node | None:
    nodes = [node for one in entries if (node := _entry(one)) is not None]
    if not nodes:
        return None
    how = wanted(intro)
    if isinstance(how, int):
        return AtLeast(min(how, len(nodes)), tuple(nodes))
    if how == ANY or _names_kinds(intro, entries):
        return alternatives(nodes)
    return every(nodes)


def _names_kinds(intro: str, entries: list[Entry]) -> bool:
    """«补贴对象：（一）退役军人；（二）残疾人。»: each entry is a kind of people, nobody is all of them."""
    names = [bare(one.piece.text) for one in entries]
    return bool(_KINDS.search(intro)) and not _ASKS.search(intro) and all(_A_KIND.search(one) for one in names)


def _entry(entry: Entry) -> Node | None:
    text = entry.piece.text
    whole = entry.piece
    inner = [] if entry.within else _inline(whole)[1]
    if entry.within or inner:
        head = _INTRO.sub("", re.split(r"[：:]", text)[0])
        nodes = joined([one.text for one in segments(Piece(head, whole.start))]) if bare(head) else []
        below = _group(text if entry.within else re.split(r"[：:]", text)[0], entry.within or inner)
        found = [*nodes, below] if below is not None else nodes
    else:
        found = [node for one in sentences(whole) for node in joined([part.text for part in segments(one)])]
    return every(found) if found else None
