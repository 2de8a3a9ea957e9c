"""Which items a text mentions: all names at once, the longest where several fit, and not where the text takes one away."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Sense(StrEnum):
    """How a name stands in its sentence: offered, taken away (“不再办理”), or inside the title of another text."""

    OFFERED = "offered"
    NEGATED = "negated"
    CITED = "cited"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place. `item` is the caller's number of it; `start` and `end` count letters of the text as it was given."""

    item: int
    name: str
    start: int
    end: int
    sense: Sense
    quote: str


def fold(text: str) -> tuple[str, list[int]]:
    """Return the text in half width and small letters without blanks, and for each letter its place in the given text."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in "\n\r":
            letters.append("\n")
            places.append(place)
        elif not letter.isspace() and letter not in "\u200b\ufeff":
            for one in unicodedata.normalize("NFKC", letter).lower():
                letters.append(one)
                places.append(place)
    return "".join(letters), places


class _Tree:
    """An Aho-Corasick automaton: one pass over a text finds every name in it, whatever their number."""

    def __init__(self, names: Iterable[str]) -> None:
        self.steps: list[dict[str, int]] = [{}]
        self.ends: list[list[str]] = [[]]
        for name in names:
            self._add(name)
        self.back = [0] * len(self.steps)
        self._link()

    def _add(self, name: str) -> None:
        at = 0
        for letter in name:
            if letter not in self.steps[at]:
                self.steps[at][letter] = len(self.steps)
                self.steps.append({})
                self.ends.append([])
            at = self.steps[at][letter]
        self.ends[at].append(name)

    def _link(self) -> None:
        waiting = deque(self.steps[0].values())
        while waiting:
            at = waiting.popleft()
            for letter, to in self.steps[at].items():
                waiting.append(to)
                behind = self.back[at]
                while behind and letter not in self.steps[behind]:
                    behind = self.back[behind]
                self.back[to] = self.steps[behind].get(letter, 0)
                self.ends[to] += self.ends[self.back[to]]

    def occurrences(self, text: str) -> list[tuple[int, int, str]]:
        found, at = [], 0
        for place, letter in enumerate(text):
            while at and letter not in self.steps[at]:
                at = self.back[at]
            at = self.steps[at].get(letter, 0)
            found += [(place + 1 - len(name), place + 1, name) for name in self.ends[at]]
        return found


# What a name is only a part of, or what is told of it and offers nothing: a rate, a number of cases, money, a revocation.
_NOT_THE_ITEM = re.compile(
    r"率|量|总?额|人数|户数|件数|次数|收入|系统(?:建设|开发)|(?:专项)?资金|经费|名单|编?号|[0-9]|被(?:依法)?(?:撤销|吊销|注销)"
)
_ANOTHER_BEFORE = re.compile(r"(?:非|未|无)$")
_ALNUM = re.compile(r"[0-9a-z]")
_CLAUSE = re.compile(r"[,。;!?\n:]")  # as NFKC leaves them: the Chinese comma is an ASCII one there
_DOING = "(?:办理|受理|实施|开展|执行|接受|进行|申请|申办|申领|安排|设立|保留|要求)"
_TAKEN_BEFORE = re.compile(
    rf"(?P<no>不再|停止|暂停|终止|无需|无须|不需要?|不必|免于|不予|不得|不能|禁止|取消|撤销|废止|免去|清理)(?:另行|再次|继续|单独|重复|再)?(?P<doing>{_DOING})?"
    r"(?:原有?|现行|有关|相关|下列|以下)?[“\"'‘(]?$"
)
_TAKEN_AFTER = re.compile(
    r"不再(?:另行|单独)?(?:办理|受理|实施|开展|执行|接受|保留|进行|作为)|(?:停止|暂停|终止)(?:办理|受理|实施|开展|执行)"
    r"|予以(?:取消|撤销|废止|停止)|已(?:经)?(?:取消|撤销|废止|停止|停办)|(?:取消|废止|撤销|停办)$|不适用$"
)
_EXCEPT_BEFORE = re.compile(r"除[^,。;]{0,20}$")
_EXCEPT_AFTER = re.compile(r"^[^,。;]{0,12}?(?:以外|之外|外)")
_AND = re.compile(r"[、和及与或以]{1,2}[“\"']?")
# “取消公租房申请的户籍限制” takes a limit away, not the item.
PART_OF_IT = ("的", "中", "所需", "时", "过程", "环节", "材料", "证明")
_CLOSING = "”\"'’)"


class Matcher:
    """Built once for a register and used for many texts. `names` are pairs of number and name; one number may have many."""

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._items: dict[str, list[int]] = {}
        for item, name in names:
            folded = fold(name)[0]
            known = self._items.setdefault(folded, [])
            if folded and item not in known:
                known.append(item)
        self._items.pop("", None)
        self._tree = _Tree(self._items)

    def mentions(self, text: str) -> list[Mention]:
        """Return every place where an item is named, in order; a name inside a longer one is not a place of its own."""
        folded, places = fold(text)
        found: list[Mention] = []
        last = 0  # where the mention before ended
        for start, end, name in _longest(self._tree.occurrences(folded)):
            if _only_a_part(folded, start, end):
                continue
            sense = _sense(folded, start, end)
            between = folded[last:start].lstrip(_CLOSING) if found else None
            if between is not None and found[-1].sense is Sense.NEGATED and _AND.fullmatch(between):
                sense = Sense.NEGATED
            first, behind = places[start], places[end - 1] + 1
            quote = _quote(text, first, behind)
            found += [Mention(item, text[first:behind], first, behind, sense, quote) for item in self._items[name]]
            last = end
        return found

    def offered(self, text: str) -> dict[int, Mention]:
        """Return the items that a text offers, each with its first place; what is only taken away or cited is left out."""
        found: dict[int, Mention] = {}
        for one in self.mentions(text):
            if one.sense is Sense.OFFERED:
                found.setdefault(one.item, one)
        return found


def _longest(occurrences: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep of overlapping places the one that begins first, of those the longest."""
    kept: list[tuple[int, int, str]] = []
    for start, end, name in sorted(occurrences, key=lambda one: (one[0], -one[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, name))
        elif end - start > kept[-1][1] - kept[-1][0]:
            kept[-1] = (start, end, name)  # a longer name that begins inside a shorter one
    return kept


def _only_a_part(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 6]
    if _ALNUM.match(text[start]) and _ALNUM.match(before):
        return True
    if _ALNUM.match(text[end - 1]) and _ALNUM.match(after):
        return True
    return bool(_ANOTHER_BEFORE.search(before) or _NOT_THE_ITEM.match(after))


def _sense(text: str, start: int, end: int) -> Sense:
    before, after = _clause(text, start, end)
    if _inside_title(text, start):
        return Sense.CITED
    after = after.lstrip(_CLOSING)
    taken = _TAKEN_BEFORE.search(before)
    if taken and (taken["doing"] or not after.startswith(PART_OF_IT)):
        return Sense.NEGATED
    if _EXCEPT_BEFORE.search(before) and _EXCEPT_AFTER.match(after):
        return Sense.NEGATED
    if _TAKEN_AFTER.search(after) and not after.startswith(("的", "时", "中")):
        return Sense.NEGATED
    return Sense.OFFERED


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    cuts = [cut.end() for cut in _CLAUSE.finditer(text, max(0, start - 80), start)]
    before = text[cuts[-1] if cuts else max(0, start - 80) : start]
    behind = _CLAUSE.search(text, end, min(len(text), end + 80))
    return before, text[end : behind.start() if behind else end + 80]


def _inside_title(text: str, start: int) -> bool:
    opened = text.rfind("《", max(0, start - 120), start)
    return opened >= 0 and text.rfind("》", opened, start) < 0


LONGEST_QUOTE = 160


def _quote(text: str, start: int, end: int) -> str:
    """Return the sentence around a place, cut to a readable length."""
    head = max((text.rfind(sign, 0, start) for sign in "。；！？\n"), default=-1) + 1
    tails = [place for sign in "。；！？\n" if (place := text.find(sign, end)) >= 0]
    tail = min(tails) + 1 if tails else len(text)
    if tail - head > LONGEST_QUOTE:
        head = max(head, start - LONGEST_QUOTE // 2)
        tail = min(tail, head + LONGEST_QUOTE)
    return text[head:tail].strip()
