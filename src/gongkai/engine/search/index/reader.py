"""The searcher: one per process, shared by its threads."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import time
from pathlib import Path
from typing import Any, NamedTuple

import tantivy

from gongkai.engine.search.index import facets, rescue, sentences, suggest
from gongkai.engine.search.index.highlight import Segment, passages, pattern, title_marks
from gongkai.engine.search.index.parser import ParsedQuery, parse
from gongkai.engine.search.index.query import Built
from gongkai.engine.search.index.results import Hit, SearchRequest, SearchResult, Suggestion
from gongkai.engine.search.index.schema import FACETS, body_of
from gongkai.engine.search.index.snapshot import Snapshot, Watch, document_bytes

DEEPEST = 10_000  # results that can be paged to; beyond it one narrows the search
LARGEST_PAGE = 100
NOT_READY = "检索库还没有内容，请稍后再试。"
TOO_DEEP = f"只能翻看前 {DEEPEST} 条结果，请增加检索词或筛选条件。"


class Searcher:
    """Searches the index in a folder; sees each commit and each swap of the writer at the next call."""

    def __init__(self, directory: Path | str) -> None:
        self._watch = Watch(Path(directory))

    def reload(self) -> None:
        """Look for a new state now; every call does so by itself, this is for warming up."""
        self._watch.snapshot()

    @property
    def documents(self) -> int:
        snapshot = self._watch.snapshot()
        return snapshot.searcher.num_docs if snapshot else 0

    def has(self, key: str) -> bool:
        """Return whether the key is in the index now: a withdrawn one must not be."""
        snapshot = self._watch.snapshot()
        return bool(snapshot and snapshot.searcher.search(snapshot.builder.term("key", key, "basic"), 1).hits)

    def search(self, request: SearchRequest) -> SearchResult:
        """Never raises for what a person typed. Raises IndexOutdatedError, and ValueError for an unknown facet or sort."""
        started = time.perf_counter()
        _check(request)
        snapshot = self._watch.snapshot()
        if snapshot is None:
            return SearchResult(hints=(NOT_READY,), page=request.page, page_size=request.page_size)
        result = _answer(snapshot, request)
        return dataclasses.replace(result, took_ms=(time.perf_counter() - started) * 1000)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        snapshot = self._watch.snapshot()
        return suggest.suggest(snapshot, prefix, limit) if snapshot else ()


def _check(request: SearchRequest) -> None:
    unknown = set(request.facets) - FACETS.keys()
    if unknown:
        raise ValueError(f"没有这些分类统计：{'、'.join(sorted(unknown))}；可用 {'、'.join(FACETS)}。")
    if request.sort not in {"relevance", "date"}:
        raise ValueError(f"排序只能是 relevance 或 date，现为 {request.sort!r}。")


def _answer(snapshot: Snapshot, request: SearchRequest) -> SearchResult:
    parsed = parse(request.text)
    if parsed.empty and request.text.strip():
        return SearchResult(hints=(rescue.ONLY_PUNCTUATION,), page=request.page, page_size=request.page_size)
    result = _run(snapshot, request, parsed)
    if result.total or parsed.empty:
        return result
    relaxed, corrections = None, rescue.alternatives(snapshot, parsed, request.filters)
    if not parsed.literal and not any(one.reason == "spelling" for one in corrections):
        relaxed = rescue.relaxed(snapshot, parsed, request.filters)
    if relaxed is not None:
        result = _run(snapshot, request, relaxed.parsed, relaxed.built)
    hints = (*result.hints, *rescue.hints(parsed, request.filters, relaxed=relaxed is not None))
    return dataclasses.replace(result, corrections=corrections, hints=hints, relaxed=relaxed is not None)


def _run(snapshot: Snapshot, request: SearchRequest, parsed: ParsedQuery, built: Built | None = None) -> SearchResult:
    builder = snapshot.builder
    built = built or Built(builder.matching(parsed), builder.better(parsed))
    counts = facets.begin(snapshot, built, request.filters, request.facets)
    size = min(max(request.page_size, 1), LARGEST_PAGE)
    page = max(request.page, 1)
    hints = parsed.notes
    found: list[Found] = []
    offset = (page - 1) * size
    if offset + size > DEEPEST:
        hints, offset = (*hints, TOO_DEEP), 0
        total = _collect(snapshot, built, request, parsed, 1, 0).count
    else:
        found, total = _best(snapshot, built, request, parsed, size, offset)
    wanted = pattern([text for part in parsed.parts for text in (*part.writings, *part.synonyms)])
    hits = tuple(_hit(request, one, wanted) for one in found)
    return SearchResult(hits=hits, total=total or 0, page=page, page_size=size, facets=counts(), hints=hints)


class Found(NamedTuple):
    score: float
    document: tantivy.Document


def _best(
    snapshot: Snapshot, built: Built, request: SearchRequest, parsed: ParsedQuery, size: int, offset: int
) -> tuple[list[Found], int]:
    """Return one page of hits and the number of all. The first hits of a search by relevance are weighed by sentences."""
    again = request.sort == "relevance" and len(parsed.parts) > 1 and offset < sentences.WINDOW
    start, end = (0, max(sentences.WINDOW, offset + size)) if again else (offset, offset + size)
    answer = _collect(snapshot, built, request, parsed, end - start, start)
    weighed = _weighed(snapshot, answer.hits, sentences.Sentences(parsed)) if again else []
    rest = answer.hits[max(len(weighed), offset - start) : offset - start + size]
    found = [*weighed[offset - start : offset - start + size], *(_found(snapshot, *one) for one in rest)]
    return found, answer.count


def _weighed(snapshot: Snapshot, hits: list[Any], weigh: sentences.Sentences) -> list[Found]:
    """Return the first hits in their new order, as many as may be read."""
    found: list[Found] = []
    read = 0
    for score, address in hits[: sentences.WINDOW]:
        one = _found(snapshot, score, address)
        text = document_bytes(one.document, "text")
        read += len(text)
        if read > sentences.MOST_READ and found:
            break
        found.append(one._replace(score=one.score + weigh.bonus(text.decode())))
    return sorted(found, key=lambda one: -one.score)


def _found(snapshot: Snapshot, score: Any, address: tantivy.DocAddress) -> Found:
    return Found(float(score) if isinstance(score, float) else 0.0, snapshot.searcher.doc(address))


def _collect(
    snapshot: Snapshot, built: Built, request: SearchRequest, parsed: ParsedQuery, size: int, offset: int
) -> Any:
    filters = snapshot.builder.filters(request.filters)
    if request.sort == "date" or not parsed.parts:
        return snapshot.searcher.search(built.plain(filters), size, offset=offset, order_by_field="stamp")
    return snapshot.searcher.search(built.scored(filters), size, offset=offset, weight_by_field="weight")


def _hit(request: SearchRequest, found: Found, wanted: Any) -> Hit:
    document = found.document
    meta = json.loads(document_bytes(document, "meta"))
    for name in ("issuers", "themes", "columns"):
        meta[name] = tuple(meta[name])
    meta["date"] = dt.date.fromisoformat(meta["date"]) if meta["date"] else None
    meta["published_at"] = dt.datetime.fromisoformat(meta["published_at"]) if meta["published_at"] else None
    marks = title_marks(meta["title"], None)
    shown: tuple[tuple[Segment, ...], ...] = ()
    if request.highlight:
        marks = title_marks(meta["title"], wanted)
        shown = passages(body_of(document_bytes(document, "text").decode()), wanted, request.passages)
    return Hit(key=str(document.get_first("key")), score=found.score, title_marks=marks, passages=shown, **meta)
