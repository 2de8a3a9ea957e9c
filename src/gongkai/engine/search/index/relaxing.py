"""The query by its words, where it does not occur as it stands, or hardly ever."""

from __future__ import annotations

import dataclasses
import math

from tantivy import Occur, Query

from gongkai.engine.search.index import analysis, loose, synonyms
from gongkai.engine.search.index.folding import fold
from gongkai.engine.search.index.parser import ParsedQuery, Part
from gongkai.engine.search.index.query import Built, Clause, all_of
from gongkai.engine.search.index.results import SearchRequest
from gongkai.engine.search.index.snapshot import Snapshot
from gongkai.engine.search.index.synonyms import Vocabulary

LEAST_SHARE = 0.6  # of the words of a sentence
MOST_WORDS = 20
WELL_WRITTEN = 0.75  # of the characters stand in known words
LITERAL_LEAD = 300.0  # what a document that holds the query as it stands is ahead of one that only holds its words
QUESTION_WORDS = """怎么 怎样 如何 什么 哪些 哪里 多少 是否 可以 需要 应该 请问 我要 我想 想要 关于 有关 一下 为什么 怎么办 办理
的 了 吗 呢 在 是 有 和 与 及 或 等 对 我 你 能 要 去 个 多少钱 哪 谁 几 前 后 上 下 里 到 为 由 被 把 从 给 让 会"""
STOP_WORDS = frozenset(QUESTION_WORDS.split())


@dataclasses.dataclass(frozen=True)
class Relaxed:
    parsed: ParsedQuery
    built: Built


def finds(snapshot: Snapshot, built: Built, request: SearchRequest) -> bool:
    builder = snapshot.builder
    query = built.plain([*builder.filters(request.filters), *builder.required(request.leanings)])
    return bool(snapshot.searcher.search(query, 1, count=False).hits)


def relaxed(snapshot: Snapshot, parsed: ParsedQuery, request: SearchRequest) -> Relaxed | None:
    """Return the query by its words: all of them if that finds something, else most, else the most telling; else None."""
    by_words = _by_words(snapshot, parsed, request)
    if by_words is None:
        return None
    builder = snapshot.builder
    number = len(by_words.parts)
    scored = builder.better(by_words)
    clauses: list[Clause] = [(Occur.Should, builder.part(part)) for part in by_words.parts]
    for least in dict.fromkeys((number, max(min(2, number), math.ceil(number * LEAST_SHARE)))):
        built = Built([(Occur.Must, Query.boolean_query(clauses, minimum_number_should_match=least))], scored)
        if finds(snapshot, built, request):
            return Relaxed(by_words, built)
    return _by_the_telling(snapshot, by_words, clauses, request)


def _by_the_telling(
    snapshot: Snapshot, by_words: ParsedQuery, clauses: list[Clause], request: SearchRequest
) -> Relaxed | None:
    """Return what holds one of the words that tell most; None where most of the words are nowhere.

    A single character and a number tell nothing by themselves (36款).
    """
    counts = [snapshot.builder.part_estimate(part) for part in by_words.parts]
    telling = [place for place, part in enumerate(by_words.parts) if len(part.text) > 1 and not part.text.isdigit()]
    known = sorted((place for place in telling if counts[place]), key=lambda place: counts[place])
    if not known or len(known) * 2 < len(telling):
        return None
    chosen = [clauses[place] for place in known[: math.ceil(len(known) / 2)]]
    built = Built([(Occur.Must, Query.boolean_query(chosen))], [*snapshot.builder.better(by_words), *clauses])
    return Relaxed(by_words, built) if finds(snapshot, built, request) else None


def beside(snapshot: Snapshot, parsed: ParsedQuery, request: SearchRequest) -> Relaxed | None:
    """Return the query as it stands, or all its words; None where there is but one word, or somebody insisted."""
    if parsed.literal or any(part.number for part in parsed.parts):
        return None
    by_words = _by_words(snapshot, parsed, request)
    if by_words is None or len(by_words.parts) < 2:
        return None
    builder = snapshot.builder
    literal = all_of([builder.part(part) for part in parsed.parts])
    words = all_of([builder.part(part) for part in by_words.parts])
    ahead = Query.const_score_query(literal, LITERAL_LEAD)
    scored = [*builder.better(parsed), *builder.better(by_words), (Occur.Should, ahead)]
    both = Query.boolean_query([(Occur.Should, literal), (Occur.Should, words)])
    return Relaxed(
        dataclasses.replace(by_words, parts=(*parsed.parts, *by_words.parts)), Built([(Occur.Must, both)], scored)
    )


def by_question(snapshot: Snapshot, parsed: ParsedQuery, request: SearchRequest) -> Relaxed | None:
    """Return a question by what it is made of; None when that finds nothing."""
    vocabulary = request.words or synonyms.built_in()
    built = loose.built(snapshot.builder, request.text, STOP_WORDS, vocabulary)
    if built is None or not finds(snapshot, built, request):
        return None
    words = dict.fromkeys(word for word in analysis.words(loose.cleaned(request.text)) if word not in STOP_WORDS)
    parts = tuple(Part(word, (fold(word),)) for word in list(words)[:MOST_WORDS])
    return Relaxed(ParsedQuery(parts, notes=parsed.notes), built)


def well_written(snapshot: Snapshot, part: Part, vocabulary: Vocabulary | None = None) -> bool:
    """Return whether the part falls into words that the index knows: then it is no misspelling."""
    words = _words_of(snapshot, ParsedQuery((part,)), vocabulary or synonyms.built_in(), stopped=False)
    known = [word for word in words if len(word) > 1]
    return sum(map(len, known)) >= WELL_WRITTEN * len(part.text) > 0


def _by_words(snapshot: Snapshot, parsed: ParsedQuery, request: SearchRequest) -> ParsedQuery | None:
    vocabulary = request.words or synonyms.built_in()
    words = _words_of(snapshot, parsed, vocabulary)[:MOST_WORDS]
    if not words or words == [part.text for part in parsed.parts]:
        return None
    parts = tuple(Part(word, (fold(word),), tuple(map(fold, vocabulary.variants(word)))) for word in words)
    return ParsedQuery(parts, parsed.excluded, parsed.notes)


def _words_of(snapshot: Snapshot, parsed: ParsedQuery, vocabulary: Vocabulary, *, stopped: bool = True) -> list[str]:
    found: list[str] = []
    for text, known in (piece for part in parsed.parts for piece in vocabulary.split(part.text)):
        # A word of the vocabulary that no text holds under any of its names is searched by what it is made of (住房补贴).
        if known and any(_occurs(snapshot, name) for name in (text, *vocabulary.variants(text))):
            found.append(text)
            continue
        for word in analysis.plain_words(text):
            # A number and a Latin word are one unit: a telephone number is not looked for by two of its digits.
            whole = len(word) < 3 or word.isascii() or _occurs(snapshot, word)
            found += [word] if whole else _known_pairs(snapshot, word)
    return [word for word in dict.fromkeys(found) if not stopped or word not in STOP_WORDS]


def _occurs(snapshot: Snapshot, word: str) -> bool:
    """Return whether some text holds the word as it stands; that its pairs occur says so only of two characters."""
    query = snapshot.builder.occurs("body_b", fold(word))
    if query is None or len(word) < 3:
        return query is not None
    return bool(snapshot.searcher.search(query, 1, count=False).hits)


def _known_pairs(snapshot: Snapshot, word: str) -> list[str]:
    """Return what of a word that the segmenter made up does occur (免费打: 免费); the word itself where nothing does."""
    found: list[str] = []
    place = 0
    while place < len(word) - 1:
        pair = word[place : place + 2]
        if _occurs(snapshot, pair):
            found.append(pair)
            place += 1
        place += 1
    return found or [word]
