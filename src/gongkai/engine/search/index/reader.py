"""The searcher: one per process, shared by its threads."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tantivy
from tantivy import Occur

from gongkai.engine.search.index import analysis, facets, loose, relaxing, rescue, sentences, suggest
from gongkai.engine.search.index.highlight import Segment, pattern, placed_passages, title_marks
from gongkai.engine.search.index.leaning import Leaning
from gongkai.engine.search.index.parser import ParsedQuery, parse
from gongkai.engine.search.index.query import Built
from gongkai.engine.search.index.results import Alternative, Hit, SearchRequest, SearchResult, Suggestion
from gongkai.engine.search.index.schema import ASIDE_FACTOR, FACETS, body_of
from gongkai.engine.search.index.snapshot import Snapshot, Watch, document_bytes

DEEPEST = 10_000  # results that can be paged to; beyond it one narrows the search
LARGEST_PAGE = 100
LONG_QUESTION = 40  # units: a letter, in which quotes and figures mean nothing
SINGLE = 0.1
ENDED = (b'"validity":"repealed"', b'"validity":"expired"')
ENDED_SHARE = 0.3
ASIDE = b'"aside":true'
FEW = 5  # literal results; below it what holds the words stands behind them
NOT_READY = "检索库还没有内容，请稍后再试。"
TOO_DEEP = f"只能翻看前 {DEEPEST} 条结果，请增加检索词或筛选条件。"


class Searcher:
    """Searches the index in a folder; sees each commit and each swap of the writer at the next call."""

    def __init__(self, directory: Path | str) -> None:
        self._watch = Watch(Path(directory))

    def reload(self) -> None:
        """Look for a new state now; every call does so by itself, this is for warming up."""
        self._watch.snapshot()

    def snapshot(self) -> Snapshot:
        """Return the present state, for measuring. Raises LookupError while there is no index."""
        snapshot = self._watch.snapshot()
        if snapshot is None:
            raise LookupError(NOT_READY)
        return snapshot

    @property
    def documents(self) -> int:
        snapshot = self._watch.snapshot()
        return snapshot.searcher.num_docs if snapshot else 0

    def has(self, key: str) -> bool:
        """Return whether the key is in the index now: a withdrawn one must not be."""
        snapshot = self._watch.snapshot()
        return bool(snapshot and snapshot.searcher.search(snapshot.builder.term("key", key, "basic"), 1).hits)

    def among(self, request: SearchRequest, keys: Sequence[str]) -> frozenset[str]:
        """Return those of the keys that the request finds."""
        snapshot = self._watch.snapshot()
        parsed = parse(request.text, request.words)
        if snapshot is None or not keys or (parsed.empty and request.text.strip()):
            return frozenset()
        builder = snapshot.builder
        matching = [*builder.matching(parsed), *builder.required(request.leanings)]
        only = (Occur.Must, builder.leaning(Leaning(keys=tuple(keys))))
        query = Built([*matching, only], []).plain(builder.filters(request.filters))
        hits = snapshot.searcher.search(query, len(keys), count=False).hits
        return frozenset(str(snapshot.searcher.doc(address).get_first("key")) for _, address in hits)

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

    def suggest_english(self, prefix: str, kind: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return titles of one kind that hold these English words; the last may be half a word."""
        snapshot = self._watch.snapshot()
        return tuple(suggest.english_titles(snapshot, prefix, kind, limit)) if snapshot else ()


def _check(request: SearchRequest) -> None:
    unknown = set(request.facets) - FACETS.keys()
    if unknown:
        raise ValueError(f"没有这些分类统计：{'、'.join(sorted(unknown))}；可用 {'、'.join(FACETS)}。")
    if request.sort not in {"relevance", "date"}:
        raise ValueError(f"排序只能是 relevance 或 date，现为 {request.sort!r}。")


def _answer(snapshot: Snapshot, request: SearchRequest) -> SearchResult:
    parsed = parse(request.text, request.words)
    if parsed.empty and request.text.strip():
        return SearchResult(hints=(rescue.ONLY_PUNCTUATION,), page=request.page, page_size=request.page_size)
    result = _run(snapshot, request, parsed)
    if request.by_words_too and 0 < result.total < FEW:
        return _with_words(snapshot, request, parsed, result)
    if result.total or parsed.empty or not request.rescue:
        return result
    corrections, relaxed = _rescued(snapshot, request, parsed)
    if relaxed is not None:
        result = _run(snapshot, request, relaxed.parsed, relaxed.built)
    hints = (*result.hints, *rescue.hints(parsed, request.filters, relaxed=relaxed is not None))
    return dataclasses.replace(result, corrections=corrections, hints=hints, relaxed=relaxed is not None)


def _with_words(snapshot: Snapshot, request: SearchRequest, parsed: ParsedQuery, literal: SearchResult) -> SearchResult:
    """Return few results with, behind them, what holds all the words but not as they stand (水价调整: 调整用水价格)."""
    more = relaxing.beside(snapshot, parsed, request)
    result = _run(snapshot, request, more.parsed, more.built) if more else literal
    if result.total <= literal.total:
        return literal
    return dataclasses.replace(result, hints=(*literal.hints, rescue.FEW_LITERAL.format(literal.total)))


def _rescued(
    snapshot: Snapshot, request: SearchRequest, parsed: ParsedQuery
) -> tuple[tuple[Alternative, ...], relaxing.Relaxed | None]:
    """Return other queries to propose, and the same by its words. A misspelt word is proposed, not searched by its pieces."""
    insisted = bool(parsed.excluded) or any(part.quoted for part in parsed.parts)
    if request.question and (not insisted or len(analysis.units(request.text)) > LONG_QUESTION):
        return (), relaxing.by_question(snapshot, parsed, request)
    corrections = tuple(
        dataclasses.replace(one, total=_would_find(snapshot, request, one.text))
        for one in rescue.alternatives(snapshot, parsed, request.filters)
    )
    spelt = [one for one in corrections if one.reason == "spelling"]
    # What falls into known words is no misspelling, though other words may sound alike (住房补贴, 租房补贴).
    misspelt = bool(spelt) and not all(relaxing.well_written(snapshot, part, request.words) for part in parsed.parts)
    if parsed.literal or misspelt:
        return corrections, None
    return corrections, relaxing.relaxed(snapshot, parsed, request)


def _would_find(snapshot: Snapshot, request: SearchRequest, text: str) -> int:
    """Return what a click on the proposal finds: synonyms and words counted as the search itself counts them."""
    asked = dataclasses.replace(
        request, text=text, leanings=(), question=False, facets=(), page=1, page_size=1, rescue=False
    )
    return _answer(snapshot, asked).total


def _run(snapshot: Snapshot, request: SearchRequest, parsed: ParsedQuery, built: Built | None = None) -> SearchResult:
    builder = snapshot.builder
    built = built or Built(builder.matching(parsed), builder.better(parsed))
    if request.leanings:
        # Weights are measured against the bonus of a sentence that holds all parts; where there is none, a tenth will do.
        lifted = builder.lifted(request.leanings, 1.0 if len(parsed.parts) > 1 and not request.question else SINGLE)
        built = Built([*built.matching, *builder.required(request.leanings)], [*built.better, *lifted])
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
    hits = tuple(_hit(request, one, wanted, len(parsed.parts)) for one in found)
    return SearchResult(hits=hits, total=total or 0, page=page, page_size=size, facets=counts(), hints=hints)


class Found(NamedTuple):
    score: float
    document: tantivy.Document


def _best(
    snapshot: Snapshot, built: Built, request: SearchRequest, parsed: ParsedQuery, size: int, offset: int
) -> tuple[list[Found], int]:
    """Return one page of hits and the number of all. The first hits of a search by relevance are weighed by sentences."""
    if request.question and request.merge_titles:
        answer = _collect(snapshot, built, request, parsed, loose.WINDOW, 0)
        return _merged(snapshot, answer.hits)[offset : offset + size], answer.count
    again = request.sort == "relevance" and len(parsed.parts) > 1 and offset < sentences.WINDOW
    start, end = (0, max(sentences.WINDOW, offset + size)) if again else (offset, offset + size)
    answer = _collect(snapshot, built, request, parsed, end - start, start)
    weighed = (
        _weighed(snapshot, answer.hits, sentences.Sentences(parsed), ended_wanted=_asks_for_ended(request))
        if again
        else []
    )
    rest = answer.hits[max(len(weighed), offset - start) : offset - start + size]
    found = [*weighed[offset - start : offset - start + size], *(_found(snapshot, *one) for one in rest)]
    return found, answer.count


def _merged(snapshot: Snapshot, hits: list[Any]) -> list[Found]:
    """Return the best passage of each text, by what it and the next few say together."""
    several: dict[str, list[Found]] = {}
    for one in (_found(snapshot, *hit) for hit in hits):
        title = document_bytes(one.document, "text").decode().partition("\n")[0]
        several.setdefault(title, []).append(one)
    scored = [
        some[0]._replace(
            score=some[0].score + loose.MERGED_SHARE * sum(one.score for one in some[1 : 1 + loose.MERGED])
        )
        for some in several.values()
    ]
    return sorted(scored, key=lambda one: -one.score)


def _asks_for_ended(request: SearchRequest) -> bool:
    return bool(request.filters.validity) or any(one.validity for one in request.leanings)


def _weighed(
    snapshot: Snapshot, hits: list[Any], weigh: sentences.Sentences, *, ended_wanted: bool = False
) -> list[Found]:
    """Return the first hits in their new order, as many as may be read; what no longer applies gains less."""
    found: list[Found] = []
    read = 0
    for score, address in hits[: sentences.WINDOW]:
        one = _found(snapshot, score, address)
        text = document_bytes(one.document, "text")
        read += len(text)
        if read > sentences.MOST_READ and found:
            break
        bonus = weigh.bonus(text.decode())
        meta = document_bytes(one.document, "meta")
        if bonus and not ended_wanted and any(word in meta for word in ENDED):
            bonus *= ENDED_SHARE
        if ASIDE in meta:
            bonus *= ASIDE_FACTOR
        found.append(one._replace(score=one.score + bonus))
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


def _hit(request: SearchRequest, found: Found, wanted: Any, terms: int) -> Hit:
    document = found.document
    meta = json.loads(document_bytes(document, "meta"))
    for name in ("issuers", "themes", "columns"):
        meta[name] = tuple(meta[name])
    meta["date"] = dt.date.fromisoformat(meta["date"]) if meta["date"] else None
    meta["published_at"] = dt.datetime.fromisoformat(meta["published_at"]) if meta["published_at"] else None
    marks = title_marks(meta["title"], None)
    shown: tuple[tuple[Segment, ...], ...] = ()
    anchors: tuple[str, ...] = ()
    if request.highlight:
        marks = title_marks(meta["title"], wanted)
        body = body_of(document_bytes(document, "text").decode())
        placed = placed_passages(body, wanted, request.passages, terms=terms, article=request.article)
        shown = tuple(one.segments for one in placed)
        lines = document_bytes(document, "anchors").decode().split(",")
        anchors = tuple(_anchor(lines, body.count("\n", 0, one.start)) for one in placed)
    key = str(document.get_first("key"))
    return Hit(key=key, score=found.score, title_marks=marks, passages=shown, anchors=anchors, **meta)


def _anchor(lines: list[str], line: int) -> str:
    return lines[line] if line < len(lines) else ""
