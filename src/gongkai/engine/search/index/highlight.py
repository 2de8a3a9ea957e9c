"""Which characters of the original text answer the query, and which passages to show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from gongkai.engine.search.index import analysis
from gongkai.engine.search.index.folding import fold_with_offsets, original_span

PASSAGE = 110  # characters shown, about two lines of a result
LEAD = 24  # characters before the first hit, unless a sentence begins nearer
BLOCK = 20_000  # characters folded at once: an annex of a thousand pages is not read to its end for two lines
MOST_BLOCKS = 20
MOST_SPANS = 400
SENTENCE_END = "。！？；\n"


class Segment(NamedTuple):
    text: str
    is_hit: bool = False


def marked(segments: Iterable[Segment]) -> str:
    """Return safe HTML: everything escaped, hits in <mark>."""
    return "".join(f"<mark>{escape(text)}</mark>" if hit else escape(text) for text, hit in segments)


def pattern(strings: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern over folded text that finds any of the folded strings, whatever blanks or brackets stand in it."""
    found = [one for text in strings if (one := _one(text))]
    if not found:
        return None
    return re.compile("|".join(f"(?:{one})" for one in sorted(dict.fromkeys(found), key=len, reverse=True)))


def _one(text: str) -> str:
    stretches = [r"[ \t]*".join(re.escape(unit) for unit in run) for run in analysis.runs(text)]
    if not stretches:
        return ""
    joined = r"[\W_]+".join(stretches)
    first, last = analysis.units(text)[0], analysis.units(text)[-1]
    before = r"(?<![0-9a-z])" if analysis.ASCII_UNIT.match(first) else ""
    after = r"(?![0-9a-z])" if analysis.ASCII_UNIT.match(last) else ""
    return before + joined + after


def title_marks(title: str, wanted: re.Pattern[str] | None) -> tuple[Segment, ...]:
    return tuple(_segments(title, 0, len(title), [] if wanted is None else _spans(title, wanted)))


def _spans(text: str, wanted: re.Pattern[str]) -> list[tuple[int, int]]:
    plain = wanted.search(text) is not None  # nearly always: written as it is searched, no folding needed
    folded, offsets = (text, None) if plain else fold_with_offsets(text)
    found: list[tuple[int, int]] = []
    for match in wanted.finditer(folded):
        low, high = original_span(offsets, match.start(), match.end())
        if found and low <= found[-1][1]:  # 环境 and 保护 side by side are one mark
            low = found.pop()[0]
        found.append((low, high))
        if len(found) >= MOST_SPANS:
            break
    return found


def _segments(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Iterable[Segment]:
    place = start
    for low, high in spans:
        low, high = max(low, place), min(high, end)  # noqa: PLW2901 - two folded characters may come from one original
        if low >= high:
            continue
        if low > place:
            yield Segment(text[place:low])
        yield Segment(text[low:high], is_hit=True)
        place = high
    if place < end:
        yield Segment(text[place:end])


class Placed(NamedTuple):
    """A passage and where in the body it begins."""

    start: int
    segments: tuple[Segment, ...]


def passages(body: str, wanted: re.Pattern[str] | None, most: int) -> tuple[tuple[Segment, ...], ...]:
    return tuple(one.segments for one in placed_passages(body, wanted, most))


def placed_passages(
    body: str, wanted: re.Pattern[str] | None, most: int, *, terms: int = 1, article: str = ""
) -> list[Placed]:
    """Return the passages with the most different terms, in the order of the text; its beginning when there is no hit.

    A long text is read on until some passage holds as many different terms as were asked for (`terms`). The paragraph of
    the `article` asked for stands first.
    """
    if not most:
        return []
    named = _article_start(body, article) if article else None
    spans = _spans_in_blocks(body, wanted, terms) if wanted else []
    if named is not None and wanted:
        near = _spans(body[named : named + PASSAGE], wanted)
        spans = sorted({*spans, *((low + named, high + named) for low, high in near)})
    starts = sorted(_best_windows(body, spans, most)) if spans else []
    if named is not None:
        starts = [named, *(start for start in starts if abs(start - named) > PASSAGE)][:most]
    if not starts:
        return [Placed(0, opening) for opening in _opening(body)]
    return [Placed(start, tuple(_passage(body, start, spans))) for start in starts]


def _article_start(body: str, article: str) -> int | None:
    found = re.search(rf"(?m)^[ \t\u3000]*(?={re.escape(article)}(?!之))", body)
    return found.end() if found else None


def _spans_in_blocks(body: str, wanted: re.Pattern[str], terms: int) -> list[tuple[int, int]]:
    """Return the spans of the block with the best passage, so that a hit on page 300 is shown and page 301 not read."""
    best: tuple[int, list[tuple[int, int]]] = (0, [])
    for number in range(min(MOST_BLOCKS, -(-len(body) // BLOCK))):
        start = max(0, number * BLOCK - PASSAGE)
        found = [(low + start, high + start) for low, high in _spans(body[start : (number + 1) * BLOCK], wanted)]
        different = _scores(body, found)[0][0] // 10 if found else 0
        if different > best[0]:
            best = (different, found)
        if different >= terms:
            break
    return best[1]


def _scores(body: str, spans: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Return (ten for each different term and one for each, the place negative, the span's number), the best first."""
    scored: list[tuple[int, int, int]] = []
    for index, (low, _) in enumerate(spans):
        inside = [body[a:b] for a, b in spans[index : index + 20] if b <= low + PASSAGE - LEAD]
        scored.append((len(set(inside)) * 10 + min(len(inside), 9), -low, index))
    return sorted(scored, reverse=True)


def _best_windows(body: str, spans: list[tuple[int, int]], most: int) -> list[int]:
    chosen: list[int] = []
    for _, negative, _ in _scores(body, spans):
        start = _window_start(body, -negative)
        if all(abs(start - other) > PASSAGE for other in chosen):
            chosen.append(start)
        if len(chosen) == most:
            break
    return chosen


def _window_start(body: str, hit: int) -> int:
    earliest = max(0, hit - LEAD)
    begins = max(body.rfind(mark, earliest, hit) for mark in SENTENCE_END) + 1
    return begins or earliest


def _passage(body: str, start: int, spans: list[tuple[int, int]]) -> Iterable[Segment]:
    end = min(len(body), start + PASSAGE)
    if start > 0 and body[start - 1] not in SENTENCE_END:
        yield Segment("…")
    yield from _tidied(_segments(body, start, end, spans))
    if end < len(body):
        yield Segment("…")


def _opening(body: str) -> tuple[tuple[Segment, ...], ...]:
    text = " ".join(body[: PASSAGE * 2].split())[:PASSAGE]
    if not text:
        return ()
    return ((Segment(text + ("…" if len(body) > len(text) else "")),),)


def _tidied(segments: Iterable[Segment]) -> Iterable[Segment]:
    """Line breaks become blanks: a passage is one line."""
    for text, hit in segments:
        yield Segment(re.sub(r"\s+", " ", text), hit)
