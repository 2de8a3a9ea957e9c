"""What a person may be about to type: document numbers, titles, agencies, frequent words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tantivy import Occur, Query

from gongkai.engine.search.index import analysis, english, pinyin
from gongkai.engine.search.index.folding import fold, spell
from gongkai.engine.search.index.query import all_of, any_of
from gongkai.engine.search.index.results import Suggestion
from gongkai.engine.search.index.snapshot import Snapshot, document_bytes

LONGEST = 40  # characters typed
MOST_WORDS = 4
LEAST_LETTERS = 3
YEAR_DIGITS = 4
MOST_CODES = 2
LATIN = re.compile(r"[a-z0-9]+")
LONGEST_ENGLISH = 100  # characters: English words are longer
MOST_BEGUN = 60  # words that begin with what was typed


def suggest(snapshot: Snapshot, typed: str, limit: int) -> tuple[Suggestion, ...]:
    folded = fold(typed[:LONGEST]).strip()
    if not analysis.units(folded):
        return ()
    found: dict[str, Suggestion] = {}
    for one in (
        *numbers(snapshot, folded),
        *agencies(snapshot, folded),
        *codes(snapshot, folded),
        *words(snapshot, spell(typed[:LONGEST]).strip()),
        *by_sound(snapshot, folded),
        *titles(snapshot, folded, limit),
    ):
        found.setdefault(one.text, one)
    return tuple(found.values())[:limit]


def numbers(snapshot: Snapshot, folded: str) -> Iterator[Suggestion]:
    """Yield documents whose number goes on from what was typed; only when it holds a digit (沪民规〔2020〕8)."""
    units = analysis.number_units(folded)
    if len(units) >= 2 and any(unit.isdigit() for unit in units):
        yield from _numbered(snapshot, units, 3)


def codes(snapshot: Snapshot, folded: str) -> Iterator[Suggestion]:
    """Yield a few documents for the beginning of a number alone: the code of an agency (沪府办), a year."""
    units = analysis.number_units(folded)
    if len(units) == 1 and len(folded) == YEAR_DIGITS and folded.isdigit():
        yield from _numbered(snapshot, units, MOST_CODES)
    elif len(units) >= 2 and not any(unit.isdigit() for unit in units):
        yield from (one for one in _numbered(snapshot, units, MOST_CODES) if fold(one.text).startswith(folded))


def _numbered(snapshot: Snapshot, units: list[str], limit: int) -> Iterator[Suggestion]:
    if len(units) == 1:
        query = Query.term_query(snapshot.schema, "docno", units[0])
    else:
        query = Query.phrase_prefix_query(snapshot.schema, "docno", [str(unit) for unit in units])
    for meta, key in _documents(snapshot, query, limit):
        yield Suggestion("number", meta["doc_number"], key=key, url=meta["url"])


def agencies(snapshot: Snapshot, folded: str) -> Iterator[Suggestion]:
    """Yield agencies one of whose names holds what was typed, those that begin with it first."""
    matches = [
        (not any(name.startswith(folded) for name in names), len(names[0]), code, names[0])
        for code, names in snapshot.folded_agency_names.items()
        if any(folded in name for name in names)
    ]
    for _, _, code, _ in sorted(matches)[:3]:
        yield Suggestion("agency", snapshot.agency_names[code][0], value=code)


def words(snapshot: Snapshot, spelled: str) -> Iterator[Suggestion]:
    """Yield the commonest words of titles that begin with the last thing typed."""
    start, _, last = spelled.rpartition(" ")
    if not last:
        return
    found = [(number, word) for word, number in snapshot.words_from(last) if word != last and not word.isdigit()]
    for _, word in sorted(found, reverse=True)[:MOST_WORDS]:
        yield Suggestion("word", f"{start} {word}".strip())


def by_sound(snapshot: Snapshot, folded: str) -> Iterator[Suggestion]:
    """Yield the words that sound as the letters typed so far (gongji), or begin with these letters (gjj)."""
    start, _, last = folded.rpartition(" ")
    if len(last) < LEAST_LETTERS or not pinyin.LETTERS.fullmatch(last):
        return
    sounds = snapshot.sounds_at_once()
    if sounds is None:
        return
    found = [*sounds.by_initials.get(last, ())[:2]]
    blurred = pinyin.blurred_letters(last)
    found += sounds.beginning(blurred, MOST_WORDS) if blurred else []
    for word in dict.fromkeys(found):
        yield Suggestion("word", f"{start} {word}".strip())


def titles(snapshot: Snapshot, folded: str, limit: int) -> Iterator[Suggestion]:
    queries = [snapshot.builder.occurs("title_b", part) for part in folded.split()]
    wanted = [query for query in queries if query is not None]
    if not wanted or len(wanted) < len(queries) or len(analysis.units(folded)) < 2:
        return
    query = Query.boolean_query([(Occur.Must, one) for one in wanted])
    for meta, key in _documents(snapshot, query, limit * 3, by_weight=True):
        yield Suggestion("title", meta["title"], key=key, url=meta["url"])


def english_titles(snapshot: Snapshot, typed: str, kind: str, limit: int) -> Iterator[Suggestion]:
    """Yield titles of one kind that hold the English words typed, the last of which may be half a word."""
    *whole, last = LATIN.findall(fold(typed[:LONGEST_ENGLISH])) or [""]
    if len(last) < 2 and not whole:
        return
    builder = snapshot.builder
    begun = [one for one, _ in snapshot.words_from(last)[:MOST_BEGUN]] if len(last) > 1 else []
    wanted = [[word, *english.variants(word)] for word in whole if len(word) > 1]
    wanted += [list(dict.fromkeys((*begun, last, *english.variants(last))))] if len(last) > 1 else []
    clauses = [any_of([builder.term("title_w", word, "basic") for word in words]) for words in wanted]
    query = all_of([builder.term("kind", kind, "basic"), *clauses])
    for meta, key in _documents(snapshot, query, limit, by_weight=True):
        yield Suggestion("title", meta["title"], key=key, url=meta["url"])


def _documents(
    snapshot: Snapshot, query: Query, limit: int, *, by_weight: bool = False
) -> Iterator[tuple[dict[str, str], str]]:
    searcher = snapshot.searcher
    order = {"weight_by_field": "weight"} if by_weight else {"order_by_field": "stamp"}
    for _, address in searcher.search(query, limit, count=False, **order).hits:  # type: ignore[arg-type]
        document = searcher.doc(address)
        yield json.loads(document_bytes(document, "meta")), str(document.get_first("key"))
