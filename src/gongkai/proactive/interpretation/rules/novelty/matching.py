"""Which paragraph of the new text was which of the old one, wherever it stands now and however it is numbered."""

from __future__ import annotations

import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

ALIKE_IN_PLACE = 0.3  # the same where the paragraphs around it are the same too
ALIKE = 0.42  # from this share of common pairs of characters on, a paragraph is the old one changed
WITHIN = 0.75  # share of a paragraph that stands in another: it was split off or joined, not new
COMMON = 40  # a pair of characters in more paragraphs than this says nothing about which one it is
LONGEST_PART = 400  # characters; longer paragraphs are cut at sentences

_LABEL = re.compile(
    r"^\s*(?P<label>第[一二三四五六七八九十百千零〇\d]+[章节条款项](?:之[一二三四五六七八九十])?|[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、](?!\d))\s*"
)
_MARKS = re.compile(r"[\W_]+")
_HEADING = re.compile(r"^第[一二三四五六七八九十百千零〇\d]+[章节]")


@dataclass(frozen=True)
class Part:
    """A paragraph without its number; `label` is the number, or that of the article it belongs to."""

    place: int
    label: str
    text: str

    @cached_property
    def bare(self) -> str:
        return _MARKS.sub("", self.text)

    @cached_property
    def pairs(self) -> Counter[str]:
        return Counter(self.bare[n : n + 2] for n in range(len(self.bare) - 1))


@dataclass(frozen=True)
class Matched:
    pairs: list[tuple[Part, Part]]
    came: list[Part]
    went: list[Part]
    moved: int


def parts(text: str) -> list[Part]:
    """Cut into paragraphs; headings of chapters and empty lines are left out, an enumeration knows its article."""
    found: list[Part] = []
    article = ""
    for line in text.splitlines():
        if not line.strip() or _HEADING.match(line.strip()):
            continue
        match = _LABEL.match(line)
        label = match["label"] if match else ""
        if label.startswith("第"):
            article, shown = label, label
        else:
            shown = f"{article}{label}" if label and article else label or article
        told = line[match.end() :].strip() if match else line.strip()
        found += [Part(len(found) + n, shown.rstrip("、.．"), piece) for n, piece in enumerate(_pieces(told))]
    return found


def _pieces(text: str) -> list[str]:
    """Cut a paragraph that is too long to be compared word by word at its sentences, or anywhere if it has none."""
    if len(text) <= LONGEST_PART:
        return [text] if text else []
    pieces: list[str] = []
    for sentence in re.findall(rf"[^。；！？]{{1,{LONGEST_PART}}}[。；！？]*", text):
        if pieces and len(pieces[-1]) + len(sentence) <= LONGEST_PART // 2:
            pieces[-1] += sentence
        else:
            pieces.append(sentence)
    return pieces


def matched(old: Sequence[Part], new: Sequence[Part]) -> Matched:
    """Pair the same words first, then the most alike; what is left came or went."""
    partner: dict[int, int] = {}  # place in new → place in old
    taken: set[int] = set()
    by_words: dict[str, list[int]] = defaultdict(list)
    for part in reversed(old):
        by_words[part.bare].append(part.place)
    for part in new:
        if by_words.get(part.bare):
            partner[part.place] = by_words[part.bare].pop()
            taken.add(partner[part.place])
    for _, new_place, old_place in _likely(old, new, partner, taken):
        if new_place not in partner and old_place not in taken:
            partner[new_place] = old_place
            taken.add(old_place)
    _in_place(old, new, partner, taken)
    pairs = [(old[partner[part.place]], part) for part in new if part.place in partner]
    in_old, in_new = _index(old), _index(new)
    came = [part for part in new if part.place not in partner and not _held(part, in_old)]
    went = [part for part in old if part.place not in taken and not _held(part, in_new)]
    return Matched(pairs, came, went, _out_of_order([one.place for one, _ in pairs]))


def _likely(
    old: Sequence[Part], new: Sequence[Part], partner: dict[int, int], taken: set[int]
) -> list[tuple[float, int, int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for part in old:
        if part.place not in taken:
            for pair in part.pairs:
                index[pair].append(part.place)
    heap: list[tuple[float, int, int]] = []
    for part in new:
        if part.place in partner:
            continue
        shared: Counter[int] = Counter()
        for pair, count in part.pairs.items():
            places = index.get(pair, ())
            if len(places) <= COMMON:
                for place in places:
                    shared[place] += min(count, old[place].pairs[pair])
        for place, count in shared.most_common(5):
            like = 2 * count / max(1, len(part.bare) + len(old[place].bare) - 2)
            if like >= ALIKE:
                heap.append((-like, part.place, place))
    heapq.heapify(heap)
    return [heapq.heappop(heap) for _ in range(len(heap))]


def _in_place(old: Sequence[Part], new: Sequence[Part], partner: dict[int, int], taken: set[int]) -> None:
    """Pair a short paragraph with the old one behind the same neighbour, or of the same article, if they resemble."""
    for part in new:
        if part.place in partner:
            continue
        behind = partner.get(part.place - 1, -1) + 1 if part.place else 0
        beside = [
            one for one in old if one.place not in taken and (one.place == behind or one.label == part.label != "")
        ]
        alike = [
            (2 * (one.pairs & part.pairs).total() / max(1, len(one.bare) + len(part.bare) - 2), one.place)
            for one in beside
        ]
        if alike and max(alike)[0] >= ALIKE_IN_PLACE:
            partner[part.place] = max(alike)[1]
            taken.add(partner[part.place])


def _index(several: Sequence[Part]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for part in several:
        for pair in part.pairs:
            if len(index[pair]) < COMMON:
                index[pair].append(part.place)
    return index


def _held(part: Part, index: dict[str, list[int]]) -> bool:
    """Tell whether nearly all of a paragraph stands in one of the others: it was joined to it or split from it."""
    shared = Counter(place for pair in part.pairs for place in index.get(pair, ()))
    return bool(shared) and max(shared.values()) >= WITHIN * len(part.pairs)


def _out_of_order(places: Sequence[int]) -> int:
    """Return how many must be moved to put the rest in order (all but the longest rising run of places)."""
    tails: list[int] = []
    for place in places:
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if tails[middle] < place else (low, middle)
        tails[low : low + 1] = [place]
    return len(places) - len(tails)
