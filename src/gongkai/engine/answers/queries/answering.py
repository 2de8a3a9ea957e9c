"""Answering a question: from passages of what is public at this moment, or plainly not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from gongkai.base.ui.text import cited
from gongkai.engine.answers.queries.reading import particulars, passages_of, state_of
from gongkai.engine.answers.queries.retrieving import Candidate, candidates, terms_of
from gongkai.engine.answers.rules import SURE, Passage, Question, Wanted, Weighed, Weigher, is_made_for, read, source_of
from gongkai.engine.publishing.queries import item_by_number, public_releases, release_by_key
from gongkai.engine.publishing.rules import ENDING_VERBS, KINDS, VALIDITY_NAMES, Validity, paragraph_path
from gongkai.engine.search.queries import IndexOutdatedError, document_count, one_vocabulary

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Site
    from gongkai.engine.publishing.models import Release

MOST_PASSAGES = 3
FROM_ONE = 2  # further passages of one document at most
PRIOR = 0.25  # what being proposed first by the searches is worth
NO_LONGER: dict[Validity, float] = {Validity.REPEALED: 0.35, Validity.EXPIRED: 0.2, Validity.NOT_YET: 0.02}
OWN_YEAR = 0.3  # a question that names the year of the text
FOLLOWED = 0.35  # the document that the reader asked about before
SURE_OF_FOLLOWED = 0.5  # a question back to one text needs less of its subject in it
WORTH_A_LOOK, MOST_RELATED = 0.35, 3
MOST_NEAREST, NOT_FAR = 2, 0.4  # passages shown where none answers outright, and how far behind the best one of all
EQUAL = 0.03  # by which rows of one table may differ without one being meant
MADE_FOR_IT = 1.0  # for a passage that was written to answer this kind of question
FURTHER = 0.75  # of the best score: a further passage must not be far behind


@dataclass(frozen=True)
class Found:
    """One passage with its document and its state today; `successor` is the public text that took its place."""

    release: Release
    passage: Passage
    sentence: str
    state: Validity
    score: float
    confidence: float
    successor: Release | None = None

    @property
    def row(self) -> int:
        """Return which row of the passage's table answers; 0 where none does more than the others."""
        return self.passage.row

    @property
    def url(self) -> str:
        return paragraph_path(KINDS[self.release.kind].path(self.release.key), self.passage.anchor)

    @property
    def in_force(self) -> bool:
        return self.state in {Validity.VALID, Validity.AMENDED}

    @property
    def warning(self) -> str:
        """Return what must be said before such a text is relied on; nothing for one in force."""
        if self.in_force:
            return ""
        name = cited(self.release.title)
        if self.state is Validity.NOT_YET:
            return f"{name}尚未施行。"
        return f"{name}{VALIDITY_NAMES[self.state]}，以下内容仅供了解历史规定，不能作为办事依据。"


@dataclass(frozen=True)
class Answer:
    """`passages` is empty when there is no answer; the first one is the answer. `about` is the document it came from.
    `nearest` are passages of a document that is surely about it where none of them answers outright; `related` are
    documents that may be worth a look.
    """

    question: Question
    passages: tuple[Found, ...] = ()
    confidence: float = 0.0
    followed: bool = False
    about: Release | None = None
    note: str = ""
    nearest: tuple[Found, ...] = ()
    related: tuple[Release, ...] = ()

    @property
    def known(self) -> bool:
        return bool(self.passages)

    @property
    def text(self) -> str:
        """Return the answer in the words of the source."""
        return quoted(self.passages[0]) if self.passages else ""


NOT_READY = "检索库正在建立，暂时不能问答，请稍后再试。"
TOO_VAGUE = "请把想问的事说得具体一些，例如“新市民租房补贴怎么申请”。"
LONGEST_QUOTE = 220


def quoted(found: Found) -> str:
    """Return the sentence that answers, or the whole passage where it is short or a list."""
    text = found.passage.text
    if found.passage.kind == "text" and found.passage.rows:
        return "\n".join([text, *("，".join(filter(None, row)) for row in found.passage.rows)])
    if found.passage.kind in {"list", "row", "facts", "faq", "table"} or len(text) <= LONGEST_QUOTE:
        return text
    return found.sentence


def ask(text: str, *, site: Site | None = None, about: str = "", today: dt.date | None = None) -> Answer:
    """Answer a question from what this site shows (everything public without one). Never raises for what was typed.

    `about` is the index number of the document that the question goes on about. Repealed and lapsed texts are answered
    from only where nothing in force does as well, and say so (`Found.warning`).
    """
    question, day = read(text), today or timezone.localdate()
    followed = release_by_key(about, site) if about.isprintable() and about else None
    if question.number:
        named = item_by_number(question.number)
        followed = release_by_key(named.key, site) if named else None
        if followed is None:
            return Answer(question, note=f"本网站公开的文件中没有{question.number}。")
    if not question.text:
        return Answer(question, about=followed)
    if followed is not None and (back := of_one(question, followed, day)) is not None:
        return back
    if not question.terms:
        return Answer(question, about=followed, note=TOO_VAGUE if followed is None else "")
    try:
        with one_vocabulary():
            return _of_all(question, site, followed, day)
    except IndexOutdatedError:
        return Answer(question, about=followed, note=NOT_READY)


def _of_all(question: Question, site: Site | None, followed: Release | None, day: dt.date) -> Answer:
    if not document_count():
        return Answer(question, about=followed, note=NOT_READY)
    terms = terms_of(question, site)
    weigher = Weigher(question, {term.text: term.weight for term in terms}, {term.text for term in terms if term.known})
    found: list[Found] = []
    for one in candidates(question, terms, site):
        extra = FOLLOWED if followed is not None and one.release.pk == followed.pk else 0.0
        found += _weighed(weigher, one, day, extra)
    settled = _settled(question, found, SURE, about=followed)
    if settled.known:
        return settled
    nearest = _nearest(weigher, found)
    ordered = sorted(found, key=lambda one: -one.confidence)
    shown = {one.release.pk for one in nearest}
    worth = (one.release for one in ordered if one.confidence >= WORTH_A_LOOK and one.release.pk not in shown)
    related = tuple(dict.fromkeys(worth))[:MOST_RELATED]
    about = nearest[0].release if nearest else followed
    return dataclasses.replace(settled, nearest=nearest, related=related, about=about)


def _nearest(weigher: Weigher, found: list[Found]) -> tuple[Found, ...]:
    """Return the nearest passages of the one document that is surely about the question; nothing without such a one."""
    ordered = sorted(found, key=lambda one: -one.score)
    for release in tuple(dict.fromkeys(one.release for one in ordered))[:MOST_RELATED]:
        own = [one for one in ordered if one.release.pk == release.pk]
        if own[0].score < ordered[0].score - NOT_FAR:
            continue
        if weigher.is_about(release.title, _told_of(release), passages_of(release), own[0].passage):
            first = _whole_table(own[0], own)
            second = next((one for one in own if not _overlap(one.passage, first.passage)), None)
            shown = [first] if second is None or second.score < FURTHER * first.score else [first, second]
            return tuple(dataclasses.replace(one, successor=_successor(one)) for one in shown[:MOST_NEAREST])
    return ()


def _told_of(release: Release) -> str:
    return " ".join((release.summary, *release.edition.snapshot.get("keywords", ())))


def _weighed(weigher: Weigher, candidate: Candidate, day: dt.date, extra: float = 0.0) -> list[Found]:
    release, question = candidate.release, weigher.question
    state = state_of(release, day)
    extra += PRIOR * candidate.prior + source_of(release.kind).bonus - NO_LONGER.get(state, 0.0)
    if question.years:
        own = {str(one.year) for one in (release.formed_on, release.issued_on, release.effective_on) if one}
        named = any(year in release.title for year in question.years)
        extra += OWN_YEAR if named else OWN_YEAR / 2 if own & set(question.years) else -OWN_YEAR / 2
    passages = list(passages_of(release))
    if question.about_text:
        passages.append(particulars(release, day))
    weighed = weigher.weigh_all(release.title, _told_of(release), passages)
    return [_found(release, one, state, extra) for one in weighed]


def _found(release: Release, one: Weighed, state: Validity, extra: float) -> Found:
    return Found(release, one.passage, one.sentence, state, one.score + extra, one.confidence)


def of_one(question: Question, release: Release, day: dt.date) -> Answer | None:
    """Answer from the document that was asked about before; None when the question is about something else."""
    weigher = Weigher(question, question.terms)
    found = _weighed(weigher, Candidate(release, 1.0), day)
    if not question.terms:
        found = [_without_terms(weigher, one) for one in found]
    settled = _settled(question, found, SURE_OF_FOLLOWED, about=release)
    if not settled.known or (len(question.terms) > 2 and not question.pointing and settled.confidence < SURE):
        return None
    return dataclasses.replace(settled, followed=True)


def _without_terms(weigher: Weigher, one: Found) -> Found:
    """A question like 那要多久 says only what kind of answer it wants: the passage made for that kind comes first."""
    pattern = weigher.question.pattern
    fits = pattern is not None and pattern.search(one.passage.text) and weigher.question.wanted is not Wanted.ANY
    made = MADE_FOR_IT if fits and is_made_for(one.passage, weigher.question) else 0.0
    return dataclasses.replace(one, confidence=SURE if fits else 0.0, score=one.score + made)


def _settled(question: Question, found: list[Found], sure: float, about: Release | None) -> Answer:
    """Return the best passage and those close behind it, if the best one is an answer at all."""
    ordered = sorted(found, key=lambda one: -one.score)
    best = next((one for one in ordered[:8] if one.confidence >= sure and one.score >= ordered[0].score - 0.15), None)
    if best is None:
        most = max((one.confidence for one in ordered[:8]), default=0.0)
        return Answer(question, confidence=most, about=about)
    best = _whole_table(best, ordered)
    shown = [best]
    for one in ordered:
        same = [other for other in shown if other.release.pk == one.release.pk]
        if len(shown) >= MOST_PASSAGES or one.score < FURTHER * best.score or one.confidence < sure:
            break
        if one.passage.kind == "table":
            continue  # a whole table is an answer or it is in the way
        if len(same) < FROM_ONE and not any(_overlap(one.passage, other.passage) for other in same):
            shown.append(one)
    shown = [dataclasses.replace(one, successor=_successor(one)) for one in shown]
    return Answer(question, tuple(shown), best.confidence, about=best.release)


def _whole_table(best: Found, ordered: list[Found]) -> Found:
    """Return the table instead of a row of it, where its rows answer equally well: the question does not choose one.

    A paragraph that leads into a table is shown with it, and marks the row that the question chooses.
    """
    if best.passage.kind == "text" and best.passage.rows:
        return _with_row(best, ordered)
    if best.passage.kind != "row":
        return best
    same = [one for one in ordered if one.release.pk == best.release.pk and one.passage.anchor == best.passage.anchor]
    rows = [one for one in same if one.passage.kind == "row" and best.score - one.score < EQUAL]
    table = next((one for one in same if one.passage.kind == "table"), None)
    if len(rows) < 2 or table is None:
        return best
    return dataclasses.replace(table, confidence=best.confidence, score=best.score)


def _with_row(best: Found, ordered: list[Found]) -> Found:
    own = [one for one in ordered if one.release.pk == best.release.pk and one.passage.rows == best.passage.rows]
    rows = [one for one in own if one.passage.kind == "row"]
    if not rows or (len(rows) > 1 and rows[0].score - rows[1].score < EQUAL):
        return best
    return dataclasses.replace(best, passage=dataclasses.replace(best.passage, row=rows[0].passage.row))


def _overlap(one: Passage, other: Passage) -> bool:
    if one.rows and one.rows == other.rows:
        return True
    return one.anchor == other.anchor or one.text in other.text or other.text in one.text


def _successor(found: Found) -> Release | None:
    """Return the public text that repealed or replaced this one."""
    if found.in_force or found.state is Validity.NOT_YET:
        return None
    verbs = found.release.item.reverse_relations.filter(verb__in=ENDING_VERBS)
    return public_releases().filter(item_id__in=verbs.values("source_id")).first()
