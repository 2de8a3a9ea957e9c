"""When nothing was found: what would find something, and what to say."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

from tantivy import Query

from gongkai.engine.search.index import analysis, pinyin, sounds
from gongkai.engine.search.index.folding import fold
from gongkai.engine.search.index.parser import ParsedQuery, Part
from gongkai.engine.search.index.query import Built
from gongkai.engine.search.index.results import Alternative, Filters
from gongkai.engine.search.index.snapshot import Snapshot, document_bytes

MOST_ALTERNATIVES = 5
MOST_CANDIDATES = 60  # spellings whose documents are counted
MOST_CONTINUATIONS = 3000  # pairs read that begin with one character
MOST_HEARD = 3
LONGEST_SPELLING = 8  # units; a longer part is a sentence, not a misspelt word

ONLY_PUNCTUATION = "请输入文字或数字，标点符号不能检索。"
NO_RESULT = "可以换一种说法、减少检索词，或用较短的关键词。"
DROP_FILTERS = "可以去掉部分筛选条件再试。"
RELAXED = "没有逐字相符的内容，以下按词语检索所得，供参考。"
FEW_LITERAL = "逐字相符的只有{}件，排在前面，其余按词语查得。"


def count(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> int:
    builder = snapshot.builder
    query = Built(builder.matching(parsed), []).plain(builder.filters(filters))
    answer: Any = snapshot.searcher.search(query, 1)  # its type stub forgets the count
    return int(answer.count or 0)


def alternatives(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> tuple[Alternative, ...]:
    """Return what finds something under the same filters: other spellings, near numbers, the query less one part."""
    found: dict[str, Alternative] = {}
    by_ear = heard(snapshot, parsed, filters)
    for one in (
        *(by_ear or spellings(snapshot, parsed, filters)),
        *near_numbers(snapshot, parsed),
        *drops(snapshot, parsed, filters),
    ):
        found.setdefault(one.text, one)
    return tuple(found.values())[:MOST_ALTERNATIVES]


def heard(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> list[Alternative]:
    """Return the query with one part written as it sounds: letters as characters, a wrong character as the right one."""
    found: list[Alternative] = []
    strange = [
        index
        for index, part in enumerate(parsed.parts)
        if not (part.number or part.quoted or count(snapshot, ParsedQuery((part,)), Filters()))
    ]
    if len(strange) == len(parsed.parts) > 1 and all(part.text.isascii() for part in parsed.parts):
        found += _in_one(snapshot, parsed, filters)
    if len(strange) > 1:
        found += _all_heard(snapshot, parsed, strange, filters)
    for index in strange:
        part = parsed.parts[index]
        for text in sounds.proposals(snapshot.sounds, part.text):
            changed = parsed.with_part(index, Part(text, (fold(text),)))
            if total := count(snapshot, changed, filters):
                found.append(Alternative(changed.text, total, "spelling", part.text))
            if len(found) >= MOST_HEARD:
                break
    return found


def _in_one(snapshot: Snapshot, parsed: ParsedQuery, filters: Filters) -> list[Alternative]:
    """Return the words that letters typed word by word make together (zufang butie: 租房补贴)."""
    for text in sounds.proposals(snapshot.sounds, "".join(part.text for part in parsed.parts)):
        if total := count(snapshot, ParsedQuery((Part(text, (fold(text),)),)), filters):
            return [Alternative(text, total, "spelling", parsed.text)]
    return []


def _all_heard(snapshot: Snapshot, parsed: ParsedQuery, strange: list[int], filters: Filters) -> list[Alternative]:
    """Return the query with every part that is nowhere written as it sounds (xiaofei quanyi)."""
    changed = parsed
    for index in strange:
        if proposed := sounds.proposals(snapshot.sounds, parsed.parts[index].text):
            changed = changed.with_part(index, Part(proposed[0], (fold(proposed[0]),)))
    total = 0 if changed == parsed else count(snapshot, changed, filters)
    return [Alternative(changed.text, total, "spelling", parsed.text)] if total else []


def sounds_as(typed: str, proposed: str) -> bool:
    """Return whether the proposal sounds as what was typed, and so is what was meant."""
    return typed != proposed and bool(set(pinyin.keys(typed)) & set(pinyin.keys(proposed)))


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
            if not made_of_words(snapshot, text):
                continue
            changed = parsed.with_part(index, Part(text, (fold(text),), quoted=part.quoted))
            if total := count(snapshot, changed, filters):
                found.append(Alternative(changed.text, total, "spelling", part.text))
    # 环境保 would always be found more often than 环境保护, so what keeps the length comes first.
    return sorted(found, key=lambda one: (len(one.text) < len(parsed.text), -one.total))[:3]


def made_of_words(snapshot: Snapshot, text: str) -> bool:
    """Return whether the text falls into words of the index: 业补贴 and 物业服 are pieces that nobody means."""
    words = analysis.plain_words(fold(text))
    return all(
        len(word) > 1 and any(snapshot.searcher.doc_freq(field, word) for field in ("body_w", "title_w"))
        for word in words
    )


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


def hints(parsed: ParsedQuery, filters: Filters, *, relaxed: bool) -> tuple[str, ...]:
    if relaxed:
        return (RELAXED,)
    found = [NO_RESULT]
    # A site's own part of the tree is no choice of the reader.
    agency = () if filters.agency_subtree else filters.agency
    if dataclasses.replace(filters, site=(), agency=agency, agency_subtree=False) != Filters():
        found.append(DROP_FILTERS)
    if any(part.quoted for part in parsed.parts):
        found.append("引号内的文字须逐字相符，去掉引号可放宽。")
    return tuple(found)
