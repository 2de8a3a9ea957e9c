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
from gongkai.engine.search.index.sounds import Sounds, listen

MOST_WORDS = 3000  # that begin with what was typed
TITLE_HEARD = 10
SOON_HEARD = 5_000  # documents, whose words are listened to in a moment
NEW_SOUNDS, NEW_SHARE = 20, 0.02  # so many documents more or less before the words are listened to anew
RETRIES = 5  # a generation may vanish between reading the pointer and opening it, once for each swap


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """What one search sees from beginning to end, whatever is committed or swapped meanwhile."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    memory: dict[str, tuple[int, Sounds]] = dataclasses.field(default_factory=dict)  # shared by the states of one index
    listening: threading.Lock = dataclasses.field(default_factory=threading.Lock)

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

    @cached_property
    def sounds(self) -> Sounds:
        """Return the words of the titles by their sound: made when something is first not found, and kept over small changes."""
        count = self.searcher.num_docs
        known = self.memory.get("sounds")
        if known is None or abs(count - known[0]) > max(NEW_SOUNDS, NEW_SHARE * count):
            known = self.memory["sounds"] = (count, listen(self._heard_words()))
        return known[1]

    def sounds_at_once(self) -> Sounds | None:
        """Return the words by their sound when they are at hand or soon made; else have them made, and return None."""
        if "sounds" in self.memory or self.searcher.num_docs <= SOON_HEARD:
            return self.sounds
        if not self.listening.locked():
            threading.Thread(target=self._listen, daemon=True, name="sounds").start()
        return None

    def _listen(self) -> None:
        if self.listening.acquire(blocking=False):
            try:
                _ = self.sounds
            finally:
                self.listening.release()

    def _heard_words(self) -> dict[str, int]:
        """Return the words of titles and texts with their documents; one in a title counts as several in texts."""
        found = {word: number for word, number in self.searcher.terms_with_prefix("body_w", "") if number > 1}
        for word, number in self.searcher.terms_with_prefix("title_w", ""):
            found[word] = found.get(word, 0) + TITLE_HEARD * number
        return found

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
            index, memory = self._snapshot.index, self._snapshot.memory
            index.reload()
        else:
            index, memory = storage.open_generation(generation), {}
        return Snapshot(index, index.searcher(), memory)


def _signature(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_ino
