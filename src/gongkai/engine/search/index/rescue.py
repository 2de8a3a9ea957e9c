"""When nothing was found: what would find something, and what to say."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator
from typing import Any

import tantivy
from tantivy import Occur, Query

from gongkai.engine.search.index import analysis
from gongkai.engine.search.index.folding import fold
from gongkai.engine.search.index.parser import ParsedQuery, Part
from gongkai.engine.search.index.query import Built
from gongkai.engine.search.index.results import Alternative, Filters
from gongkai.engine.search.index.snapshot import Snapshot, document_bytes

MOST_ALTERNATIVES = 5
MOST_CANDIDATES = 60  # spellings whose documents are counted
MOST_CONTINUATIONS = 3000  # pairs read that begin with one character
LONGEST_SPELLING = 8  # units; a longer part is a sentence, not a misspelt word
LEAST_SHARE = 0.6  # of the words of a sentence
MOST_WORDS = 20

ONLY_PUNCTUATION = "请输入文字或数字，标点符号不能检索。"
NO_RESULT = "可以换一种说法、减少检索词，或用较短的关键词。"
DROP_FILTERS = "可以去掉部分筛选条件再试。"
RELAXED = "没有逐字相符的内容，以下按词语检索所得，供参考。"
QUESTION_WORDS = """怎么 怎样 如何 什么 哪些 哪里 多少 是否 可以 需要 应该 请问 我要 我想 想要 关于 有关 一下 为什么 怎么办 办理
的 了 吗 呢 在 是 有 和 与 及 或 等 对 我 你"""
STOP_WORDS = frozenset(QUESTION_WORDS.split())


@dataclasses.dataclass(frozen=True)
class Relaxed:
    parsed: ParsedQuery
    built: Built


def count(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> int:
    builder = snapshot.builder
    query = Built(builder.matching(parsed), []).plain(builder.filters(filters))
    answer: Any = snapshot.searcher.search(query, 1)  # its type stub forgets the count
    return int(answer.count or 0)


def alternatives(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> tuple[Alternative, ...]:
    """Return what finds something under the same filters: other spellings, near numbers, the query less one part."""
    found: dict[str, Alternative] = {}
    for one in (
        *spellings(snapshot, parsed, filters),
        *near_numbers(snapshot, parsed),
        *drops(snapshot, parsed, filters),
    ):
        found.setdefault(one.text, one)
    return tuple(found.values())[:MOST_ALTERNATIVES]


def drops(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> list[Alternative]:
    if len(parsed.parts) < 2:
        return []
    found = []
    for index, part in enumerate(parsed.parts):
        rest = parsed.without(index)
        if total := count(snapshot, rest, filters):
            found.append(Alternative(rest.text, total, "drop", part.text))
    return sorted(found, key=lambda one: -one.total)


def near_numbers(snapshot: Snapshot, parsed: ParsedQuery) -> list[Alternative]:
    """Return numbers of the same code and year, then of the same code: a digit mistyped is the usual reason."""
    found: dict[str, Alternative] = {}
    for part in parsed.parts:
        for length in range(len(part.number) - 1, 1, -1):
            head: list[str | tuple[int, str]] = list(part.number[: length if part.number[-1] != "号" else length - 1])
            if len(head) < 2:
                break
            query = Query.phrase_query(snapshot.schema, "docno", head)
            for number in numbers(snapshot, query, 3):
                found.setdefault(number, Alternative(number, 1, "number", part.text))
            if found:
                return list(found.values())
    return []


def numbers(snapshot: Snapshot, query: Query, limit: int) -> Iterator[str]:
    for _, address in snapshot.searcher.search(query, limit, count=False, order_by_field="stamp").hits:
        meta = json.loads(document_bytes(snapshot.searcher.doc(address), "meta"))
        yield str(meta["doc_number"])


def spellings(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> list[Alternative]:
    """Return the query with one character of one part exchanged, left out, added or moved, where that finds something."""
    found: list[Alternative] = []
    for index, part in enumerate(parsed.parts):
        length = len(analysis.units(part.text))
        if part.number or not 2 <= length <= LONGEST_SPELLING or count(snapshot, ParsedQuery((part,)), Filters()):
            continue
        for text in _ranked(snapshot, part.text)[:MOST_CANDIDATES]:
            changed = parsed.with_part(index, Part(text, (fold(text),), quoted=part.quoted))
            if total := count(snapshot, changed, filters):
                found.append(Alternative(changed.text, total, "spelling", part.text))
    # 环境保 would always be found more often than 环境保护, so what keeps the length comes first.
    return sorted(found, key=lambda one: (len(one.text) < len(parsed.text), -one.total))[:3]


def _ranked(snapshot: Snapshot, text: str) -> list[str]:
    """Return the likeliest spellings: those whose rarest pair is the most frequent."""
    builder = snapshot.builder
    scored = {
        one: builder.estimate("body_b", analysis.phrase(fold(one))) for one in dict.fromkeys(_changed(snapshot, text))
    }
    good = [one for one, estimate in scored.items() if estimate and one != text]
    return sorted(good, key=lambda one: -scored[one])


def _changed(snapshot: Snapshot, text: str) -> Iterator[str]:
    """Yield candidates; only characters that stand beside their neighbours somewhere in the index are tried."""
    units = list(analysis.units(text))
    for place in range(len(units)):
        before, after = units[:place], units[place + 1 :]
        if len(units) > 2:
            yield "".join(before + after)
        if after:
            yield "".join([*before, after[0], units[place], *after[1:]])
        for other in _neighbours(snapshot, list(map(fold, before)), list(map(fold, after))):
            yield "".join([*before, other, *after])
        for other in _neighbours(snapshot, list(map(fold, before)), list(map(fold, units[place:]))):
            yield "".join([*before, other, *units[place:]])


def _neighbours(snapshot: Snapshot, before: list[str], after: list[str]) -> Iterator[str]:
    """Yield the units that follow what stands before (in the index), or precede what stands after, from its words."""
    if before:
        pairs = snapshot.searcher.terms_with_prefix("body_b", before[-1], limit=MOST_CONTINUATIONS)
        for pair, _ in pairs:
            other = pair[len(before[-1]) :]
            if len(other) == 1 and (not after or snapshot.searcher.doc_freq("body_b", other + after[0])):
                yield other
    elif after:
        yield from (word[0] for word in snapshot.title_words if word[1:2] == after[0])


def relaxed(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> Relaxed | None:
    """Return the query by its words: all of them if that finds something, else most; None when that finds nothing."""
    words = [word for part in parsed.parts for word in analysis.plain_words(part.text) if word not in STOP_WORDS]
    words = list(dict.fromkeys(words))[:MOST_WORDS]
    if not words or words == [part.text for part in parsed.parts]:
        return None
    builder = snapshot.builder
    loose = ParsedQuery(tuple(Part(word, (fold(word),)) for word in words), notes=parsed.notes)
    scored = builder.better(loose)
    for least in dict.fromkeys((len(words), max(min(2, len(words)), math.ceil(len(words) * LEAST_SHARE)))):
        query = Query.boolean_query(
            [(Occur.Should, builder.part(part)) for part in loose.parts], minimum_number_should_match=least
        )
        built = Built([(Occur.Must, query)], scored)
        if _finds(snapshot.searcher, built.plain(builder.filters(filters))):
            return Relaxed(loose, built)
    return None


def _finds(searcher: tantivy.Searcher, query: Query) -> bool:
    return bool(searcher.search(query, 1, count=False).hits)


def hints(parsed: ParsedQuery, filters: Filters, *, relaxed: bool) -> tuple[str, ...]:
    if relaxed:
        return (RELAXED,)
    found = [NO_RESULT]
    if dataclasses.replace(filters, site=()) != Filters():
        found.append(DROP_FILTERS)
    if any(part.quoted for part in parsed.parts):
        found.append("引号内的文字须逐字相符，去掉引号可放宽。")
    return tuple(found)
