"""Writing the index: what the outbox consumer and `gongkai reindex` call. All are idempotent; each `index` is one commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings

from gongkai.engine.search.index import IndexWriter, SearchDocument
from gongkai.engine.search.index import rebuild as rebuild_index


def index(*, documents: Iterable[SearchDocument] = (), deletes: Iterable[str] = ()) -> int:
    """Replace the documents and remove the keys in one commit, visible to every process when this returns.

    Returns the number of documents written. Raises WriterBusyError when another process writes for more than half a
    minute; nothing is changed then.
    """
    with IndexWriter(Path(settings.SEARCH_DIR)) as writer:
        return writer.apply(upserts=documents, deletes=deletes)


def drop(*, keys: Iterable[str]) -> None:
    """Remove the keys; one that is not there is no error."""
    index(deletes=keys)


def rebuild(*, documents: Iterable[SearchDocument], progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew beside the old one and swap. What `index` writes meanwhile is kept.

    Each key must occur once. `documents` must be a generator that reads the database after this call has begun. Returns the number of documents; if it fails, the old index stays in use.
    """
    return rebuild_index(Path(settings.SEARCH_DIR), documents, progress)
