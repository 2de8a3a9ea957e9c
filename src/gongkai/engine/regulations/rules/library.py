"""The library as the resolver sees it: laws with their versions, found by title or number, all in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.engine.regulations.rules.titles import NearTitles, title_key, without_trial, without_year
from gongkai.law.numbers import number_key


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """`effective_on` is the first day of force, stated or (`exact` False) that of the decision; `articles` is what `rules.articles.ranges` wrote, empty without a text."""

    pk: int
    decided_on: dt.date
    effective_on: dt.date
    number: str = ""
    articles: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class LawEntry:
    """`versions` in order of `effective_on`; `repealed_by` names what repealed it, for people."""

    pk: int
    title: str
    versions: tuple[VersionEntry, ...]
    repealed_on: dt.date | None = None
    repealed_by: str = ""
    numbers: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    def version_on(self, day: dt.date) -> VersionEntry | None:
        """Return the version in force on the day; None before the first and from the day of repeal on."""
        if self.repealed_on and day >= self.repealed_on:
            return None
        return self.latest_until(day)

    def latest_until(self, day: dt.date) -> VersionEntry | None:
        """Return the last version that had come into force by the day, repealed since or not."""
        return next((one for one in reversed(self.versions) if one.effective_on <= day), None)

    def version_of_number(self, key: str) -> VersionEntry | None:
        return next((one for one in reversed(self.versions) if one.number == key), None)

    @property
    def numbers_complete(self) -> bool:
        """Whether the number of every version is known, so that another number must be wrong."""
        return bool(self.versions) and all(one.number for one in self.versions)


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One of our own public documents. `over` says how its validity ended (已废止, 已失效), empty while it holds."""

    key: str
    title: str
    over: str = ""


@dataclass(slots=True)
class Library:
    """Laws by title in any writing and by number. Built once for a state of the library."""

    laws: Sequence[LawEntry] = ()
    _by_title: dict[str, LawEntry] = field(default_factory=dict)
    _by_lenient: dict[str, LawEntry] = field(default_factory=dict)
    _by_number: dict[str, list[LawEntry]] = field(default_factory=dict)
    _near: NearTitles | None = None

    @classmethod
    def of(cls, laws: Iterable[LawEntry]) -> Library:
        made = cls(tuple(laws))
        for law in made.laws:
            for name in (law.title, *law.names):
                key = title_key(name)
                made._by_title.setdefault(key, law)
                made._by_lenient.setdefault(without_year(without_trial(key)), law)
            for number in law.numbers:
                made._by_number.setdefault(number, []).append(law)
        return made

    def __len__(self) -> int:
        return len(self.laws)

    def by_title(self, title: str) -> LawEntry | None:
        return self._by_title.get(title_key(title))

    def by_lenient_title(self, title: str) -> LawEntry | None:
        """Find what is the same but for 试行 or a year behind it."""
        return self._by_lenient.get(without_year(without_trial(title_key(title))))

    def by_number(self, key: str) -> Sequence[LawEntry]:
        return self._by_number.get(key, ())

    def longest_ending(self, words: str) -> tuple[int, LawEntry] | None:
        """Return how many of the words, from the end, are the title of a law: the most that are."""
        for begin in range(len(words) - 1):
            law = self._by_title.get(title_key(words[begin:]))
            if law is not None and not words[begin:].startswith(("的", "和", "与", "及")):
                return len(words) - begin, law
        return None

    def nearest(self, title: str) -> LawEntry | None:
        """Return the one law whose title was probably meant."""
        if self._near is None:
            self._near = NearTitles(self._by_title)
        key = self._near.nearest(title_key(title))
        return self._by_title[key] if key else None


@dataclass(frozen=True, slots=True)
class Own:
    """Our own public documents that a text may mean, by key of title and of number."""

    by_title: Mapping[str, OwnEntry] = field(default_factory=dict)
    by_number: Mapping[str, OwnEntry] = field(default_factory=dict)

    def find(self, title: str, numbers: Sequence[str]) -> OwnEntry | None:
        for number in numbers:
            if (key := number_key(number)) and key in self.by_number:
                return self.by_number[key]
        return self.by_title.get(title_key(title)) if title else None
