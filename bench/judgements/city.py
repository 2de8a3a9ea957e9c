"""The judgement set over the documents of 云川市: the content files of the demo, put into an index without a database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from bench.judgements.measures import ndcg, reciprocal_rank
from gongkai.engine.search.index import SearchDocument, Searcher, SearchRequest, SearchResult, rebuild, synonyms
from gongkai.engine.search.rules import Body, Directory, directory, first_that_finds, understand
from gongkai.law.grounds import Attribute
from gongkai.project.demo.agencies import BODIES
from gongkai.project.demo.contents import Content, all_contents

FILE = Path(__file__).with_name("city.txt")
TODAY = dt.date(2026, 11, 20)  # the day the city's story has come to
PUBLIC = {"published", "superseded_pair"}
ENDING = {"repeals", "replaces", "lapses", "废止", "替代"}


def judgements() -> list[tuple[str, dict[str, int]]]:
    """Return (query, key → grade)."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            query, _, answers = line.partition("|")
            pairs = (one.split(":") for one in answers.split())
            found.append((query, {key: int(grade) for key, grade in pairs}))
    return found


def lineage(code: str) -> tuple[str, ...]:
    parents = {body.code: body.parent for body in BODIES}
    found: list[str] = []
    while code:
        found.insert(0, code)
        code = parents[code]
    return tuple(found)


def names() -> Directory:
    bodies = [Body(b.code, b.name, b.short_name, b.former_names, b.kind, lineage(b.code)) for b in BODIES]
    return directory(bodies, [words for _, words in synonyms.built_in_groups()])


def documents() -> Iterator[SearchDocument]:
    public = [one for one in all_contents() if one.attribute is Attribute.PROACTIVE and one.state in PUBLIC]
    relations = [(one, verb, number) for one in public for verb, number in one.relations]
    ended = {number for _, verb, number in relations if verb in ENDING}
    amended = {number for _, verb, number in relations if verb == "amends"}
    known = {body.code: body for body in BODIES}
    for one in public:
        body = known[one.agency]
        day = one.issued_on or one.formed_on
        *above, own = lineage(one.agency)
        yield SearchDocument(
            key=one.name[:3],
            kind="document",
            title=one.title,
            body=f"{one.particulars['summary']}\n{one.text}",
            doc_number=one.doc_number,
            genre=one.particulars["genre"],
            category=one.particulars["category"],
            agency=own,
            agency_names=(body.name, body.short_name, *body.former_names),
            ancestors=tuple(reversed(above)),
            themes=tuple(one.particulars["themes"]),
            keywords=tuple(one.particulars["keywords"]),
            year=day.year,
            date=day,
            validity=_validity(one, ended, amended),
        )


def _validity(one: Content, ended: set[str], amended: set[str]) -> str:
    expires, effective = one.particulars["expires_on"], one.particulars["effective_on"]
    if one.state == "superseded_pair" or one.doc_number in ended:
        return "repealed"
    if expires and expires < TODAY:
        return "expired"
    if one.doc_number in amended:
        return "amended"
    return "not-yet" if effective and effective > TODAY else "valid"


def ranked(searcher: Searcher, query: str, known: Directory) -> SearchResult:
    """Return what the result page would show, without its database."""
    base = SearchRequest(text=query, facets=(), highlight=False)
    return first_that_finds(searcher.search, base, understand(query, known, TODAY))[0]


def measure(folder: Path) -> tuple[dict[str, float], list[tuple[float, str, list[str]]]]:
    """Return the figures, and the queries from the worst on with what was found instead."""
    rebuild(folder, documents())
    searcher, known = Searcher(folder), names()
    rows: list[tuple[float, str, list[str]]] = []
    mrr = 0.0
    asked = judgements()
    for query, wanted in asked:
        keys = [hit.key for hit in ranked(searcher, query, known).hits]
        rows.append((ndcg(keys, wanted), query, keys))
        mrr += reciprocal_rank(keys, wanted)
    figures = {
        "queries": len(asked),
        "ndcg@10": round(sum(row[0] for row in rows) / len(rows), 4),
        "mrr@10": round(mrr / len(rows), 4),
    }
    return figures, sorted(rows)
