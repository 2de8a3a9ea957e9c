"""Finding the documents that a question may be about: several searches of the one index, their orders merged.

The index proposes; what is read afterwards are releases, looked up anew for every answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.engine.answers.rules import Question, rarity
from gongkai.engine.answers.rules.words import UNHEARD, UNKNOWN, is_word, table
from gongkai.engine.publishing.queries import public_releases
from gongkai.engine.search import queries as index
from gongkai.engine.search.queries import Filters, Hit, SearchRequest

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

MOST_READ = 24  # documents whose passages are weighed
PAGE = 20
MOST_TERMS = 12
SMALLEST_LIBRARY = 200  # texts; in a library of three every word seems common
MOST_NAMES = 3  # other names of a term that are looked up in the index
OFTENER = 4  # by which another name must be found more often to be searched instead
RANK_DAMP = 8.0  # how slowly the rank of a search loses weight


@dataclass(frozen=True)
class Candidate:
    """`prior` (0–1) is how strongly the searches together proposed the document."""

    release: Release
    prior: float


@dataclass(frozen=True)
class Term:
    """One term with the writing that the index knows best; `weight` is its rarity, `known` in how many texts it stands."""

    text: str
    writing: str
    weight: float
    known: int


def filters_of(site: Site | None) -> Filters:
    return Filters(agency=(site.agency.code,), agency_subtree=site.whole_tree) if site else Filters()


def terms_of(question: Question, site: Site | None) -> list[Term]:
    """Return the terms of a question with their rarity among what is public, the rarest first."""
    total = max(index.document_count(), SMALLEST_LIBRARY)
    wanted = list(question.terms.items())[:MOST_TERMS]
    found = [_term(text, says, total, filters_of(site)) for text, says in wanted]
    return sorted(found, key=lambda term: -term.weight)


def _term(text: str, says: float, total: int, filters: Filters) -> Term:
    counts = {name: _count(name, filters) for name in (text, *table().get(text, ())[:MOST_NAMES])}
    most = max(counts, key=lambda name: counts[name])
    writing = text if counts[text] and counts[most] < OFTENER * counts[text] else most
    known = sum(counts.values())
    if not known:
        says *= UNKNOWN if is_word(text) else UNHEARD
    if not known and not is_word(text):
        writing, counts = _part(text, counts, filters)
    return Term(text, writing if counts[writing] else "", says * rarity(min(known, total), total), known)


def _part(text: str, counts: dict[str, int], filters: Filters) -> tuple[str, dict[str, int]]:
    """Return the rarer half that is known of a word that nobody knows: 当河长 is searched as 河长."""
    halves = {half: _count(half, filters) for half in (text[1:], text[:-1]) if len(half) > 1}
    known = {half: count for half, count in halves.items() if count}
    return (min(known, key=lambda half: known[half]), known) if known else (text, counts)


def _count(text: str, filters: Filters) -> int:
    quoted = f"“{text}”"
    request = SearchRequest(
        text=quoted, filters=filters, sort="date", page_size=1, facets=(), highlight=False, rescue=False
    )
    return index.search(request).total


def candidates(question: Question, terms: Sequence[Term], site: Site | None) -> list[Candidate]:
    """Return the likeliest documents, the likeliest first; only what is public at this moment."""
    points: dict[str, float] = {}
    for weight, hits in _searches(question, terms, site):
        for rank, hit in enumerate(hits):
            key = hit.key.removeprefix(f"{hit.kind}:") if hit.kind else hit.key
            points[key] = points.get(key, 0.0) + weight * RANK_DAMP / (RANK_DAMP + rank)
    keys = sorted(points, key=lambda key: -points[key])[:MOST_READ]
    rows = public_releases(site).filter(key__in=keys).select_related("edition", "agency")
    known = {release.key: release for release in rows}
    most = max(points.values(), default=1.0)
    proposed = [Candidate(known[key], points[key] / most) for key in keys if key in known]
    return _once(proposed, site)


def _once(proposed: Sequence[Candidate], site: Site | None) -> list[Candidate]:
    """Return each text once: what a gazette prints again stands for the text that was published first."""
    numbers = {one.release.doc_number_key for one in proposed if one.release.doc_number_key}
    rows = public_releases(site).filter(doc_number_key__in=numbers).order_by("first_published_at", "pk")
    first: dict[tuple[str, str], int] = {}
    for key, title, pk in rows.values_list("doc_number_key", "title", "pk"):
        first.setdefault((key, title), pk)
    known = {one.release.pk: one.release for one in proposed}
    wanted = {
        one.release.pk: first.get((one.release.doc_number_key, one.release.title), one.release.pk) for one in proposed
    }
    if missing := set(wanted.values()) - set(known):
        known |= {
            row.pk: row for row in public_releases(site).filter(pk__in=missing).select_related("edition", "agency")
        }
    found: dict[int, Candidate] = {}
    for one in proposed:
        pk = wanted[one.release.pk]
        found.setdefault(pk, Candidate(known[pk], one.prior))
    return list(found.values())


def _searches(question: Question, terms: Sequence[Term], site: Site | None) -> Iterable[tuple[float, Sequence[Hit]]]:
    """Yield (weight, hits): the question as typed, all terms together, the rarest in pairs and alone."""
    known = [term for term in terms if term.writing]
    wanted: dict[str, float] = {question.text: 1.0}
    for several in _groups(known):
        text = " ".join(f"“{term.writing}”" for term in several)
        share = sum(term.weight for term in several) / (sum(term.weight for term in terms) or 1.0)
        wanted.setdefault(text, 0.4 + share)
    filters = filters_of(site)
    for text, weight in wanted.items():
        request = SearchRequest(
            text=text, filters=filters, page_size=PAGE, facets=(), highlight=False, rescue=text == question.text
        )
        yield weight, index.search(request).hits


def _groups(known: Sequence[Term]) -> list[Sequence[Term]]:
    found: list[Sequence[Term]] = [known[:count] for count in range(len(known), 1, -1)]
    found += [[known[0], other] for other in known[2:4]]
    found += [[known[1], known[2]]] if len(known) > 2 else []
    found += [[term] for term in known[:3]]
    return [group for group in found if group]
