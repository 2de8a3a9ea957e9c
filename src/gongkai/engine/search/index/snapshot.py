"""One state of the index, and the watch that notices the next."""

from __future__ import annotations

import dataclasses
import threading
from functools import cached_property
from pathlib import Path

import tantivy

from gongkai.engine.search.index import storage
from gongkai.engine.search.index.folding import fold
from gongkai.engine.search.index.query import QueryBuilder

MOST_WORDS = 3000  # that begin with what was typed
RETRIES = 5  # a generation may vanish between reading the pointer and opening it, once for each swap


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """What one search sees from beginning to end, whatever is committed or swapped meanwhile."""

    index: tantivy.Index
    searcher: tantivy.Searcher

    @property
    def schema(self) -> tantivy.Schema:
        return self.index.schema

    @cached_property
    def builder(self) -> QueryBuilder:
        return QueryBuilder(self.index.schema, self.searcher)

    @cached_property
    def agency_names(self) -> dict[str, tuple[str, ...]]:
        """Return code → names, as the newest documents have them."""
        request = {"label": {"terms": {"field": "agency_label", "size": 5000}}}
        found = self.searcher.aggregate(tantivy.Query.all_query(), request)["label"]["buckets"]
        lines = [str(bucket["key"]).split("\t") for bucket in reversed(found)]
        return {line[0]: tuple(line[1:]) for line in lines}

    @cached_property
    def folded_agency_names(self) -> dict[str, tuple[str, ...]]:
        return {code: tuple(fold(name) for name in names) for code, names in self.agency_names.items()}

    @cached_property
    def title_words(self) -> tuple[str, ...]:
        """Return every word of the titles; 0.5 MB at 200,000 documents, read once when something is not found."""
        return tuple(word for word, _ in self.searcher.terms_with_prefix("title_w", ""))

    def words_from(self, prefix: str) -> list[tuple[str, int]]:
        """Return the words of titles that begin so, with the number of documents."""
        return self.searcher.terms_with_prefix("title_w", prefix, limit=MOST_WORDS)


def document_bytes(document: tantivy.Document, field: str) -> bytes:
    value: bytes = document.get_first(field) or b""
    return value


class Watch:
    """Gives the newest snapshot: two `stat` calls when nothing has changed, 0.3-0.6 ms after a commit."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock = threading.Lock()
        self._pointer: tuple[int, int] | None = None
        self._meta: tuple[int, int] | None = None
        self._generation: Path | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot | None:
        """Return None while there is no index yet. Raises IndexOutdatedError."""
        if self._unchanged():
            return self._snapshot
        with self._lock:
            if not self._unchanged():
                self._open_or_reload()
            return self._snapshot

    def _unchanged(self) -> bool:
        if _signature(self.directory / storage.POINTER) != self._pointer:
            return False
        return self._generation is None or _signature(self._generation / "meta.json") == self._meta

    def _open_or_reload(self) -> None:
        for attempt in range(RETRIES):
            pointer = _signature(self.directory / storage.POINTER)
            generation = storage.current_generation(self.directory)
            meta = _signature(generation / "meta.json") if generation else None
            try:
                self._snapshot = self._make(generation)
            except (ValueError, OSError):
                if attempt == RETRIES - 1:
                    raise
                continue
            self._generation, self._pointer, self._meta = generation, pointer, meta
            return

    def _make(self, generation: Path | None) -> Snapshot | None:
        if generation is None:
            return None
        if generation == self._generation and self._snapshot is not None:
            index = self._snapshot.index
            index.reload()
        else:
            index = storage.open_generation(generation)
        return Snapshot(index, index.searcher())


def _signature(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino
