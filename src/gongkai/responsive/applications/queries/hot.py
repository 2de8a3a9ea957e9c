"""What is asked for most (R246): themes, words, agencies, divisions, against the period before. No names of people.

A word counts only when several different applicants used it, and what reads as a person's name is taken out first.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from gongkai.engine.screening.rules.personal.names import names
from gongkai.engine.search import queries as search
from gongkai.responsive.applications.models import Application
from gongkai.responsive.applications.queries.demand import prints_of
from gongkai.responsive.applications.queries.rates import before
from gongkai.responsive.applications.rules.demand import (
    EDGES,
    MOST_TITLES,
    MOST_WORDS,
    NOTHING,
    WORD_APPLICANTS,
    WORD_LENGTHS,
)

if TYPE_CHECKING:
    from gongkai.base.organisations.models import Agency
    from gongkai.engine.search.queries import Hit

_RUN = re.compile(r"[一-龥A-Za-z]{2,}")
OVERLAP = 0.6
SHOWN = 3  # of what is public already, beside a word


@dataclass(frozen=True)
class Asked:
    """One matter as it is counted: what for, where; `marks` tell applicants apart."""

    pk: int
    agency: str
    division: str
    title: str
    marks: frozenset[str]


@dataclass
class Line:
    """One theme, word, agency or division: how often now and before, and what is public about it."""

    name: str
    now: int
    then: int
    applicants: int = 0
    public: Sequence[Hit] = ()

    @property
    def change(self) -> int:
        return self.now - self.then


@dataclass(frozen=True)
class Hot:
    """What was asked for in a period; `matched` says how many titles were compared with what is public."""

    total: Line
    themes: list[Line]
    words: list[Line]
    agencies: list[Line]
    divisions: list[Line]
    matched: int


def received(agencies: Iterable[Agency], since: dt.date, until: dt.date) -> list[Asked]:
    rows = Application.objects.filter(agency__in=list(agencies), received_on__range=(since, until)).order_by("-pk")
    lines = list(
        rows.values_list("pk", "agency__short_name", "agency__name", "division__name", "title", "submission_id")
    )
    marks = prints_of(line[5] for line in lines)
    return [
        Asked(pk, short or name, division or "", title, frozenset(marks.get(form, ())))
        for pk, short, name, division, title, form in lines
    ]


def hot(agencies: Sequence[Agency], since: dt.date, until: dt.date) -> Hot:
    now, then = received(agencies, since, until), received(agencies, *before(since, until))
    words = [
        Line(word, _holding(now, word), _holding(then, word), applicants, _public(word))
        for word, applicants in said(now)
    ]
    themes, matched = _themes(now)
    themes_before, _ = _themes(then)
    return Hot(
        total=Line("合计", len(now), len(then), len({mark for one in now for mark in one.marks})),
        themes=[Line(name, count, themes_before[name]) for name, count in themes.most_common(MOST_WORDS)],
        words=words,
        agencies=_counted((one.agency for one in now), (one.agency for one in then)),
        divisions=_counted(
            (f"{one.agency}　{one.division}" for one in now if one.division),
            (f"{one.agency}　{one.division}" for one in then if one.division),
        ),
        matched=matched,
    )


def _counted(now: Iterable[str], then: Iterable[str]) -> list[Line]:
    earlier = Counter(then)
    return [Line(name, count, earlier[name]) for name, count in Counter(now).most_common(MOST_WORDS)]


def _holding(rows: Iterable[Asked], word: str) -> int:
    return sum(1 for one in rows if word in one.title)


def nameless(title: str) -> str:
    """Return the title with what reads as the name of a person blanked."""
    for found in sorted(names(title), key=lambda one: -one.start):
        title = f"{title[: found.start]} {title[found.end :]}"
    return title


def said(rows: Iterable[Asked]) -> list[tuple[str, int]]:
    """Return the words of titles that enough different applicants used, the longest form of each, most used first."""
    users: dict[str, set[str]] = defaultdict(set)
    rows = [one for one in rows if one.marks]
    group = _groups(one.marks for one in rows)
    for one in rows:
        for word in _words(nameless(one.title)):
            users[word].add(group[next(iter(one.marks))])
    enough = {word: len(marks) for word, marks in users.items() if len(marks) >= WORD_APPLICANTS}
    inside = {part for word in enough for part in _parts(word) if enough.get(part) == enough[word]}
    whole = [word for word in enough if word not in inside and _says_something(word)]
    chosen: list[str] = []
    for word in sorted(whole, key=lambda word: (-enough[word] * min(len(word), 6), word)):
        # One of “租赁补贴” and “住房租赁补贴” is enough where it is nearly the same people.
        if not any(_much_alike(word, other) and users[word] & users[other] for other in chosen):
            chosen.append(word)
    best = sorted(chosen[:MOST_WORDS], key=lambda word: (-enough[word], word))
    return [(word, enough[word]) for word in best]


def _groups(forms: Iterable[frozenset[str]]) -> dict[str, str]:
    """Return applicant → one of those whom common forms join: twelve people on one form ask once, not twelve times."""
    leader: dict[str, str] = {}

    def of(mark: str) -> str:
        while leader.setdefault(mark, mark) != mark:
            mark = leader[mark]
        return mark

    for marks in forms:
        first, *others = sorted(marks)
        of(first)
        for other in others:
            leader[of(other)] = of(first)
    return {mark: of(mark) for mark in leader}


def _much_alike(word: str, other: str) -> bool:
    """One inside the other, or the same run of characters cut off at another place."""
    shared = SequenceMatcher(None, word, other, autojunk=False).find_longest_match().size
    return shared == min(len(word), len(other)) or shared >= OVERLAP * max(len(word), len(other))


def _words(title: str) -> set[str]:
    return {
        run[place : place + length]
        for run in _RUN.findall(title)
        for length in WORD_LENGTHS
        for place in range(len(run) - length + 1)
    }


def _parts(word: str) -> tuple[str, str]:
    return word[:-1], word[1:]


def _says_something(word: str) -> bool:
    return word not in NOTHING and word[0] not in EDGES and word[-1] not in EDGES


def _public(word: str) -> Sequence[Hit]:
    return _found(word, SHOWN)


def _found(text: str, most: int, *, loosely: bool = False) -> Sequence[Hit]:
    request = search.SearchRequest(
        text=text, page_size=most, facets=(), highlight=False, passages=0, rescue=loosely, question=loosely
    )
    try:
        return search.search(request).hits
    except search.IndexOutdatedError:
        return ()


def _themes(rows: Iterable[Asked]) -> tuple[Counter[str], int]:
    """Return how many matters fall under each theme: the first of the public document nearest to what is asked for."""
    titles = Counter(one.title for one in rows).most_common(MOST_TITLES)
    found: Counter[str] = Counter()
    with search.one_vocabulary():
        for title, count in titles:
            themed = next((hit for hit in _found(title, SHOWN, loosely=True) if hit.themes), None)
            if themed is not None:
                found[themed.themes[0]] += count
    return found, len(titles)
