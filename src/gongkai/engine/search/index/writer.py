"""The one who writes. One process at a time; every `apply` is one commit, visible to all readers at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy

from gongkai.engine.search.index import storage
from gongkai.engine.search.index.documents import SearchDocument
from gongkai.engine.search.index.schema import printable, to_tantivy

SMALL_HEAP = 15_000_000  # bytes, the least tantivy takes: a worker keeps no large arena for a few documents
REBUILD_HEAP = 128_000_000
REBUILD_THREADS = 2
PROGRESS_EVERY = 1000  # documents
WAIT_SECONDS = 30.0

Progress = Callable[[int], None]


class IndexWriter:
    """Holds the lock from `with` to its end, so keep it short: other processes wait meanwhile.

    Raises WriterBusyError when another process still writes after `wait_seconds`.
    """

    def __init__(self, directory: Path | str, *, wait_seconds: float = WAIT_SECONDS) -> None:
        self.directory = Path(directory)
        self.wait_seconds = wait_seconds

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(
                storage.locked(self.directory, "writer.lock", wait_seconds=self.wait_seconds, doing="写入")
            )
            generation = storage.current_generation(self.directory)
            fresh = generation is None
            generation = generation or storage.create_generation(self.directory)
            self._writer = storage.make_index(generation).writer(SMALL_HEAP, 1)
            if fresh:
                self._writer.commit()
                storage.point_to(self.directory, generation)
            self._lock = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._writer.wait_merging_threads()
            del self._writer

    def apply(self, *, upserts: Iterable[SearchDocument] = (), deletes: Iterable[str] = ()) -> int:
        """Replace the documents and remove the keys in one commit; return how many documents were written."""
        gone = list(deletes)
        documents = list({document.key: document for document in upserts}.values())
        self._note_for_rebuild(documents, gone)
        try:
            count = _write(self._writer, documents, gone)
            self._writer.commit()
        except BaseException:
            self._writer.rollback()
            raise
        return count

    def _note_for_rebuild(self, documents: list[SearchDocument], gone: list[str]) -> None:
        """Append to the journal if a rebuild has opened one; it takes the writer's lock before it reads the end of it."""
        journal = self.directory / storage.JOURNAL
        if not journal.exists():
            return
        if not storage.is_locked(self.directory, "rebuild.lock"):  # the rebuild was killed and will never read it
            journal.unlink()
            return
        with journal.open("a", encoding="ascii") as file:
            for key in gone:
                file.write(json.dumps({"delete": key}) + "\n")
            for document in documents:
                file.write(json.dumps({"upsert": document.as_json()}) + "\n")


def _write(writer: tantivy.IndexWriter, documents: Iterable[SearchDocument], gone: Iterable[str]) -> int:
    for key in gone:
        writer.delete_documents_by_term("key", printable(key))
    count = 0
    for document in documents:
        writer.delete_documents_by_term("key", printable(document.key))
        writer.add_document(to_tantivy(document))
        count += 1
    return count


@contextmanager
def _journal(directory: Path) -> Iterator[Path]:
    path = directory / storage.JOURNAL
    with storage.locked(directory, "writer.lock", wait_seconds=WAIT_SECONDS, doing="写入"):
        path.write_text("", encoding="ascii")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def rebuild(directory: Path | str, documents: Iterable[SearchDocument], progress: Progress | None = None) -> int:
    """Build a new index beside the old one and swap; readers and the writer go on meanwhile, and nothing of theirs is lost.

    The key of each document must occur once in `documents`, which must be lazy: read from the database after this call
    has begun, since what was written before is not repeated. `progress` is told the number done so far. Returns the
    number of documents. Raises WriterBusyError when another rebuild runs; if it fails half-way, the old index stays.
    """
    directory = Path(directory)
    with storage.locked(directory, "rebuild.lock", wait_seconds=0.5, doing="重建"), _journal(directory) as journal:
        generation = storage.create_generation(directory)
        try:
            count = _build(generation, documents, progress)
            with storage.locked(directory, "writer.lock", wait_seconds=WAIT_SECONDS, doing="写入"):
                _repeat(generation, journal)
                journal.unlink(missing_ok=True)
                storage.point_to(directory, generation)
        finally:
            remaining = _current_or_none(directory)
            if remaining is not None:
                storage.remove_other_generations(directory, remaining)
        return count


def _current_or_none(directory: Path) -> Path | None:
    try:
        return storage.current_generation(directory)
    except storage.IndexOutdatedError:
        return None


def _build(generation: Path, documents: Iterable[SearchDocument], progress: Progress | None) -> int:
    """Fill the new folder and wait for its merges, so that afterwards the next writer can open it at once."""
    writer = storage.make_index(generation).writer(REBUILD_HEAP, REBUILD_THREADS)
    try:
        count = _fill(writer, documents, progress)
    except BaseException:
        writer.rollback()  # ends its threads, which would go on writing into the folder to be removed
        raise
    writer.wait_merging_threads()
    return count


def _fill(writer: tantivy.IndexWriter, documents: Iterable[SearchDocument], progress: Progress | None) -> int:
    count = 0
    for document in documents:
        writer.add_document(to_tantivy(document))
        count += 1
        if progress and count % PROGRESS_EVERY == 0:
            progress(count)
    writer.commit()
    if progress:
        progress(count)
    return count


def _repeat(generation: Path, journal: Path) -> None:
    lines = journal.read_text(encoding="ascii").splitlines()
    if not lines:
        return
    writer = storage.make_index(generation).writer(SMALL_HEAP, 1)
    for line in lines:
        change = json.loads(line)
        if "delete" in change:
            _write(writer, (), [change["delete"]])
        else:
            _write(writer, [SearchDocument.from_json(change["upsert"])], ())
    writer.commit()
    writer.wait_merging_threads()
