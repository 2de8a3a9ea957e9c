"""The vocabulary that officers keep, and the names of agencies: read when they changed, kept in the process meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from django.conf import settings
from django.db.models import Count, Max

from gongkai.base.organisations.queries import agency_model
from gongkai.engine.search.index.synonyms import Vocabulary
from gongkai.engine.search.index.synonyms import vocabulary as make_vocabulary
from gongkai.engine.search.models import SynonymGroup
from gongkai.engine.search.rules import Body, Directory, directory
from gongkai.engine.search.rules.keeping import words_of

Kept = TypeVar("Kept")
FRESH_SECONDS = 60  # a changed name of an agency is understood at the latest after so long


class _Memory(Generic[Kept]):
    """One thing made of the database, made again when its mark is another or it has grown old."""

    def __init__(self, make: Callable[[], Kept], mark: Callable[[], Hashable]) -> None:
        self._make, self._mark = make, mark
        self._lock = threading.Lock()
        self._known: tuple[Hashable, float, Kept] | None = None

    def get(self) -> Kept:
        mark = (str(settings.DATA_DIR), self._mark())
        known = self._known
        if known is None or known[0] != mark or time.monotonic() - known[1] > FRESH_SECONDS:
            with self._lock:
                known = self._known = (mark, time.monotonic(), self._make())
        return known[2]


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    rows = SynonymGroup.objects.filter(is_active=True).values_list("side", "words")
    return [(side, words_of(words)) for side, words in rows]


def _synonyms_mark() -> Hashable:
    return tuple(SynonymGroup.objects.aggregate(Count("pk"), Max("changed_at")).values())


def _bodies() -> Directory:
    rows = agency_model().objects.filter(abolished_on__isnull=True)
    bodies = [
        Body(row.code, row.name, row.short_name, tuple(row.former_names), row.kind, tuple(row.lineage_codes()))
        for row in rows
    ]
    return directory(bodies, [words for _, words in _groups()])


def _bodies_mark() -> Hashable:
    return (tuple(agency_model().objects.aggregate(Count("pk"), Max("pk")).values()), _synonyms_mark())


_VOCABULARY = _Memory(lambda: make_vocabulary(_groups()), _synonyms_mark)
_DIRECTORY = _Memory(_bodies, _bodies_mark)


_HELD: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)


def vocabulary() -> Vocabulary:
    """Return the synonyms in force. One small query, none within `one_vocabulary`."""
    return _HELD.get() or _VOCABULARY.get()


@contextmanager
def one_vocabulary() -> Iterator[None]:
    """Ask for the synonyms once: for the dozen searches that make one answer."""
    token = _HELD.set(vocabulary())
    try:
        yield
    finally:
        _HELD.reset(token)


def agency_directory() -> Directory:
    """Return the names under which agencies and places are looked for. Two small queries."""
    return _DIRECTORY.get()
