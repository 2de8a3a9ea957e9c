"""Striking passages out of a row of blocks: the one place where occurrences, overlaps and block borders are settled."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .matching import Needles, Span
from .model import MARK, Found, Passage, Place


@dataclass
class Piece:
    """A stretch of text that stands in one node; `put` writes it back."""

    text: str
    put: Callable[[str], None]


@dataclass
class Block:
    """A paragraph, cell or the like. `where` names it in Chinese; `counted` blocks are what a reader sees in order."""

    where: str
    pieces: list[Piece]
    counted: bool = True
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "".join(piece.text for piece in self.pieces)


class Tally:
    """What was struck, passage by passage, over all parts of a file."""

    def __init__(self, passages: Sequence[Passage], *, show_grounds: bool = True) -> None:
        self.passages = tuple(passages)
        self.show_grounds = show_grounds
        self.needles = Needles([passage.text if passage.place is None else "" for passage in passages])
        self.counts: dict[int, int] = defaultdict(int)
        self.places: dict[int, dict[str, None]] = defaultdict(dict)
        self.seen: dict[int, int] = defaultdict(int)
        self.notices: dict[str, None] = {}

    def note(self, sentence: str) -> None:
        self.notices[sentence] = None

    def add(self, index: int, where: str) -> None:
        self.counts[index] += 1
        self.places[index][where] = None

    def mark(self, indexes: Sequence[int]) -> str:
        grounds = list(dict.fromkeys(self.passages[index].ground for index in indexes if self.passages[index].ground))
        return f"{MARK}〔{'、'.join(grounds)}〕" if grounds and self.show_grounds else MARK

    def chosen(self, spans: list[Span]) -> list[Span]:
        """Leave out the occurrences that were not chosen; call it once for all counted matches in reading order."""
        kept = []
        for span in spans:
            wanted = self.passages[span.needle].occurrences
            self.seen[span.needle] += 1
            if not wanted or self.seen[span.needle] in wanted:
                kept.append(span)
        return kept

    def found(self) -> tuple[Found, ...]:
        return tuple(
            Found(passage, self.counts[index], tuple(self.places[index]))
            for index, passage in enumerate(self.passages)
            if self.counts[index]
        )

    def missing(self) -> tuple[Passage, ...]:
        return tuple(passage for index, passage in enumerate(self.passages) if not self.counts[index])

    def cleaned(self, text: str, where: str) -> str:
        """Strike passages from a string that is no running text (an attribute, a property)."""
        spans = self.needles.within(text)
        for span in spans:
            self.add(span.needle, where)
        return _written(text, _merged(spans), self)


def strike(blocks: Sequence[Block], tally: Tally) -> None:
    """Strike all passages from the blocks and write the pieces back."""
    every = "\n".join(block.text for block in blocks)
    placed = _placed(blocks, tally)
    if not placed and not tally.needles.touches(every):
        return
    starts: list[int] = []
    at = 0
    for block in blocks:
        starts.append(at)
        at += len(block.text) + 1
    spans = _counted_or_not(blocks, starts, _all_spans(blocks, starts, every, tally), tally)
    per_block: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        first = bisect.bisect_right(starts, span.start) - 1
        tally.add(span.needle, blocks[first].where)
        number = first
        while number < len(blocks) and starts[number] < span.end:
            low = max(span.start - starts[number], 0)
            high = min(span.end - starts[number], len(blocks[number].text))
            if low < high:
                per_block[number].append(Span(low, high, span.needle))
            number += 1
    for number, span in placed:
        tally.add(span.needle, blocks[number].where)
        per_block[number].append(span)
    for number, own in per_block.items():
        _rewrite(blocks[number], _merged(own), tally)


def _all_spans(blocks: Sequence[Block], starts: list[int], every: str, tally: Tally) -> list[Span]:
    spans = {
        (starts[number] + span.start, starts[number] + span.end, span.needle)
        for number, block in enumerate(blocks)
        for span in tally.needles.within(block.text)
    }
    may_span = {needle.index for needle in tally.needles.needles if needle.spans_blocks}
    # Looking again through the whole costs most, and there is mostly nothing that runs over a border.
    if tally.needles.spanning(every) > sum(span[2] in may_span for span in spans):
        spans |= {(span.start, span.end, span.needle) for span in tally.needles.within(every, across=True)}
    return [Span(*span) for span in sorted(spans)]


def _counted_or_not(blocks: Sequence[Block], starts: list[int], spans: list[Span], tally: Tally) -> list[Span]:
    counted: list[Span] = []
    always: list[Span] = []
    for span in spans:
        block = blocks[bisect.bisect_right(starts, span.start) - 1]
        (counted if block.counted else always).append(span)
    return tally.chosen(counted) + always


def _placed(blocks: Sequence[Block], tally: Tally) -> list[tuple[int, Span]]:
    found = []
    for index, passage in enumerate(tally.passages):
        place = passage.place
        if isinstance(place, Place) and 0 <= place.block < len(blocks):
            end = min(place.end, len(blocks[place.block].text))
            if 0 <= place.start < end:
                found.append((place.block, Span(place.start, end, index)))
    return found


@dataclass(frozen=True)
class _Stroke:
    start: int
    end: int
    needles: tuple[int, ...]


def _merged(spans: Sequence[Span]) -> list[_Stroke]:
    """Overlapping passages become one stroke that bears the grounds of all."""
    strokes: list[_Stroke] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if strokes and span.start < strokes[-1].end:
            last = strokes[-1]
            strokes[-1] = _Stroke(last.start, max(last.end, span.end), (*last.needles, span.needle))
        else:
            strokes.append(_Stroke(span.start, span.end, (span.needle,)))
    return strokes


def _written(text: str, strokes: Sequence[_Stroke], tally: Tally) -> str:
    parts, at = [], 0
    for stroke in strokes:
        parts += [text[at : stroke.start], tally.mark(stroke.needles)]
        at = stroke.end
    return "".join([*parts, text[at:]])


def _rewrite(block: Block, strokes: Sequence[_Stroke], tally: Tally) -> None:
    at = 0
    for piece in block.pieces:
        start, end = at, at + len(piece.text)
        at = end
        own = [stroke for stroke in strokes if stroke.start < end and stroke.end > start]
        if not own:
            continue
        parts, here = [], start
        for stroke in own:
            parts.append(piece.text[here - start : max(stroke.start, start) - start])
            # The mark stands where the passage began.
            parts.append(tally.mark(stroke.needles) if stroke.start >= start else "")
            here = min(stroke.end, end)
        parts.append(piece.text[here - start :])
        piece.put("".join(parts))
