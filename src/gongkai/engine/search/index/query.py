"""A parsed query in terms of the index: what must match, and what makes a match better."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from gongkai.engine.search.index import analysis
from gongkai.engine.search.index.folding import fold
from gongkai.engine.search.index.leaning import Leaning
from gongkai.engine.search.index.parser import ParsedQuery, Part
from gongkai.engine.search.index.results import Filters
from gongkai.engine.search.index.schema import day_number

TITLE_BOOST = 2.5
WHOLE_TITLE_BOOST = 20.0
TITLE_WORD_BOOST = 0.6
WORD_BOOST = 0.4
NEAR_BOOST = 5.0
NUMBER_BOOST = 20.0
EXTRA_BOOST = 0.3
SYNONYM_BOOST = 0.5
# Positions that may lie between the parts altogether: it brings the near ones among the first hits, which are then weighed
# by their sentences (sentences.py). It costs a pass over the positions, so it is not asked where even the rarest part is
# in more than this share of all documents, beyond a number that does not matter.
NEAR = 20
NEAR_SHARE, NEAR_ENOUGH = 0.2, 20_000
COMMON_WORD = 0.1  # of all documents: a word beyond it tells documents apart no more, but all its places would be read
MOST_WORDS = 24

Clause = tuple[Occur, Query]


def any_of(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.all_query()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


class QueryBuilder:
    """Builds queries against one state of the index, whose counts decide what is worth asking."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self.schema = schema
        self.searcher = searcher

    # what must match

    def term(self, field: str, value: str, index_option: str = "freq") -> Query:
        return Query.term_query(self.schema, field, value, index_option)

    def scaled(self, field: str, value: str, boost: float) -> Query:
        return Query.boost_query(self.term(field, value), boost)

    def estimate(self, field: str, phrase: analysis.Phrase) -> int:
        """Return how many documents can match at most: the count of the rarest token."""
        counts = [self.searcher.doc_freq(field, token.text) for token in phrase.tokens]
        counts += [self.searcher.doc_freq("chars", unit) for unit in phrase.singles]
        return min(counts, default=0)

    def occurs(self, field: str, folded: str) -> Query | None:
        """Return the query for "this string occurs in the field", None when it cannot."""
        phrase = analysis.phrase(folded)
        if self.estimate(field, phrase) == 0:
            return None
        queries = [self.term("chars", unit, "basic") for unit in phrase.singles]
        if len(phrase.tokens) == 1:
            queries.append(self.term(field, phrase.tokens[0].text))
        elif phrase.tokens:
            first = phrase.tokens[0].position
            tokens: list[str | tuple[int, str]] = [(token.position - first, token.text) for token in phrase.tokens]
            queries.append(Query.phrase_query(self.schema, field, tokens))
        return all_of(queries)

    def anywhere(self, folded: str) -> list[Query]:
        """Return the queries of which any says that the string occurs in a document, its attachments included."""
        found = [query] if (query := self.occurs("body_b", folded)) else []
        if analysis.phrase(folded).tokens and (extra := self.occurs("extra_b", folded)):
            found.append(Query.boost_query(extra, EXTRA_BOOST))
        return found

    def number(self, part: Part) -> Query | None:
        units: list[str | tuple[int, str]] = list(part.number)
        if len(units) < 2:
            return None
        return Query.boost_query(Query.phrase_query(self.schema, "docno", units), NUMBER_BOOST)

    def part(self, part: Part) -> Query:
        found = [query for text in part.writings for query in self.anywhere(text)]
        found += [Query.boost_query(query, SYNONYM_BOOST) for text in part.synonyms for query in self.anywhere(text)]
        if number := self.number(part):
            found.append(number)
        if part.pieces:
            found.append(all_of([any_of(self.anywhere(piece)) for piece in part.pieces]))
        return any_of(found)

    def part_estimate(self, part: Part) -> int:
        phrases = [analysis.phrase(text) for text in (*part.writings, *part.synonyms)]
        return sum(self.estimate("body_b", phrase) for phrase in phrases)

    def matching(self, parsed: ParsedQuery) -> list[Clause]:
        clauses: list[Clause] = [(Occur.Must, self.part(part)) for part in parsed.parts]
        clauses += [(Occur.MustNot, self.part(part)) for part in parsed.excluded]
        if not parsed.parts:
            clauses.insert(0, (Occur.Must, Query.all_query()))
        return clauses

    # what makes it better

    def tellable(self, parsed: ParsedQuery) -> bool:
        """Return whether some part is rare enough for words and nearness to be worth their price."""
        least = min((self.part_estimate(part) for part in parsed.parts), default=0)
        return least <= max(NEAR_ENOUGH, NEAR_SHARE * self.searcher.num_docs)

    def better(self, parsed: ParsedQuery) -> list[Clause]:
        texts = [part.writings[0] for part in parsed.parts]
        wanted = [(text, TITLE_BOOST) for text in texts]
        wanted += [(text, TITLE_BOOST * SYNONYM_BOOST) for part in parsed.parts for text in part.synonyms]
        if len(texts) > 1:
            wanted.append(("".join(texts), WHOLE_TITLE_BOOST))
        found = [Query.boost_query(query, boost) for text, boost in wanted if (query := self.occurs("title_b", text))]
        if self.tellable(parsed):
            found += self.words(texts)
            found += self.near(texts)
        return [(Occur.Should, query) for query in found]

    def words(self, texts: Iterable[str]) -> list[Query]:
        words = list(dict.fromkeys(word for text in texts for word in analysis.words(text)))[:MOST_WORDS]
        most = COMMON_WORD * self.searcher.num_docs
        return [
            Query.boost_query(self.term(field, word), boost)
            for field, boost in (("title_w", TITLE_WORD_BOOST), ("body_w", WORD_BOOST))
            for word in words
            if 0 < self.searcher.doc_freq(field, word) <= most
        ]

    def near(self, texts: Sequence[str]) -> list[Query]:
        """Return a sloppy phrase of the whole query: its parts in this order, not much between them."""
        tokens: list[str | tuple[int, str]] = []
        position = 0
        for text in texts:
            phrase = analysis.phrase(text)
            tokens.extend((position + token.position, token.text) for token in phrase.tokens)
            position += max((token.position for token in phrase.tokens), default=0) + 2
        if len(tokens) < 2 or len(texts) < 2:
            return []
        return [Query.boost_query(Query.phrase_query(self.schema, "body_b", tokens, slop=NEAR), NEAR_BOOST)]

    # what the words mean besides

    def required(self, leanings: Iterable[Leaning]) -> list[Clause]:
        found = [self.leaning(one) for one in leanings if one.required]
        return [(Occur.Must, Query.const_score_query(query, 0.0)) for query in found]

    def lifted(self, leanings: Iterable[Leaning], scale: float) -> list[Clause]:
        return [
            (Occur.Should, Query.const_score_query(self.leaning(one), one.weight * scale))
            for one in leanings
            if one.weight
        ]

    def leaning(self, one: Leaning) -> Query:
        """Return the query for "any of these conditions holds"."""
        sets = {
            "agency": one.agencies, "subtree": one.below, "issuer": one.issuers, "genre": one.genres,
            "kind": one.kinds, "validity": one.validity, "key": one.keys,
        }  # fmt: skip
        found = [Query.term_set_query(self.schema, name, list(values)) for name, values in sets.items() if values]
        for field, texts in (("title_b", one.titles), ("body_b", one.mentions)):
            found += [query for text in texts if (query := self.occurs(field, fold(text)))]
        if one.date_from is not None or one.date_to is not None:
            found.append(self.span("date", _day(one.date_from), _day(one.date_to)))
        return any_of(found)

    # filters

    def filters(self, filters: Filters, *, without: str | None = None) -> list[Clause]:
        """Return the filters as clauses that do not score, leaving out one dimension (for its own counts)."""
        found: dict[str, Query] = {}
        for name in ("kind", "genre", "category", "theme", "audience", "column", "validity", "site", "issuer"):
            if values := getattr(filters, name):
                found[name] = Query.term_set_query(self.schema, name, list(values))
        if filters.region:
            found["region"] = Query.term_set_query(self.schema, "subtree", list(filters.region))
        if filters.agency:
            field = "subtree" if filters.agency_subtree else "agency"
            found["agency"] = Query.term_set_query(self.schema, field, list(filters.agency))
        if filters.year_from is not None or filters.year_to is not None:
            found["year"] = self.span("year", filters.year_from, filters.year_to)
        if filters.years:
            chosen = Query.boolean_query([(Occur.Should, self.span("year", year, year)) for year in filters.years])
            span = found.get("year")
            found["year"] = Query.boolean_query([(Occur.Must, span), (Occur.Must, chosen)]) if span else chosen
        if filters.date_from is not None or filters.date_to is not None:
            found["date"] = self.span("date", _day(filters.date_from), _day(filters.date_to))
        return [(Occur.Must, Query.const_score_query(query, 0.0)) for name, query in found.items() if name != without]

    def span(self, field: str, low: int | None, high: int | None) -> Query:
        low, high = max(low or 0, 0), high if high is not None else 99_999_999
        if low > high:
            return Query.empty_query()
        return Query.range_query(self.schema, field, FieldType.Unsigned, low, high)


def _day(day: dt.date | None) -> int | None:
    return day_number(day) if day else None


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """`matching` says which documents, without scores' sake; `scored` the same with all that makes one better."""

    matching: list[Clause]
    better: list[Clause]

    def scored(self, filters: list[Clause]) -> Query:
        return Query.boolean_query([*self.matching, *filters, *self.better])

    def plain(self, filters: list[Clause]) -> Query:
        return Query.boolean_query([*self.matching, *filters])
